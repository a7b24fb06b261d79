import { and, eq, inArray, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Connection, Database, Transaction } from '../../db/open.ts';
import { caseTable, conversation, person } from '../../db/schema/index.ts';
import type { Keys } from '../../db/seal.ts';
import type { Viewer } from './access.ts';
import { addEvents } from './event-store.ts';
import { canBeReached } from './reach-store.ts';
import { onCase } from './work-store.ts';

/** Days of silence after which the person is told, and days they then have. */
export const closingAfter = { silentDays: 21, noticeDays: 7 } as const;

/** Notes that only the person can go on now, or that they are no longer waited for. */
export function awaitPerson(
  db: Database,
  keys: Keys,
  caseId: string,
  viewer: Viewer,
  { awaits, at }: { readonly awaits: boolean; readonly at: Date },
): Promise<boolean> {
  return onCase(db, keys, caseId, viewer, async (tx) => {
    await tx
      .update(caseTable)
      .set({ awaitedAt: awaits ? at : null, closingAt: null })
      .where(eq(caseTable.id, caseId));
    const by = { caseId, actor: 'caseworker', userId: viewer.id, at } as const;
    await addEvents(tx, [{ ...by, kind: 'awaits_person', data: { awaits } }]);
  });
}

/** A case whose person has been silent; `reachable`: a message may go out and would arrive. */
export interface SilentCase {
  readonly caseId: string;
  readonly code: string;
  readonly conversationId: number | null;
  readonly awaitedAt: Date;
  readonly reachable: boolean;
}

/** Nothing came from the person since then, and nothing of theirs waits to be read. */
function silentSince(moment: SQL): SQL {
  return sql`(not exists (select 1 from address a where a.person_id = ${person.id} and a.last_inbound_at > ${moment})
    and not exists (select 1 from inbox i where i.conversation_id = ${caseTable.conversationId}
      and i.status = 'waiting'))`;
}

/** Whoever is expected somewhere has not gone silent. */
function expectedNowhere(now: Date): SQL {
  return sql`not exists (select 1 from appointment p where p.case_id = ${caseTable.id} and p.cancelled_at is null
    and p.at > ${now.toISOString()}::timestamptz)`;
}

/** Cases whose person is to be told now that they will be closed. */
export async function casesToAnnounce(connection: Connection, now: Date): Promise<SilentCase[]> {
  const before = daysBefore(now, closingAfter.silentDays);
  const rows = await connection
    .select({
      caseId: caseTable.id,
      code: caseTable.code,
      conversationId: caseTable.conversationId,
      awaitedAt: caseTable.awaitedAt,
      reachable: canBeReached(now).mapWith(Boolean),
    })
    .from(caseTable)
    .innerJoin(person, eq(person.id, caseTable.personId))
    .leftJoin(conversation, eq(conversation.id, caseTable.conversationId))
    .where(
      and(
        sql`${caseTable.status} <> 'closed' and ${person.erasedAt} is null`,
        lt(caseTable.awaitedAt, before),
        isNull(caseTable.closingAt),
        silentSince(sql`${caseTable.awaitedAt}`),
        expectedNowhere(now),
      ),
    )
    .limit(100);
  return rows.map(({ awaitedAt, ...row }) => ({ ...row, awaitedAt: awaitedAt! }));
}

/** Takes the announcement of one case, once; whom no message reaches is told by the caseworker, and stays open. */
export async function takeClosing(tx: Transaction, silent: SilentCase, now: Date): Promise<boolean> {
  const { caseId, reachable } = silent;
  const taken = await tx
    .update(caseTable)
    .set({ closingAt: now, ...(reachable ? {} : { awaitedAt: null }) })
    .where(and(eq(caseTable.id, caseId), isNull(caseTable.closingAt), isNotNull(caseTable.awaitedAt)))
    .returning({ id: caseTable.id });
  if (taken.length === 0) return false;
  const event = reachable
    ? ({ kind: 'closing_announced', data: { days: closingAfter.noticeDays } } as const)
    : ({ kind: 'follow_up_due', data: { what: 'tell_closing' } } as const);
  await addEvents(tx, [{ caseId, actor: 'bot', at: now, ...event }]);
  return true;
}

/**
 * Closes the cases whose announcement arrived and went unanswered; returns how many. Who wrote in between keeps theirs
 * open, whatever they wrote.
 */
export async function closeUnanswered(db: Database, now: Date): Promise<number> {
  const due = await db
    .select({ caseId: caseTable.id, conversationId: caseTable.conversationId })
    .from(caseTable)
    .innerJoin(person, eq(person.id, caseTable.personId))
    .where(unanswered(now))
    .limit(100);
  let closed = 0;
  for (const { caseId, conversationId } of due)
    if (conversationId !== null)
      closed += await db.transaction((tx) => closeOne(tx, caseId, conversationId, now));
  return closed;
}

function unanswered(now: Date): SQL | undefined {
  return and(
    sql`${caseTable.status} <> 'closed'`,
    isNotNull(caseTable.awaitedAt),
    lt(caseTable.closingAt, daysBefore(now, closingAfter.noticeDays)),
    silentSince(sql`${caseTable.closingAt}`),
    expectedNowhere(now),
    // Who was not told is not closed: the message must have left.
    sql`exists (select 1 from outbox o where o.conversation_id = ${caseTable.conversationId} and o.author = 'bot'
      and o.queued_at >= ${caseTable.closingAt} and o.status in ('accepted', 'sent', 'delivered', 'read'))`,
  );
}

async function closeOne(tx: Transaction, caseId: string, conversationId: number, now: Date): Promise<number> {
  await tx
    .select({ id: conversation.id })
    .from(conversation)
    .where(eq(conversation.id, conversationId))
    .for('no key update');
  const still = tx
    .select({ id: caseTable.id })
    .from(caseTable)
    .innerJoin(person, eq(person.id, caseTable.personId))
    .where(and(eq(caseTable.id, caseId), unanswered(now)));
  const closed = { status: 'closed', closedAt: now, closeReason: 'abrupt_stop', awaitedAt: null };
  const rows = await tx
    .update(caseTable)
    .set(closed)
    .where(inArray(caseTable.id, still))
    .returning({ id: caseTable.id });
  if (rows.length === 0) return 0;
  await tx.update(conversation).set({ holder: 'bot' }).where(eq(conversation.id, conversationId));
  const data = { reason: 'abrupt_stop', unanswered: true };
  await addEvents(tx, [{ caseId, kind: 'closed', actor: 'bot', data, at: now }]);
  return 1;
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000);
}
