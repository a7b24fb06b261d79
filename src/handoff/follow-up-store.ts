import { and, asc, eq, inArray, isNotNull, lte, sql } from 'drizzle-orm';
import type { Connection, Transaction } from '../../db/open.ts';
import { caseTable, person, referral, service_at_locations } from '../../db/schema/index.ts';
import { addEvents, type NewEvent } from './event-store.ts';
import { mayFollow, type ReferralStatus } from './referral-status.ts';

/** "Could you see them?", answered. */
export type FollowUpAnswer = 'yes' | 'no' | 'not_yet';

/** A referral whose person is to be asked now. */
export interface DueFollowUp {
  readonly referralId: string;
  readonly caseId: string;
  readonly number: number;
  readonly conversationId: number | null;
}

/** Statuses in which an answer of the person still tells something. */
const underWay: readonly ReferralStatus[] = [
  'sent',
  'received',
  'accepted',
  'appointment_set',
  'in_service',
  'delivered',
  'no_response',
  'referred_onward',
];
/** Who says "not yet" is asked again after so many days, and not more often than this. */
const againDays = 5;
const mostAsked = 3;

/** Referrals whose person is due to be asked, the longest due first. */
export async function dueFollowUps(connection: Connection, now: Date, limit = 50): Promise<DueFollowUp[]> {
  return connection
    .select({
      referralId: referral.id,
      caseId: referral.caseId,
      number: referral.number,
      conversationId: caseTable.conversationId,
    })
    .from(referral)
    .innerJoin(caseTable, eq(caseTable.id, referral.caseId))
    .innerJoin(person, eq(person.id, caseTable.personId))
    .where(
      and(
        isNotNull(referral.askPersonAt),
        lte(referral.askPersonAt, now),
        inArray(referral.status, [...underWay]),
        sql`${person.erasedAt} is null`,
      ),
    )
    .orderBy(asc(referral.askPersonAt))
    .limit(limit);
}

/** Takes one that is due, once and for all: false when another sweep was faster. Its conversation is locked already. */
export async function takeFollowUp(tx: Transaction, { caseId, referralId }: DueFollowUp): Promise<boolean> {
  await tx.select({ id: caseTable.id }).from(caseTable).where(eq(caseTable.id, caseId)).for('no key update');
  const taken = await tx
    .update(referral)
    .set({ askPersonAt: null, timesAsked: sql`${referral.timesAsked} + 1` })
    .where(and(eq(referral.id, referralId), isNotNull(referral.askPersonAt)))
    .returning({ id: referral.id });
  return taken.length > 0;
}

/** Writes down that the bot has asked, or why it cannot (no chat, an opt-out, a closed window) and the caseworker is to. */
export async function recordFollowUp(
  tx: Transaction,
  due: DueFollowUp,
  why: string | null,
  at: Date,
): Promise<void> {
  const { caseId, number } = due;
  const asked: NewEvent = { caseId, kind: 'follow_up_asked', actor: 'bot', data: { number }, at };
  await addEvents(tx, [why === null ? asked : toDo(caseId, { number, what: 'ask_person', why }, at)]);
}

/** Tells the caseworkers of referrals whose receiver is to be called now; returns how many. */
export async function remindToCall(tx: Transaction, now: Date): Promise<number> {
  const isDue = and(isNotNull(referral.callReceiverAt), lte(referral.callReceiverAt, now));
  const cases = await tx.selectDistinct({ id: referral.caseId }).from(referral).where(isDue).limit(100);
  if (cases.length === 0) return 0;
  const ids = cases.map(({ id }) => id);
  await tx
    .select({ id: caseTable.id })
    .from(caseTable)
    .where(inArray(caseTable.id, ids))
    .orderBy(asc(caseTable.id))
    .for('no key update');
  const due = await tx
    .update(referral)
    .set({ callReceiverAt: null })
    .where(and(inArray(referral.caseId, ids), isDue))
    .returning({ caseId: referral.caseId, number: referral.number, status: referral.status });
  const silent = due.filter(({ status }) => status === 'sent' || status === 'no_response');
  await addEvents(
    tx,
    silent.map(({ caseId, number }) => toDo(caseId, { number, what: 'call_receiver' }, now)),
  );
  return silent.length;
}

function toDo(caseId: string, data: NewEvent['data'], at: Date): NewEvent {
  return { caseId, kind: 'follow_up_due', actor: 'bot', ...(data ? { data } : {}), at };
}

/** An answer of a person about one of their referrals. */
export interface FollowUpReply {
  readonly personId: string;
  readonly referralId: string;
  readonly answer: FollowUpAnswer;
  /** First contact due, should the case be taken up again. */
  readonly dueAt: Date;
  readonly at: Date;
}

/** Keeps answers: a yes confirms the referral, a no takes the case up again, "not yet" is asked again later. */
export async function answerFollowUps(tx: Transaction, replies: readonly FollowUpReply[]): Promise<void> {
  for (const reply of replies) {
    const [row] = await tx
      .select({
        id: referral.id,
        number: referral.number,
        status: referral.status,
        timesAsked: referral.timesAsked,
        caseId: referral.caseId,
      })
      .from(referral)
      .innerJoin(caseTable, eq(caseTable.id, referral.caseId))
      .where(and(eq(referral.id, reply.referralId), eq(caseTable.personId, reply.personId)));
    if (!row) continue;
    const { caseId, number } = row;
    const data = { number, answer: reply.answer };
    await addEvents(tx, [{ caseId, kind: 'follow_up_answered', actor: 'person', data, at: reply.at }]);
    if (reply.answer === 'yes') await confirm(tx, row.id, row.status as ReferralStatus, reply.at);
    if (reply.answer === 'not_yet' && row.timesAsked < mostAsked) await askAgain(tx, row.id, reply.at);
    if (reply.answer === 'no') await takeUpAgain(tx, caseId, reply);
  }
}

/** The person's own word, a fact of its own beside what the receiver says. */
async function confirm(tx: Transaction, id: string, status: ReferralStatus, at: Date): Promise<void> {
  if (!mayFollow(status, 'confirmed_by_client')) return;
  await tx.update(referral).set({ status: 'confirmed_by_client', updatedAt: at }).where(eq(referral.id, id));
}

async function askAgain(tx: Transaction, id: string, at: Date): Promise<void> {
  const askPersonAt = new Date(at.getTime() + againDays * 86_400_000);
  await tx.update(referral).set({ askPersonAt }).where(eq(referral.id, id));
}

/** A case that somebody holds stays with them; a closed one goes back into the queue. */
async function takeUpAgain(tx: Transaction, caseId: string, { dueAt, at }: FollowUpReply): Promise<void> {
  const fresh = { claimedBy: null, claimedAt: null, closedAt: null, closeReason: null, firstContactAt: null };
  const reopened = await tx
    .update(caseTable)
    .set({ ...fresh, status: 'queued', dueAt })
    .where(and(eq(caseTable.id, caseId), eq(caseTable.status, 'closed'), isNotNull(caseTable.sealed)))
    .returning({ id: caseTable.id });
  if (reopened.length === 0) return;
  await addEvents(tx, [{ caseId, kind: 'reopened', actor: 'person', data: { why: 'not_helped' }, at }]);
}

/** The service that one of a person's referrals went to; null: none of the directory, or not theirs. */
export async function serviceOfReferral(
  tx: Transaction,
  referralId: string,
  personId: string,
): Promise<string | null> {
  const at = service_at_locations;
  const [row] = await tx
    .select({ serviceId: at.service_id })
    .from(referral)
    .innerJoin(caseTable, eq(caseTable.id, referral.caseId))
    .innerJoin(at, eq(at.id, referral.serviceAtLocationId))
    .where(and(eq(referral.id, referralId), eq(caseTable.personId, personId)));
  return row?.serviceId ?? null;
}
