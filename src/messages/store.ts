import { randomUUID } from 'node:crypto';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Jobs } from '../../db/jobs.ts';
import { asJson, isOneOf } from '../../db/lists.ts';
import type { Database, Transaction } from '../../db/open.ts';
import { address, conversation, inbox, media, outbox, person } from '../../db/schema/index.ts';
import { type Keys, openPersonKey, type PersonKey } from '../../db/seal.ts';
import type { Say } from '../language/say.ts';
import type { ComplaintMark } from './complaint-mark-store.ts';
import type { Inbound } from './inbound.ts';

/** What an outgoing message says: texts by key, or a caseworker's own words. */
export type Content = { readonly says: readonly Say[] } | { readonly words: string };

/** A waiting message with its row id, as a turn reads it. */
export interface WaitingMessage {
  readonly id: number;
  readonly conversationId: number;
  readonly addressId: number;
  readonly receivedAt: Date;
  readonly inbound: Inbound;
}

/** A locked conversation and whose it is. */
export interface LockedConversation {
  readonly id: number;
  readonly personId: string;
  readonly addressId: number;
  readonly holder: 'bot' | 'caseworker';
  readonly state: Buffer | null;
  readonly key: PersonKey;
  readonly person: typeof person.$inferSelect;
}

/**
 * Locks conversations for a turn, in id order so that two workers cannot wait for each other. FOR NO KEY UPDATE: with
 * FOR UPDATE the foreign key of a new inbox row would make the webhook wait. They are read in a second statement: one that
 * waits for a lock sees the locked rows as they are now, but what it joins to them as it was before.
 */
export async function lockConversations(
  tx: Transaction,
  keys: Keys,
  ids: readonly number[],
): Promise<LockedConversation[]> {
  await tx
    .select({ id: conversation.id })
    .from(conversation)
    .where(isOneOf(conversation.id, ids))
    .orderBy(asc(conversation.id))
    .for('no key update');
  const rows = await tx
    .select({ conversation, person })
    .from(conversation)
    .innerJoin(person, eq(person.id, conversation.personId))
    .where(isOneOf(conversation.id, ids))
    .orderBy(asc(conversation.id));
  return rows.flatMap(({ conversation: c, person: p }) =>
    p.dataKey
      ? [
          {
            id: c.id,
            personId: c.personId,
            addressId: c.addressId,
            holder: c.holder as 'bot' | 'caseworker',
            state: c.state,
            key: openPersonKey(keys, p.dataKey),
            person: p,
          },
        ]
      : [],
  );
}

/** Locks one conversation for something that happens without the person: before the case, as in a turn. */
export async function lockThread(tx: Transaction, id: number): Promise<void> {
  await tx
    .select({ id: conversation.id })
    .from(conversation)
    .where(eq(conversation.id, id))
    .for('no key update');
}

/** Unhandled messages of locked conversations, oldest first; a second statement, so that it sees what came meanwhile. */
export async function waitingMessages(
  tx: Transaction,
  locked: readonly LockedConversation[],
  most?: number,
): Promise<WaitingMessage[]> {
  const keysById = new Map(locked.map((c) => [c.id, c.key]));
  const query = tx
    .select()
    .from(inbox)
    .where(and(isOneOf(inbox.conversationId, keysById.keys()), eq(inbox.status, 'waiting')))
    .orderBy(asc(inbox.id));
  const rows = await (most ? query.limit(most) : query);
  return rows.flatMap((row) =>
    row.sealed
      ? [
          {
            id: row.id,
            conversationId: row.conversationId,
            addressId: row.addressId,
            receivedAt: row.receivedAt,
            inbound: keysById.get(row.conversationId)!.open<Inbound>(row.sealed),
          },
        ]
      : [],
  );
}

/** Marks messages as handled. */
export async function markHandled(tx: Transaction, ids: readonly number[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx.update(inbox).set({ status: 'handled', handledAt: at }).where(isOneOf(inbox.id, ids));
}

/** A message whose turn failed, and how often by now. */
export interface TriedMessage {
  readonly id: number;
  readonly addressId: number;
  readonly tries: number;
}

/** Counts a failed try on the oldest waiting message, in a transaction of its own; says which and how many by now. */
export async function countTry(
  db: Database,
  conversationId: number,
  fault: string,
): Promise<TriedMessage | null> {
  const oldest = db
    .select({ id: sql<number>`min(${inbox.id})` })
    .from(inbox)
    .where(and(eq(inbox.conversationId, conversationId), eq(inbox.status, 'waiting')));
  const rows = await db
    .update(inbox)
    .set({ tries: sql`${inbox.tries} + 1`, fault: fault.slice(0, 500) })
    .where(eq(inbox.id, sql`(${oldest})`))
    .returning({ id: inbox.id, addressId: inbox.addressId, tries: inbox.tries });
  return rows[0] ?? null;
}

/** Puts a message aside for good after its last try: a visible place, not a loop. */
export async function markFailed(tx: Transaction, id: number, at: Date): Promise<void> {
  await tx.update(inbox).set({ status: 'failed', handledAt: at }).where(eq(inbox.id, id));
}

/** A conversation as a turn leaves it. */
export interface ConversationUpdate {
  readonly id: number;
  readonly addressId: number;
  readonly state: Buffer;
}

/** Writes the states of many conversations in one statement. */
export async function saveConversations(
  tx: Transaction,
  updates: readonly ConversationUpdate[],
  at: Date,
): Promise<void> {
  if (updates.length === 0) return;
  const list = asJson(updates.map((u) => ({ id: u.id, address_id: u.addressId, state: u.state })));
  await tx.execute(
    sql`update conversation c set address_id = v.address_id, state = decode(v.state, 'base64'),
          updated_at = ${at.toISOString()}::timestamptz
        from json_to_recordset(${list}) as v(id bigint, address_id bigint, state text)
        where c.id = v.id`,
  );
}

/** Remembers when people last wrote from these addresses. */
export async function markWritten(tx: Transaction, addressIds: readonly number[], at: Date): Promise<void> {
  if (addressIds.length > 0)
    await tx.update(address).set({ lastInboundAt: at }).where(isOneOf(address.id, addressIds));
}

/** A message to queue; rendering waits until it is sent, so that a switch of language takes effect at once. */
export interface QueuedMessage {
  readonly conversationId: number;
  readonly addressId: number;
  readonly key: PersonKey;
  readonly language: string;
  readonly author: 'bot' | 'caseworker';
  readonly userId?: string;
  readonly content: Content;
  /** It belongs to a complaint. */
  readonly complaint?: ComplaintMark;
}

/** Queues messages and the wake-up of the sender in the caller's transaction. */
export async function queueMessages(
  tx: Transaction,
  jobs: Jobs,
  messages: readonly QueuedMessage[],
  at: Date,
): Promise<number[]> {
  if (messages.length === 0) return [];
  const list = messages.map((m, place) => ({
    place,
    conversation_id: m.conversationId,
    address_id: m.addressId,
    author: m.author,
    user_id: m.userId ?? null,
    language: m.language,
    sealed: m.key.seal(m.content),
    complaint: m.complaint ?? null,
  }));
  const { rows } = await tx.execute<{ id: number }>(sql`
    insert into outbox (conversation_id, address_id, author, user_id, language, sealed, complaint, queued_at)
    select conversation_id, address_id, author, user_id, language, decode(sealed, 'base64'), complaint,
      ${at.toISOString()}::timestamptz
    from json_to_recordset(${asJson(list)}) as v(place int, conversation_id bigint, address_id bigint, author text,
      user_id uuid, language text, sealed text, complaint text)
    order by place
    returning id::float8 as id`);
  await jobs.add(tx, 'send', [...new Set(messages.map((m) => m.conversationId))]);
  return rows.map((row) => row.id);
}

/** Lets go what was held until the person writes; called with every turn, for the answer they waited for. */
export async function releaseHeld(
  tx: Transaction,
  jobs: Jobs,
  conversationIds: readonly number[],
): Promise<void> {
  const released = await tx
    .update(outbox)
    .set({ status: 'queued' })
    .where(and(isOneOf(outbox.conversationId, conversationIds), eq(outbox.status, sql`'held'`)))
    .returning({ conversationId: outbox.conversationId });
  await jobs.add(tx, 'send', [...new Set(released.map((row) => row.conversationId))]);
}

/** Keeps references to voice notes and pictures, to be fetched afterwards. */
export async function keepMedia(
  tx: Transaction,
  jobs: Jobs,
  message: WaitingMessage,
  key: PersonKey,
): Promise<void> {
  if (message.inbound.media.length === 0) return;
  const rows = message.inbound.media.map((reference) => ({
    id: randomUUID(),
    inboxId: message.id,
    conversationId: message.conversationId,
    contentType: reference.contentType,
    sealedUrl: key.seal(reference),
  }));
  await tx.insert(media).values(rows);
  await jobs.add(
    tx,
    'media',
    rows.map((row) => row.id),
  );
}
