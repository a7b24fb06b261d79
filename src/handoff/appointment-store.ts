import { and, asc, eq, gt, isNull, lt } from 'drizzle-orm';
import type { Connection, Database, Transaction } from '../../db/open.ts';
import { appointment, caseTable, conversation, person, referral } from '../../db/schema/index.ts';
import type { Keys } from '../../db/seal.ts';
import type { Viewer } from './access.ts';
import { addEvents } from './event-store.ts';
import { canBeReached } from './reach-store.ts';
import { mayFollow, type ReferralStatus } from './referral-status.ts';
import { onCase } from './work-store.ts';

/** When somebody expects the person. */
export interface Appointment {
  readonly id: number;
  /** For this referral of the case; null: at the office itself. */
  readonly referralNumber: number | null;
  readonly at: Date;
  readonly remindedAt: Date | null;
}

/** Sets an appointment; its referral becomes *appointment set* where that may follow. False: not theirs to set. */
export function setAppointment(
  db: Database,
  keys: Keys,
  caseId: string,
  viewer: Viewer,
  { at, referralNumber, now }: { at: Date; referralNumber: number | null; now: Date },
): Promise<boolean> {
  return onCase(db, keys, caseId, viewer, async (tx) => {
    await tx.insert(appointment).values({ caseId, at, referralNumber, createdBy: viewer.id, createdAt: now });
    const data = { at: at.toISOString(), number: referralNumber };
    const by = { caseId, actor: 'caseworker', userId: viewer.id, at: now } as const;
    await addEvents(tx, [{ ...by, kind: 'appointment_set', data }]);
    if (referralNumber !== null) await markReferral(tx, by, referralNumber);
  });
}

async function markReferral(
  tx: Transaction,
  by: { caseId: string; actor: 'caseworker'; userId: string; at: Date },
  number: number,
): Promise<void> {
  const which = and(eq(referral.caseId, by.caseId), eq(referral.number, number));
  const [row] = await tx.select({ id: referral.id, status: referral.status }).from(referral).where(which);
  if (!row || !mayFollow(row.status as ReferralStatus, 'appointment_set')) return;
  const set = { status: 'appointment_set', updatedAt: by.at };
  await tx.update(referral).set(set).where(eq(referral.id, row.id));
  const data = { number, from: row.status, to: 'appointment_set' };
  await addEvents(tx, [{ ...by, kind: 'referral_changed', data }]);
}

/** Takes an appointment back; nobody is reminded of it. */
export function cancelAppointment(
  db: Database,
  keys: Keys,
  caseId: string,
  viewer: Viewer,
  { id, now }: { id: number; now: Date },
): Promise<boolean> {
  return onCase(db, keys, caseId, viewer, async (tx) => {
    const cancelled = await tx
      .update(appointment)
      .set({ cancelledAt: now })
      .where(and(eq(appointment.id, id), eq(appointment.caseId, caseId), isNull(appointment.cancelledAt)))
      .returning({ at: appointment.at });
    const by = { caseId, actor: 'caseworker', userId: viewer.id, at: now } as const;
    await addEvents(
      tx,
      cancelled.map(({ at }) => ({ ...by, kind: 'appointment_cancelled', data: { at: at.toISOString() } })),
    );
  });
}

/** The appointments of a case that are still to come. */
export function comingAppointments(
  connection: Connection,
  caseId: string,
  now: Date,
): Promise<Appointment[]> {
  return connection
    .select({
      id: appointment.id,
      referralNumber: appointment.referralNumber,
      at: appointment.at,
      remindedAt: appointment.remindedAt,
    })
    .from(appointment)
    .where(and(eq(appointment.caseId, caseId), isNull(appointment.cancelledAt), gt(appointment.at, now)))
    .orderBy(asc(appointment.at));
}

/** An appointment near enough to remind of; `reachable`: a message may go out and would arrive. */
export interface NearAppointment {
  readonly id: number;
  readonly caseId: string;
  readonly conversationId: number | null;
  readonly at: Date;
  readonly reachable: boolean;
}

/** Who was told just now needs no reminder. */
const toldHours = 6;
/** Looked at this long before; the day itself is told apart in the office's time zone. */
const aheadHours = 48;

/** Appointments of the next two days that nobody was reminded of, the soonest first. */
export async function nearAppointments(connection: Connection, now: Date): Promise<NearAppointment[]> {
  const hour = 3_600_000;
  return connection
    .select({
      id: appointment.id,
      caseId: appointment.caseId,
      conversationId: caseTable.conversationId,
      at: appointment.at,
      reachable: canBeReached(now).mapWith(Boolean),
    })
    .from(appointment)
    .innerJoin(caseTable, eq(caseTable.id, appointment.caseId))
    .innerJoin(person, eq(person.id, caseTable.personId))
    .leftJoin(conversation, eq(conversation.id, caseTable.conversationId))
    .where(
      and(
        isNull(appointment.remindedAt),
        isNull(appointment.cancelledAt),
        gt(appointment.at, now),
        lt(appointment.at, new Date(now.getTime() + aheadHours * hour)),
        lt(appointment.createdAt, new Date(now.getTime() - toldHours * hour)),
        // a closed case has its appointments all the same: the person is expected
        isNull(person.erasedAt),
      ),
    )
    .orderBy(asc(appointment.at))
    .limit(100);
}

/** Takes a reminder, once and for all: false when another sweep was faster. */
export async function takeReminder(tx: Transaction, near: NearAppointment, now: Date): Promise<boolean> {
  await tx
    .select({ id: caseTable.id })
    .from(caseTable)
    .where(eq(caseTable.id, near.caseId))
    .for('no key update');
  const taken = await tx
    .update(appointment)
    .set({ remindedAt: now })
    .where(and(eq(appointment.id, near.id), isNull(appointment.remindedAt), isNull(appointment.cancelledAt)))
    .returning({ id: appointment.id });
  if (taken.length === 0) return false;
  const { caseId, reachable } = near;
  const event = reachable
    ? ({ kind: 'appointment_reminded', data: {} } as const)
    : ({ kind: 'follow_up_due', data: { what: 'remind_appointment' } } as const);
  await addEvents(tx, [{ caseId, actor: 'bot', at: now, ...event }]);
  return true;
}
