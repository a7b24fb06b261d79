import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/open.ts';
import {
  caseEvent,
  caseTable,
  consent,
  referral,
  service_at_locations,
  services,
} from '../../db/schema/index.ts';
import { addEvents, type NewEvent } from './event-store.ts';
import { isEditable, mayFollow, type ReferralStatus } from './referral-status.ts';

/** A yes to passing something on to one body, taken back: by the person in the chat, or aloud to a caseworker. */
export interface Withdrawal {
  readonly personId: string;
  readonly receiver: string;
  /** The caseworker who was told. */
  readonly userId?: string;
  /** When the receiver must have been told of it. */
  readonly dueAt: Date;
  readonly at: Date;
}

/**
 * Takes back every yes to one body and stops what it covered: a referral that has not left is cancelled, of one that has
 * left the caseworker is to tell the receiver. A closed case with such a task is taken up again.
 */
export async function withdrawPassing(tx: Transaction, withdrawal: Withdrawal): Promise<void> {
  const { personId, receiver, at } = withdrawal;
  const cases = await tx
    .select({ id: caseTable.id, closed: sql<boolean>`${caseTable.closedAt} is not null` })
    .from(caseTable)
    .where(eq(caseTable.personId, personId))
    .orderBy(asc(caseTable.id))
    .for('no key update');
  await tx
    .update(consent)
    .set({ withdrawnAt: at })
    .where(
      and(
        eq(consent.personId, personId),
        eq(consent.purpose, 'pass_on'),
        eq(consent.receiver, receiver),
        isNull(consent.withdrawnAt),
      ),
    );
  const ids = cases.map(({ id }) => id);
  const stopped = ids.length > 0 ? await stopReferrals(tx, ids, withdrawal) : [];
  const told = new Set(stopped.filter(({ kind }) => kind === 'follow_up_due').map(({ caseId }) => caseId));
  const concerned = cases.filter(({ id, closed }) => !closed || told.has(id));
  await takeUpAgain(tx, [...told], withdrawal);
  const form = withdrawal.userId ? 'oral' : 'message';
  const data = { purpose: 'pass_on', given: false, form, withdrawn: receiver };
  const consents = concerned.map(({ id }) => by(withdrawal, { caseId: id, kind: 'consent', data, at }));
  await addEvents(tx, [...consents, ...stopped]);
}

/** Ends the referrals to this body; what the person carried as a slip told the body nothing and goes on. */
async function stopReferrals(
  tx: Transaction,
  caseIds: readonly string[],
  withdrawal: Withdrawal,
): Promise<NewEvent[]> {
  const { at } = withdrawal;
  const rows = await referralsTo(tx, caseIds, withdrawal.receiver);
  const events: NewEvent[] = [];
  for (const { id, caseId, number, status, via } of rows) {
    const left = !isEditable(status);
    const to: ReferralStatus = left ? 'consent_withdrawn' : 'cancelled';
    if ((left && via === 'slip') || !mayFollow(status, to)) continue;
    const ended = { status: to, callReceiverAt: null, askPersonAt: null, updatedAt: at };
    await tx.update(referral).set(ended).where(eq(referral.id, id));
    const changed = { caseId, kind: 'referral_changed', data: { number, from: status, to }, at } as const;
    events.push(by(withdrawal, changed));
    if (left)
      events.push({
        caseId,
        kind: 'follow_up_due',
        actor: 'bot',
        data: { number, what: 'tell_receiver' },
        at,
      });
  }
  return events;
}

async function referralsTo(tx: Transaction, caseIds: readonly string[], receiver: string) {
  const rows = await tx
    .select({
      id: referral.id,
      caseId: referral.caseId,
      number: referral.number,
      status: referral.status,
      via: sql<string | null>`(select e.data->>'via' from ${caseEvent} e where e.case_id = ${referral.caseId}
        and e.kind = 'referral_handed_over' and (e.data->>'number')::int = ${referral.number}
        order by e.id desc limit 1)`,
    })
    .from(referral)
    .innerJoin(service_at_locations, eq(service_at_locations.id, referral.serviceAtLocationId))
    .innerJoin(services, eq(services.id, service_at_locations.service_id))
    .where(and(inArray(referral.caseId, [...caseIds]), sql`${services.organization_id}::text = ${receiver}`));
  return rows.map((row) => ({ ...row, status: row.status as ReferralStatus }));
}

async function takeUpAgain(
  tx: Transaction,
  caseIds: readonly string[],
  { dueAt, at }: Withdrawal,
): Promise<void> {
  if (caseIds.length === 0) return;
  const fresh = { claimedBy: null, claimedAt: null, closedAt: null, closeReason: null };
  const reopened = await tx
    .update(caseTable)
    .set({ ...fresh, status: 'queued', dueAt })
    .where(
      and(inArray(caseTable.id, [...caseIds]), eq(caseTable.status, 'closed'), isNotNull(caseTable.sealed)),
    )
    .returning({ id: caseTable.id });
  const data = { why: 'consent_withdrawn' };
  await addEvents(
    tx,
    reopened.map(({ id }) => ({ caseId: id, kind: 'reopened' as const, actor: 'bot' as const, data, at })),
  );
}

function by({ userId }: Withdrawal, event: Omit<NewEvent, 'actor' | 'userId'>): NewEvent {
  return userId ? { ...event, actor: 'caseworker', userId } : { ...event, actor: 'person' };
}
