import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/open.ts';
import { alert, caseAccess, caseTable, staff, telling } from '../../db/schema/index.ts';
import { nextDuty, peopleOnDuty, type RosterEntry } from './duty.ts';
import { escalate, type Lane, type Plan, type Told } from './escalation.ts';
import { addEvents } from './event-store.ts';
import { rosterEntries } from './roster-store.ts';

/** A danger, or a minor alone, that somebody on duty must hear of. */
export interface NewAlert {
  readonly caseId: string;
  /** The kind of danger, or `minor`. */
  readonly kind: string;
  readonly at: Date;
}

/** Raises alerts in the turn's transaction; one of the same kind that is still open is not raised twice. */
export async function raiseAlerts(tx: Transaction, rows: readonly NewAlert[]): Promise<void> {
  if (rows.length === 0) return;
  const raised = await tx
    .insert(alert)
    .values(
      rows.map(({ caseId, kind, at }) => ({ id: randomUUID(), caseId, kind, openedAt: at, nextAt: at })),
    )
    .onConflictDoNothing()
    .returning({ caseId: alert.caseId, kind: alert.kind, at: alert.openedAt });
  await addEvents(
    tx,
    raised.map(({ caseId, kind, at }) => ({
      caseId,
      kind: 'alert_raised' as const,
      actor: 'bot' as const,
      data: { kind },
      at,
    })),
  );
}

/** An open alert whose next step is due, with what decides whom it goes to. */
interface DueAlert {
  readonly id: string;
  readonly caseId: string;
  readonly kind: string;
  readonly openedAt: Date;
  readonly region: string | null;
  readonly restricted: boolean;
}

/**
 * Decides for every alert that is due whom to tell now, and writes it down; `tellAlerts` then carries it out.
 * On a restricted case those who are told are named, or they could not help. Returns how many are to be told.
 */
export async function dueAlerts(db: Database, now: Date, timeZone: string): Promise<number> {
  return db.transaction(async (tx) => {
    const due = await tx
      .select({
        id: alert.id,
        caseId: alert.caseId,
        kind: alert.kind,
        openedAt: alert.openedAt,
        region: caseTable.region,
        restricted: caseTable.restricted,
      })
      .from(alert)
      .innerJoin(caseTable, eq(caseTable.id, alert.caseId))
      .where(and(eq(alert.status, sql`'open'`), lte(alert.nextAt, now)))
      .orderBy(asc(alert.nextAt))
      .limit(50)
      // Both, and without waiting for either: a claim holds its case first and its alerts after.
      .for('no key update', { of: [alert, caseTable], skipLocked: true });
    if (due.length === 0) return 0;
    const roster = await rosterEntries(tx);
    const told = await toldBefore(tx, due);
    let count = 0;
    for (const one of due)
      count += await takeStep(tx, one, roster, told.get(one.id) ?? [], { now, timeZone });
    return count;
  });
}

async function toldBefore(tx: Transaction, due: readonly DueAlert[]): Promise<Map<string, Told[]>> {
  const rows = await tx
    .select()
    .from(telling)
    .where(
      inArray(
        telling.alertId,
        due.map(({ id }) => id),
      ),
    )
    .orderBy(asc(telling.id));
  return Map.groupBy(
    rows.map((row) => ({ ...row, lane: row.lane as Lane, failed: row.status === 'failed' })),
    ({ alertId }) => alertId,
  );
}

async function takeStep(
  tx: Transaction,
  one: DueAlert,
  roster: readonly RosterEntry[],
  told: readonly Told[],
  { now, timeZone }: { now: Date; timeZone: string },
): Promise<number> {
  const onDuty = await inOrder(tx, one, peopleOnDuty(roster, now, timeZone));
  const supervisors = await supervisorsOf(tx, one);
  const nextDutyAt = nextDuty(roster, now, timeZone);
  const plan = escalate(one.openedAt, told, { onDuty, nextDutyAt, supervisors }, now);
  await tx.update(alert).set({ nextAt: plan.nextAt }).where(eq(alert.id, one.id));
  if (plan.tell.length === 0) return 0;
  await tx.insert(telling).values(plan.tell.map((to) => ({ alertId: one.id, at: now, ...to })));
  if (one.restricted) await nameTold(tx, one.caseId, plan.tell, roster, now);
  const lanes = [...new Set(plan.tell.map(({ lane }) => lane))];
  const data = { kind: one.kind, lanes, people: plan.tell.length };
  await addEvents(tx, [{ caseId: one.caseId, kind: 'alert_told', actor: 'bot', data, at: now }]);
  return plan.tell.length;
}

/** For a minor the child-protection focal points among those on duty come first. */
async function inOrder(tx: Transaction, one: DueAlert, onDuty: readonly RosterEntry[]): Promise<number[]> {
  const ids = onDuty.flatMap(({ userId }) => userId ?? []);
  if (!['minor', 'minor_alone'].includes(one.kind) || ids.length === 0) return onDuty.map(({ id }) => id);
  const focal = await tx
    .select({ id: staff.id })
    .from(staff)
    .where(and(inArray(staff.id, ids), eq(staff.childProtection, true)));
  const first = new Set(focal.map(({ id }) => id));
  const isFocal = ({ userId }: RosterEntry) => userId !== null && first.has(userId);
  return [...onDuty.filter(isFocal), ...onDuty.filter((entry) => !isFocal(entry))].map(({ id }) => id);
}

/** Supervisors of the case's region; of all regions where it has none. */
async function supervisorsOf(tx: Transaction, { region }: DueAlert): Promise<string[]> {
  const rows = await tx
    .select({ id: staff.id, regions: staff.regions })
    .from(staff)
    .where(and(eq(staff.role, 'supervisor'), isNull(staff.disabledAt)))
    .orderBy(asc(staff.name));
  const covering = rows.filter(
    ({ regions }) => region === null || regions.length === 0 || regions.includes(region),
  );
  return (covering.length > 0 ? covering : rows).map(({ id }) => id);
}

/** Those on duty who have an account are named on the case; supervisors are told, but see it only if already named. */
async function nameTold(
  tx: Transaction,
  caseId: string,
  tell: Plan['tell'],
  roster: readonly RosterEntry[],
  at: Date,
): Promise<void> {
  const ids = tell.flatMap((to) =>
    'rosterId' in to ? (roster.find(({ id }) => id === to.rosterId)?.userId ?? []) : [],
  );
  if (ids.length === 0) return;
  const named = await tx
    .insert(caseAccess)
    .values(ids.map((userId) => ({ caseId, userId })))
    .onConflictDoNothing()
    .returning({ userId: caseAccess.userId });
  await addEvents(
    tx,
    named.map(({ userId }) => ({
      caseId,
      kind: 'named' as const,
      actor: 'bot' as const,
      data: { userId, by: 'alert' },
      at,
    })),
  );
}
