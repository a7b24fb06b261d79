import { sql } from 'drizzle-orm';
import type { Jobs } from '../../db/jobs.ts';
import { asJson } from '../../db/lists.ts';
import type { Database, Transaction } from '../../db/open.ts';
import type { Keys } from '../../db/seal.ts';
import type { Inbound } from './inbound.ts';
import { type Sender, sendersOf } from './sender-store.ts';

export type Received = 'stored' | 'duplicate';

/** What became of messages, in their order, and the conversations that now have something to answer. */
export interface Ingested {
  readonly received: readonly Received[];
  readonly conversations: readonly number[];
}

/**
 * Stores messages and the wake-up of their conversations in one transaction; a message stored before is a duplicate.
 * Two replicas that meet a new person at the same moment may collide: the one that loses tries once more.
 */
export async function storeInbound(
  db: Database,
  jobs: Jobs,
  keys: Keys,
  messages: readonly Inbound[],
  at: Date,
): Promise<Ingested> {
  const store = () => db.transaction((tx) => storeTogether(tx, jobs, keys, messages, at));
  return store().catch((error) => {
    if (!isCollision(error)) throw error;
    return store();
  });
}

async function storeTogether(
  tx: Transaction,
  jobs: Jobs,
  keys: Keys,
  messages: readonly Inbound[],
  at: Date,
): Promise<Ingested> {
  const senders = await sendersOf(tx, keys, messages);
  const rows = senders.flatMap((sender, i) => (sender ? [inboxRow(messages[i]!, sender, i)] : []));
  if (rows.length === 0) return { received: messages.map(() => 'duplicate'), conversations: [] };
  const stored = await insertNew(tx, rows, at);
  const conversations = [...new Set(stored.map((row) => row.conversationId))];
  await jobs.add(tx, 'turn', conversations);
  const fresh = new Set(stored.map((row) => row.providerId));
  // The same id twice within one batch: only its first place counts as stored.
  const received = messages.map(
    ({ providerId }): Received => (fresh.delete(providerId) ? 'stored' : 'duplicate'),
  );
  return { received, conversations };
}

function inboxRow(message: Inbound, { conversationId, addressId, key }: Sender, place: number) {
  return {
    place,
    conversation_id: conversationId,
    address_id: addressId,
    provider_id: message.providerId,
    sealed: key.seal(message),
  };
}

/** Writes messages in the order they came; returns those that were not there yet. */
async function insertNew(tx: Transaction, rows: readonly ReturnType<typeof inboxRow>[], at: Date) {
  const { rows: stored } = await tx.execute<{ providerId: string; conversationId: number }>(sql`
    insert into inbox (conversation_id, address_id, provider_id, sealed, received_at)
    select conversation_id, address_id, provider_id, decode(sealed, 'base64'), ${at.toISOString()}::timestamptz
    from json_to_recordset(${asJson(rows)}) as v(place int, conversation_id bigint, address_id bigint,
      provider_id text, sealed text)
    order by place
    on conflict (provider_id) do nothing
    returning provider_id as "providerId", conversation_id::float8 as "conversationId"`);
  return stored;
}

/** The same row written by another (23505), or two that wait for each other (40P01). */
function isCollision(error: unknown): boolean {
  const { code } = (error as { cause?: { code?: string } }).cause ?? {};
  return code === '23505' || code === '40P01';
}
