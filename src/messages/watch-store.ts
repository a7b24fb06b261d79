import { and, eq, lt, sql } from 'drizzle-orm';
import { isOneOf } from '../../db/lists.ts';
import type { Database } from '../../db/open.ts';
import { inbox } from '../../db/schema/index.ts';

/** Conversations with messages nobody handles although no job may point to them: the sweep wakes them again. */
export async function conversationsToWake(db: Database, before: Date): Promise<number[]> {
  const rows = await db
    .selectDistinct({ id: inbox.conversationId })
    .from(inbox)
    .where(and(eq(inbox.status, 'waiting'), lt(inbox.receivedAt, before)))
    .limit(500);
  return rows.map((row) => row.id);
}

/** Those of the conversations in which something still waits to be handled. */
export async function stillWaiting(db: Database, conversationIds: readonly number[]): Promise<number[]> {
  const rows = await db
    .selectDistinct({ id: inbox.conversationId })
    .from(inbox)
    .where(and(isOneOf(inbox.conversationId, conversationIds), eq(inbox.status, 'waiting')));
  return rows.map((row) => row.id);
}

/** Whether anything waits to be handled or sent. */
export async function anythingWaits(db: Database): Promise<boolean> {
  const { rows } = await db.execute<{ waits: boolean }>(
    sql`select exists(select 1 from inbox where status = 'waiting')
            or exists(select 1 from outbox where status in ('queued', 'sending')) as waits`,
  );
  return rows[0]?.waits ?? false;
}

/** Resolves when the database answers. */
export async function checkDatabase(db: Database): Promise<void> {
  await db.execute(sql`select 1`);
}

/** How many messages wait to be handled and to be sent. */
export async function waitingCounts(db: Database): Promise<{ inbox: number; outbox: number }> {
  const { rows } = await db.execute<{ inbox: number; outbox: number }>(
    sql`select (select count(*)::int from inbox where status = 'waiting') as inbox,
               (select count(*)::int from outbox where status in ('queued', 'sending')) as outbox`,
  );
  return rows[0] ?? { inbox: 0, outbox: 0 };
}
