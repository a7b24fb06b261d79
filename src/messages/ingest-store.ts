import { randomUUID } from 'node:crypto';
import { eq, inArray, sql } from 'drizzle-orm';
import type { Jobs } from '../../db/jobs.ts';
import { asJson } from '../../db/lists.ts';
import type { Database, Transaction } from '../../db/open.ts';
import { address, conversation, inbox, person } from '../../db/schema/index.ts';
import { type Keys, newPersonKey, openPersonKey, type PersonKey } from '../../db/seal.ts';
import type { Inbound } from './inbound.ts';

export type Received = 'stored' | 'duplicate';

/** What became of messages, in their order, and the conversations that now have something to answer. */
export interface Ingested {
  readonly received: readonly Received[];
  readonly conversations: readonly number[];
}

interface Sender {
  readonly addressId: number;
  readonly conversationId: number;
  readonly key: PersonKey;
  /** The number was forgotten; the message brings it along. */
  readonly forgotten?: boolean;
}

/**
 * Stores messages and the wake-up of their conversations in one transaction; a message stored before is a duplicate.
 * Two replicas that meet a new person at the same moment collide on the address: the second tries once more.
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
    if (!isUniqueViolation(error)) throw error;
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
  const hashes = messages.map((message) => addressHash(keys, message));
  const senders = await knownSenders(tx, keys, hashes);
  await addSenders(tx, keys, await strangers(tx, messages, hashes, senders), senders);
  await rememberNumbers(tx, messages, hashes, senders);
  const rows = messages.flatMap((message, i) => {
    const sender = senders.get(hashes[i]!.toString('hex'));
    return sender ? [inboxRow(message, sender, i)] : [];
  });
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

/** The keyed hash under which an address is found. */
export function addressHash(keys: Keys, message: Pick<Inbound, 'provider' | 'channel' | 'from'>): Buffer {
  return keys.hash(`${message.provider}|${message.channel}|${message.from}`);
}

async function knownSenders(
  tx: Transaction,
  keys: Keys,
  hashes: readonly Buffer[],
): Promise<Map<string, Sender>> {
  const rows = await tx
    .select({
      hash: address.hash,
      addressId: address.id,
      conversationId: conversation.id,
      dataKey: person.dataKey,
      sealed: address.sealed,
    })
    .from(address)
    .innerJoin(person, eq(person.id, address.personId))
    .innerJoin(conversation, eq(conversation.personId, person.id))
    .where(inArray(address.hash, [...hashes]));
  return new Map(
    rows.map((row) => [
      row.hash.toString('hex'),
      {
        addressId: row.addressId,
        conversationId: row.conversationId,
        key: openPersonKey(keys, row.dataKey!),
        forgotten: row.sealed === null,
      },
    ]),
  );
}

async function rememberNumbers(
  tx: Transaction,
  messages: readonly Inbound[],
  hashes: readonly Buffer[],
  senders: ReadonlyMap<string, Sender>,
): Promise<void> {
  for (const [i, { from }] of messages.entries()) {
    const sender = senders.get(hashes[i]!.toString('hex'));
    if (sender?.forgotten)
      await tx
        .update(address)
        .set({ sealed: sender.key.seal(from) })
        .where(eq(address.id, sender.addressId));
  }
}

interface Stranger {
  readonly message: Inbound;
  readonly hash: Buffer;
}

/** Who writes for the first time. A message stored before is of somebody erased since: it makes nobody anew. */
async function strangers(
  tx: Transaction,
  messages: readonly Inbound[],
  hashes: readonly Buffer[],
  senders: ReadonlyMap<string, Sender>,
): Promise<Stranger[]> {
  const unknown = messages.flatMap((message, i): Stranger[] => {
    const hash = hashes[i]!;
    return senders.has(hash.toString('hex')) ? [] : [{ message, hash }];
  });
  if (unknown.length === 0) return [];
  const ids = unknown.map(({ message }) => message.providerId);
  const rows = await tx.select({ id: inbox.providerId }).from(inbox).where(inArray(inbox.providerId, ids));
  const stored = new Set(rows.map((row) => row.id));
  return unknown.filter(({ message }) => !stored.has(message.providerId));
}

/** Makes a person, an address and a conversation for everybody who writes for the first time. */
async function addSenders(
  tx: Transaction,
  keys: Keys,
  unknown: readonly Stranger[],
  senders: Map<string, Sender>,
): Promise<void> {
  const fresh = new Map<string, Stranger & { personId: string; key: PersonKey; wrapped: Buffer }>();
  for (const { message, hash } of unknown) {
    const id = hash.toString('hex');
    if (!fresh.has(id)) fresh.set(id, { message, hash, personId: randomUUID(), ...newPersonKey(keys) });
  }
  if (fresh.size === 0) return;
  const all = [...fresh.values()];
  await tx.insert(person).values(all.map((p) => ({ id: p.personId, dataKey: p.wrapped })));
  const addresses = await tx
    .insert(address)
    .values(
      all.map((p) => ({
        personId: p.personId,
        channel: p.message.channel,
        provider: p.message.provider,
        hash: p.hash,
        sealed: p.key.seal(p.message.from),
        ours: p.message.ours,
      })),
    )
    .returning({ id: address.id, personId: address.personId });
  const addressOf = new Map(addresses.map((row) => [row.personId, row.id]));
  const conversations = await tx
    .insert(conversation)
    .values(all.map((p) => ({ personId: p.personId, addressId: addressOf.get(p.personId)! })))
    .returning({ id: conversation.id, personId: conversation.personId });
  const conversationOf = new Map(conversations.map((row) => [row.personId, row.id]));
  for (const [id, p] of fresh)
    senders.set(id, {
      addressId: addressOf.get(p.personId)!,
      conversationId: conversationOf.get(p.personId)!,
      key: p.key,
    });
}

function isUniqueViolation(error: unknown): boolean {
  const cause = (error as { cause?: { code?: string } }).cause;
  return cause?.code === '23505';
}
