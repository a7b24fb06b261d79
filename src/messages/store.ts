import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, lt, or, sql } from 'drizzle-orm';
import type { Jobs } from '../../db/jobs.ts';
import type { Connection, Database, Transaction } from '../../db/open.ts';
import { address, conversation, inbox, media, outbox, person } from '../../db/schema/index.ts';
import { type Keys, openPersonKey, type PersonKey } from '../../db/seal.ts';
import type { Say } from '../language/say.ts';
import type { DeliveryStatus } from './delivery.ts';
import type { Channel, Inbound } from './inbound.ts';

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
 * FOR UPDATE the foreign key of a new inbox row would make the webhook wait.
 */
export async function lockConversations(
  tx: Transaction,
  keys: Keys,
  ids: readonly number[],
): Promise<LockedConversation[]> {
  const rows = await tx
    .select({ conversation, person })
    .from(conversation)
    .innerJoin(person, eq(person.id, conversation.personId))
    .where(inArray(conversation.id, [...ids]))
    .orderBy(asc(conversation.id))
    .for('no key update', { of: conversation });
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
    .where(and(inArray(inbox.conversationId, [...keysById.keys()]), eq(inbox.status, 'waiting')))
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
  await tx
    .update(inbox)
    .set({ status: 'handled', handledAt: at })
    .where(inArray(inbox.id, [...ids]));
}

/** Counts a failed try on the oldest waiting message, in a transaction of its own; says which and how many by now. */
export async function countTry(
  db: Database,
  conversationId: number,
  fault: string,
): Promise<{ id: number; tries: number } | null> {
  const oldest = db
    .select({ id: sql<number>`min(${inbox.id})` })
    .from(inbox)
    .where(and(eq(inbox.conversationId, conversationId), eq(inbox.status, 'waiting')));
  const rows = await db
    .update(inbox)
    .set({ tries: sql`${inbox.tries} + 1`, fault: fault.slice(0, 500) })
    .where(eq(inbox.id, sql`(${oldest})`))
    .returning({ id: inbox.id, tries: inbox.tries });
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
  const list = updates.map((u) => ({ id: u.id, address_id: u.addressId, state: u.state.toString('base64') }));
  await tx.execute(
    sql`update conversation c set address_id = v.address_id, state = decode(v.state, 'base64'),
          updated_at = ${at.toISOString()}::timestamptz
        from json_to_recordset(${JSON.stringify(list)}::json) as v(id bigint, address_id bigint, state text)
        where c.id = v.id`,
  );
  const addresses = updates.map((u) => u.addressId);
  await tx.update(address).set({ lastInboundAt: at }).where(inArray(address.id, addresses));
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
}

/** Queues messages and the wake-up of the sender in the caller's transaction. */
export async function queueMessages(
  tx: Transaction,
  jobs: Jobs,
  messages: readonly QueuedMessage[],
  at: Date,
): Promise<number[]> {
  if (messages.length === 0) return [];
  const rows = await tx
    .insert(outbox)
    .values(
      messages.map((m) => ({
        conversationId: m.conversationId,
        addressId: m.addressId,
        author: m.author,
        userId: m.userId ?? null,
        language: m.language,
        sealed: m.key.seal(m.content),
        queuedAt: at,
      })),
    )
    .returning({ id: outbox.id });
  await jobs.add(tx, 'send', [...new Set(messages.map((m) => m.conversationId))]);
  return rows.map((row) => row.id);
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

/** One line of a conversation as it was said. */
export interface TranscriptEntry {
  readonly id: number;
  readonly direction: 'in' | 'out';
  readonly author: 'person' | 'bot' | 'caseworker';
  readonly userId: string | null;
  readonly at: Date;
  readonly channel: Channel;
  /** As received, or as sent; null once erased or when it was never words. */
  readonly text: string | null;
  readonly inbound?: Inbound;
  readonly content?: Content;
  readonly status: DeliveryStatus | 'waiting' | 'handled' | 'failed';
  readonly errorCode: number | null;
  readonly media: readonly { readonly id: string; readonly contentType: string; readonly status: string }[];
}

/** A conversation in the order it was said; `key` opens the words, null gives only times and states. */
export async function transcript(
  db: Connection,
  conversationId: number,
  key: PersonKey | null,
): Promise<TranscriptEntry[]> {
  const [received, sent, files, channels] = await Promise.all([
    db.select().from(inbox).where(eq(inbox.conversationId, conversationId)).orderBy(asc(inbox.id)),
    db.select().from(outbox).where(eq(outbox.conversationId, conversationId)).orderBy(asc(outbox.id)),
    db.select().from(media).where(eq(media.conversationId, conversationId)),
    channelsOf(db, conversationId),
  ]);
  const ins = received.map((row): TranscriptEntry => {
    const inbound = key && row.sealed ? key.open<Inbound>(row.sealed) : undefined;
    return {
      id: row.id,
      direction: 'in',
      author: 'person',
      userId: null,
      at: row.receivedAt,
      channel: channels.get(row.addressId) ?? 'sms',
      text: inbound?.text ?? null,
      ...(inbound ? { inbound } : {}),
      status: row.status as TranscriptEntry['status'],
      errorCode: null,
      media: files.filter((file) => file.inboxId === row.id),
    };
  });
  const outs = sent.map((row): TranscriptEntry => {
    const text = key && row.sealedText ? key.open<string>(row.sealedText) : null;
    const content = key && row.sealed ? key.open<Content>(row.sealed) : undefined;
    return {
      id: row.id,
      direction: 'out',
      author: row.author as 'bot' | 'caseworker',
      userId: row.userId,
      at: row.sentAt ?? row.queuedAt,
      channel: channels.get(row.addressId) ?? 'sms',
      text,
      ...(content ? { content } : {}),
      status: row.status as DeliveryStatus,
      errorCode: row.errorCode,
      media: [],
    };
  });
  return [...ins, ...outs].sort((a, b) => a.at.getTime() - b.at.getTime());
}

async function channelsOf(db: Connection, conversationId: number): Promise<Map<number, Channel>> {
  const rows = await db
    .select({ id: address.id, channel: address.channel })
    .from(address)
    .innerJoin(conversation, eq(conversation.personId, address.personId))
    .where(eq(conversation.id, conversationId));
  return new Map(rows.map((row) => [row.id, row.channel as Channel]));
}

/** Conversations with messages nobody handles although no job may point to them: the sweep wakes them again. */
export async function conversationsToWake(db: Database, before: Date): Promise<number[]> {
  const rows = await db
    .selectDistinct({ id: inbox.conversationId })
    .from(inbox)
    .where(and(eq(inbox.status, 'waiting'), lt(inbox.receivedAt, before)))
    .limit(500);
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

/** Erases what came and went before a yes, once it is older than the limit (DESIGN section 1, consent). */
export async function eraseUnconsented(db: Database, before: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const waiting = tx
      .select({ id: conversation.id })
      .from(conversation)
      .innerJoin(person, eq(person.id, conversation.personId))
      .where(
        and(
          or(sql`${person.keeping} is null`, eq(person.keeping, 'refused')),
          // A caseworker who answers a danger still needs the words; they go once the case is handed back or closed.
          eq(conversation.holder, 'bot'),
        ),
      );
    const old = tx.select({ id: inbox.id }).from(inbox).where(lt(inbox.receivedAt, before));
    await tx.delete(media).where(and(inArray(media.conversationId, waiting), inArray(media.inboxId, old)));
    const erased = await tx
      .update(inbox)
      .set({ sealed: null })
      .where(
        and(
          inArray(inbox.conversationId, waiting),
          lt(inbox.receivedAt, before),
          sql`${inbox.sealed} is not null`,
          sql`${inbox.status} <> 'waiting'`,
        ),
      )
      .returning({ id: inbox.id });
    await tx
      .update(outbox)
      .set({ sealed: null, sealedText: null })
      .where(
        and(
          inArray(outbox.conversationId, waiting),
          lt(outbox.queuedAt, before),
          sql`${outbox.status} not in ('queued', 'sending')`,
        ),
      );
    return erased.length;
  });
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
