import { and, asc, eq, gt, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Connection, Database } from '../../db/open.ts';
import { appointment, caseEvent, caseTable, person, staff } from '../../db/schema/index.ts';
import { type Keys, openPersonKey } from '../../db/seal.ts';
import type { Viewer } from './access.ts';
import type { CaseWords } from './case.ts';
import { addEvents } from './event-store.ts';
import { visibleTo } from './visible-store.ts';
import { onCase } from './work-store.ts';

/** The case that a task is of. */
export interface TaskCase {
  readonly code: string;
  readonly name: string | null;
  /** Whoever holds the case; null: nobody. */
  readonly holder: { readonly id: string; readonly name: string } | null;
}

/** Something that only a human can do: the program has said so on the case, and nobody has done it yet. */
export interface FollowUpTask extends TaskCase {
  /** The event that asks for it. */
  readonly eventId: number;
  readonly what: string;
  readonly referralNumber: number | null;
  readonly since: Date;
}

/** An appointment of one of the cases. */
export interface AppointmentTask extends TaskCase {
  readonly at: Date;
  readonly referralNumber: number | null;
}

const ofCase = {
  code: caseTable.code,
  sealed: caseTable.sealed,
  dataKey: person.dataKey,
  holderId: staff.id,
  holderName: staff.name,
};

/** What waits to be done by somebody, the longest waiting first; what has been done or overtaken is not there. */
export async function followUpTasks(
  connection: Connection,
  keys: Keys,
  viewer: Viewer,
  now: Date,
): Promise<FollowUpTask[]> {
  const rows = await connection
    .select({
      ...ofCase,
      eventId: caseEvent.id,
      what: sql<string>`${caseEvent.data}->>'what'`,
      number: sql<string | null>`${caseEvent.data}->>'number'`,
      since: caseEvent.at,
    })
    .from(caseEvent)
    .innerJoin(caseTable, eq(caseTable.id, caseEvent.caseId))
    .innerJoin(person, eq(person.id, caseTable.personId))
    .leftJoin(staff, eq(staff.id, caseTable.claimedBy))
    .where(
      and(
        sql`${caseEvent.kind} = 'follow_up_due' and ${caseTable.status} <> 'closed' and ${person.erasedAt} is null`,
        visibleTo(viewer),
        notOvertaken(now),
      ),
    )
    .orderBy(asc(caseEvent.id))
    .limit(200);
  return rows.map(({ eventId, what, number, since, ...row }) => ({
    ...taskCase(keys, row),
    eventId,
    what,
    since,
    referralNumber: number === null ? null : Number(number),
  }));
}

/** Neither done, nor asked for again, nor answered since by what the task was to find out. */
function notOvertaken(now: Date): SQL {
  const same = sql`d.data->>'number' is not distinct from ${caseEvent.data}->>'number'`;
  const what = sql`${caseEvent.data}->>'what'`;
  // A reminder is of use until the day of the appointment is over.
  const yesterday = sql`${new Date(now.getTime() - 36 * 3_600_000).toISOString()}::timestamptz`;
  return sql`(${what} <> 'remind_appointment' or ${caseEvent.at} > ${yesterday}) and not exists (
    select 1 from case_event d where d.case_id = ${caseEvent.caseId} and d.id > ${caseEvent.id} and (
      (d.kind in ('follow_up_done', 'follow_up_due') and d.data->>'what' = ${what} and ${same})
      or (${what} = 'other_service' and (d.kind = 'referral_drafted' or (d.kind = 'referral_outcome' and ${same})))
      or (${what} = 'call_receiver' and d.kind = 'referral_outcome' and ${same})
      or (${what} = 'ask_person' and ${same} and (d.kind = 'follow_up_answered'
        or (d.kind = 'referral_outcome' and d.data->>'to' = 'confirmed_by_client')))
      or (${what} = 'remind_appointment' and d.kind = 'appointment_cancelled')))`;
}

/** Appointments of cases that the viewer may see, within so many days. */
export async function appointmentTasks(
  connection: Connection,
  keys: Keys,
  viewer: Viewer,
  { now, days }: { readonly now: Date; readonly days: number },
): Promise<AppointmentTask[]> {
  const rows = await connection
    .select({ ...ofCase, at: appointment.at, referralNumber: appointment.referralNumber })
    .from(appointment)
    .innerJoin(caseTable, eq(caseTable.id, appointment.caseId))
    .innerJoin(person, eq(person.id, caseTable.personId))
    .leftJoin(staff, eq(staff.id, caseTable.claimedBy))
    .where(
      and(
        isNull(appointment.cancelledAt),
        gt(appointment.at, new Date(now.getTime() - 3_600_000)),
        lt(appointment.at, new Date(now.getTime() + days * 86_400_000)),
        sql`${caseTable.status} <> 'closed' and ${person.erasedAt} is null`,
        visibleTo(viewer),
      ),
    )
    .orderBy(asc(appointment.at))
    .limit(200);
  return rows.map(({ at, referralNumber, ...row }) => ({ ...taskCase(keys, row), at, referralNumber }));
}

/** Notes that a task is done; false: the case is not theirs, or has no such task. */
export async function finishFollowUp(
  db: Database,
  keys: Keys,
  caseId: string,
  viewer: Viewer,
  { eventId, at }: { readonly eventId: number; readonly at: Date },
): Promise<boolean> {
  let done = false;
  await onCase(db, keys, caseId, viewer, async (tx) => {
    const asked = and(
      eq(caseEvent.id, eventId),
      eq(caseEvent.caseId, caseId),
      eq(caseEvent.kind, 'follow_up_due'),
    );
    const [task] = await tx.select({ data: caseEvent.data }).from(caseEvent).where(asked);
    if (!task) return;
    const data = task.data as Readonly<Record<string, unknown>>;
    await addEvents(tx, [
      { caseId, kind: 'follow_up_done', actor: 'caseworker', userId: viewer.id, data, at },
    ]);
    done = true;
  });
  return done;
}

function taskCase(
  keys: Keys,
  row: {
    readonly code: string;
    readonly sealed: Buffer | null;
    readonly dataKey: Buffer | null;
    readonly holderId: string | null;
    readonly holderName: string | null;
  },
): TaskCase {
  const { code, sealed, dataKey, holderId, holderName } = row;
  const words = sealed && dataKey ? openPersonKey(keys, dataKey).open<CaseWords>(sealed) : {};
  const holder = holderId && holderName ? { id: holderId, name: holderName } : null;
  return { code, name: words.name ?? null, holder };
}
