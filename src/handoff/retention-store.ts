import { and, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/open.ts';
import {
  alert,
  appointment,
  caseAccess,
  caseEvent,
  caseTable,
  conversation,
  person,
  referral,
} from '../../db/schema/index.ts';
import { addEvents } from './event-store.ts';

/** Forgets the cases of people who erase themselves (EFFACER), in the transaction that erases the rest of them. */
export async function forgetCases(tx: Transaction, personIds: readonly string[], at: Date): Promise<void> {
  if (personIds.length > 0) await forget(tx, inArray(caseTable.personId, [...personIds]), at);
}

/**
 * Forgets cases that were opened without a consent to keep anything (danger answered on vital interest): after so many
 * hours, unless a caseworker is still on one whose person has not yet answered. Returns the people concerned.
 */
export async function eraseHeld(db: Database, at: Date, hours: number): Promise<string[]> {
  const before = new Date(at.getTime() - hours * 3_600_000).toISOString();
  return db.transaction(async (tx) => {
    const held = await tx
      .select({ id: caseTable.id, personId: caseTable.personId })
      .from(caseTable)
      .innerJoin(person, eq(person.id, caseTable.personId))
      .where(
        and(
          isNotNull(caseTable.sealed),
          sql`${caseTable.openedAt} < ${before}::timestamptz`,
          sql`(${person.keeping} = 'refused' or (${person.keeping} is null and ${caseTable.status} <> 'claimed'))`,
        ),
      )
      .limit(500);
    if (held.length === 0) return [];
    const ids = held.map(({ id }) => id);
    await forget(tx, inArray(caseTable.id, ids), at);
    return [...new Set(held.map(({ personId }) => personId))];
  });
}

/** Erases one person beyond their cases: texts, addresses, key. */
export type ErasePerson = (tx: Transaction, personId: string, at: Date) => Promise<void>;

/** Erases the people all of whose cases ended before `before` (the time the notice promises). Returns how many. */
export async function eraseEnded(
  db: Database,
  before: Date,
  erasePerson: ErasePerson,
  at: Date,
): Promise<number> {
  return db.transaction(async (tx) => {
    const ended = await tx
      .select({ personId: caseTable.personId })
      .from(caseTable)
      .innerJoin(person, eq(person.id, caseTable.personId))
      .where(sql`${person.erasedAt} is null`)
      .groupBy(caseTable.personId)
      .having(
        sql`bool_and(${caseTable.status} = 'closed') and max(${caseTable.closedAt}) < ${before.toISOString()}::timestamptz`,
      )
      .limit(200);
    const ids = ended.map(({ personId }) => personId);
    if (ids.length === 0) return 0;
    await lockConversations(tx, ids);
    await forgetCases(tx, ids, at);
    for (const id of ids) await erasePerson(tx, id, at);
    return ids.length;
  });
}

/** Conversations before people and cases, as in a turn. */
async function lockConversations(tx: Transaction, personIds: readonly string[]): Promise<void> {
  await tx
    .select({ id: conversation.id })
    .from(conversation)
    .where(inArray(conversation.personId, [...personIds]))
    .orderBy(conversation.id)
    .for('no key update');
}

/** What is left of a case is a count; the row itself keeps its code and its times. */
async function forget(tx: Transaction, which: SQL, at: Date): Promise<void> {
  const rows = await tx
    .select({ id: caseTable.id })
    .from(caseTable)
    .where(and(which, isNotNull(caseTable.sealed)))
    .orderBy(caseTable.id)
    .for('no key update');
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return;
  await count(tx, ids);
  await tx.update(caseEvent).set({ sealed: null, data: {} }).where(inArray(caseEvent.caseId, ids));
  await tx.update(referral).set({ sealed: null }).where(inArray(referral.caseId, ids));
  await tx.delete(appointment).where(inArray(appointment.caseId, ids));
  await tx.delete(caseAccess).where(inArray(caseAccess.caseId, ids));
  await tx
    .update(alert)
    .set({ status: 'acknowledged', acknowledgedAt: at })
    .where(and(inArray(alert.caseId, ids), eq(alert.status, 'open')));
  await blank(tx, ids, at);
  await addEvents(
    tx,
    ids.map((caseId) => ({ caseId, kind: 'erased' as const, actor: 'bot' as const, at })),
  );
}

/** Counts by day of opening: cases by region, reason and way they closed, and needs by region. */
async function count(tx: Transaction, ids: readonly string[]): Promise<void> {
  const day = sql`to_char(${caseTable.openedAt} at time zone 'UTC', 'YYYY-MM-DD')`;
  const region = sql`coalesce(${caseTable.region}, '')`;
  const measures = [
    ['case', region],
    ['case_reason', caseTable.reason],
    ['case_closed', sql`coalesce(${caseTable.closeReason}, 'erased')`],
    ['case_need', sql`need || ' ' || ${region}`],
  ] as const;
  for (const [measure, detail] of measures) {
    const needs = measure === 'case_need' ? sql`cross join unnest(${caseTable.needs}) as need` : sql``;
    await tx.execute(sql`insert into tally (day, measure, detail, count)
      select ${day}, ${measure}::text, ${detail}, count(*)::int from ${caseTable} ${needs}
      where ${inArray(caseTable.id, [...ids])} group by 1, 3`);
  }
}

async function blank(tx: Transaction, ids: readonly string[], at: Date): Promise<void> {
  await tx
    .update(caseTable)
    .set({
      status: 'closed',
      closedAt: sql`coalesce(${caseTable.closedAt}, ${at.toISOString()}::timestamptz)`,
      closeReason: sql`coalesce(${caseTable.closeReason}, 'erased')`,
      sealed: null,
      needs: [],
      place: null,
      region: null,
      danger: null,
      spokenLanguage: null,
      contact: null,
      origin: null,
    })
    .where(inArray(caseTable.id, [...ids]));
}
