import { and, eq, sql } from 'drizzle-orm';
import { isOneOf } from '../../db/lists.ts';
import type { Connection, Transaction } from '../../db/open.ts';
import { caseEvent, caseTable } from '../../db/schema/index.ts';
import type { PersonKey } from '../../db/seal.ts';
import type { Viewer } from './access.ts';
import { chainLink, contentHash, firstBroken } from './event-chain.ts';
import { visibleTo } from './visible-store.ts';

/** Everything that can happen to a case; `message_in` and `message_out` only tell that there is something to read. */
export const eventKinds = [
  'opened',
  'changed',
  'answers',
  'message_in',
  'message_out',
  'delivery',
  'claimed',
  'handed_back',
  'released',
  'reopened',
  'closed',
  'first_contact',
  'note',
  'named',
  'consent',
  'referral_drafted',
  'referral_changed',
  'referral_printed',
  'referral_handed_over',
  'referral_outcome',
  'follow_up_due',
  'follow_up_asked',
  'follow_up_answered',
  'follow_up_done',
  'asked_in_chat',
  'awaits_person',
  'closing_announced',
  'appointment_set',
  'appointment_cancelled',
  'appointment_reminded',
  'copy_asked',
  'copy_printed',
  'alert_raised',
  'alert_told',
  'alert_acknowledged',
  'told_number',
  'told_place',
  'told_digits',
  'told_checked',
  'stopped',
  'came_back',
  'erased',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** Something that happened to a case; `words` are sealed under the person's key, `data` is not and names nobody. */
export interface NewEvent {
  readonly caseId: string;
  readonly kind: EventKind;
  readonly actor: 'bot' | 'person' | 'caseworker';
  readonly userId?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly words?: { readonly key: PersonKey; readonly value: unknown };
  readonly at: Date;
}

/**
 * Appends events; they are never changed afterwards. Each is chained to the one before it in its case, so the cases are
 * locked first: two at once would both hang on the same one.
 */
export async function addEvents(tx: Transaction, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ words, userId, data, ...event }) => ({
    ...event,
    userId: userId ?? null,
    data: data ?? {},
    sealed: words ? words.key.seal(words.value) : null,
  }));
  const heads = await lockHeads(tx, [...new Set(rows.map(({ caseId }) => caseId))].sort());
  await tx.insert(caseEvent).values(
    rows.map((row) => {
      const hash = contentHash(row);
      const chain = chainLink(heads.get(row.caseId) ?? null, hash);
      heads.set(row.caseId, chain);
      return { ...row, contentHash: hash, chain };
    }),
  );
}

/** The last link of each case. Read in a second statement: the first sees only what was there before the lock. */
async function lockHeads(tx: Transaction, caseIds: readonly string[]): Promise<Map<string, Buffer>> {
  const ids = isOneOf(caseTable.id, caseIds);
  await tx.select({ id: caseTable.id }).from(caseTable).where(ids).orderBy(caseTable.id).for('no key update');
  const { rows } = await tx.execute<{ case_id: string; chain: string | null }>(
    sql`select ${caseTable.id} as case_id, (select encode(e.chain, 'base64') from ${caseEvent} e
        where e.case_id = ${caseTable.id} order by e.id desc limit 1) as chain from ${caseTable} where ${ids}`,
  );
  return new Map(
    rows.flatMap(({ case_id, chain }) => (chain ? [[case_id, Buffer.from(chain, 'base64')]] : [])),
  );
}

/** The id of the first event of a case that was changed, or follows one that was taken out; null: all are as written. */
export async function brokenChainAt(connection: Connection, caseId: string): Promise<number | null> {
  const rows = await connection
    .select()
    .from(caseEvent)
    .where(eq(caseEvent.caseId, caseId))
    .orderBy(caseEvent.id);
  return firstBroken(rows);
}

/** One row of the desk's live feed; `cursor` is where the next reading starts (it serves as the SSE event id). */
export interface FeedRow {
  readonly cursor: string;
  readonly id: number;
  readonly caseId: string;
  readonly code: string;
  readonly kind: EventKind;
  readonly actor: string;
  readonly userId: string | null;
  readonly at: Date;
}

/** Where the feed stands now: take it before reading the page that the feed will keep fresh. */
export async function feedCursor(connection: Connection): Promise<string> {
  const { rows } = await connection.execute<{ xmin: string }>(
    sql`select pg_snapshot_xmin(pg_current_snapshot())::text as xmin`,
  );
  return `${rows[0]!.xmin}-0`;
}

/**
 * What happened after the cursor, as far as this viewer may see it; nothing is ever skipped.
 * Ids and transaction ids are both given out before the commit and in no common order, so the cursor holds both:
 * below the oldest open transaction nothing can appear any more, and rows are read in the order of transactions.
 */
export async function feedAfter(
  connection: Connection,
  cursor: string,
  viewer: Viewer,
  limit = 200,
): Promise<FeedRow[]> {
  const [xact, id] = readCursor(cursor);
  const rows = await connection
    .select(feedColumns)
    .from(caseEvent)
    .innerJoin(caseTable, sql`${caseTable.id} = ${caseEvent.caseId}`)
    .where(
      and(
        sql`(${caseEvent.xact}, ${caseEvent.id}) > (${xact}::xid8, ${id}::bigint)`,
        sql`${caseEvent.xact} < pg_snapshot_xmin(pg_current_snapshot())`,
        visibleTo(viewer),
      ),
    )
    .orderBy(caseEvent.xact, caseEvent.id)
    .limit(limit);
  return rows.map(({ xact: x, kind, ...row }) => ({
    ...row,
    cursor: `${x}-${row.id}`,
    kind: kind as EventKind,
  }));
}

const feedColumns = {
  xact: sql<string>`${caseEvent.xact}::text`,
  id: caseEvent.id,
  caseId: caseEvent.caseId,
  code: caseTable.code,
  kind: caseEvent.kind,
  actor: caseEvent.actor,
  userId: caseEvent.userId,
  at: caseEvent.at,
};

function readCursor(cursor: string): [string, string] {
  const match = /^(\d{1,19})-(\d{1,18})$/.exec(cursor);
  return match ? [match[1]!, match[2]!] : ['0', '0'];
}
