import { randomUUID } from 'node:crypto';
import { eq, inArray } from 'drizzle-orm';
import type { Transaction } from '../../db/open.ts';
import { address, conversation, inbox, person } from '../../db/schema/index.ts';
import { type Keys, newPersonKey, openPersonKey, type PersonKey } from '../../db/seal.ts';
import type { Inbound } from './inbound.ts';
import { addressHash, lockNumbers, otherAddresses } from './number-store.ts';

/** Whom a message is from, and where it is put. */
export interface Sender {
  readonly personId: string;
  readonly addressId: number;
  readonly conversationId: number;
  readonly key: PersonKey;
  /** The number was forgotten; the message brings it along. */
  readonly forgotten?: boolean;
}

/**
 * Whom messages are from, in their order. Whoever writes for the first time becomes a person with an address and a
 * conversation; a number known on another channel is that person there too. Null: of somebody erased since.
 */
export async function sendersOf(
  tx: Transaction,
  keys: Keys,
  messages: readonly Inbound[],
): Promise<readonly (Sender | null)[]> {
  const hashes = messages.map((message) => addressHash(keys, message));
  const known = await knownSenders(tx, keys, hashes);
  const unknown = messages.flatMap((message, i): Stranger[] => {
    const hash = hashes[i]!;
    return known.has(hash.toString('hex')) ? [] : [{ message, hash }];
  });
  const added = await addSenders(tx, keys, await withoutErased(tx, unknown));
  const senders = hashes.map((hash) => known.get(hash.toString('hex')) ?? added.get(hash.toString('hex')));
  for (const [i, sender] of senders.entries())
    if (sender?.forgotten) await rememberNumber(tx, sender, messages[i]!.from);
  return senders.map((sender) => sender ?? null);
}

/** Whose these addresses are, by hash; `hold` keeps them from being erased or moved before the transaction ends. */
async function knownSenders(
  tx: Transaction,
  keys: Keys,
  hashes: readonly Buffer[],
  hold = false,
): Promise<Map<string, Sender>> {
  const query = tx
    .select({
      hash: address.hash,
      addressId: address.id,
      personId: person.id,
      conversationId: conversation.id,
      dataKey: person.dataKey,
      sealed: address.sealed,
    })
    .from(address)
    .innerJoin(person, eq(person.id, address.personId))
    .innerJoin(conversation, eq(conversation.personId, person.id))
    .where(inArray(address.hash, [...hashes]));
  const rows = await (hold ? query.for('share', { of: [person, address] }) : query);
  return new Map(
    rows.map(({ hash, dataKey, sealed, ...row }) => [
      hash.toString('hex'),
      { ...row, key: openPersonKey(keys, dataKey!), forgotten: sealed === null },
    ]),
  );
}

async function rememberNumber(tx: Transaction, { key, addressId }: Sender, from: string): Promise<void> {
  await tx
    .update(address)
    .set({ sealed: key.seal(from) })
    .where(eq(address.id, addressId));
}

interface Stranger {
  readonly message: Inbound;
  readonly hash: Buffer;
}

/** A message stored before is of somebody erased since: it makes nobody anew. */
async function withoutErased(tx: Transaction, unknown: readonly Stranger[]): Promise<readonly Stranger[]> {
  if (unknown.length === 0) return [];
  const ids = unknown.map(({ message }) => message.providerId);
  const rows = await tx.select({ id: inbox.providerId }).from(inbox).where(inArray(inbox.providerId, ids));
  const stored = new Set(rows.map((row) => row.id));
  return unknown.filter(({ message }) => !stored.has(message.providerId));
}

/** A new address: of a person who is there already, or of a new one with a key of their own. */
interface Newcomer extends Stranger {
  readonly personId: string;
  readonly key: PersonKey;
  /** The new person's wrapped key; null: somebody known. */
  readonly wrapped: Buffer | null;
}

/** Gives strangers an address, and all but those whose number is known elsewhere a person and a conversation. */
async function addSenders(
  tx: Transaction,
  keys: Keys,
  unknown: readonly Stranger[],
): Promise<Map<string, Sender>> {
  if (unknown.length === 0) return new Map();
  await lockNumbers(
    tx,
    keys,
    unknown.map(({ message }) => message),
  );
  const elsewhere = unknown.map(({ message }) =>
    otherAddresses(message).map((other) => addressHash(keys, other)),
  );
  const hashes = [...unknown.map(({ hash }) => hash), ...elsewhere.flat()];
  const known = await knownSenders(tx, keys, hashes, true);
  const fresh = new Map<string, Newcomer>();
  for (const [i, stranger] of unknown.entries()) {
    const id = stranger.hash.toString('hex');
    if (known.has(id) || fresh.has(id)) continue;
    const same = elsewhere[i]!.map((hash) => hash.toString('hex'));
    const host = found(same, known) ?? found(same, fresh);
    fresh.set(id, { ...stranger, ...(host ? { ...keyOf(host), wrapped: null } : somebodyNew(keys)) });
  }
  return new Map([...known, ...(await insertNewcomers(tx, [...fresh.values()], [...known.values()]))]);
}

function found<T>(ids: readonly string[], among: ReadonlyMap<string, T>): T | undefined {
  return among.get(ids.find((id) => among.has(id)) ?? '');
}

function keyOf({ personId, key }: Pick<Sender, 'personId' | 'key'>) {
  return { personId, key };
}

function somebodyNew(keys: Keys) {
  return { personId: randomUUID(), ...newPersonKey(keys) };
}

async function insertNewcomers(
  tx: Transaction,
  fresh: readonly Newcomer[],
  known: readonly Sender[],
): Promise<Map<string, Sender>> {
  if (fresh.length === 0) return new Map();
  const people = fresh.filter(({ wrapped }) => wrapped !== null);
  if (people.length > 0)
    await tx.insert(person).values(people.map((p) => ({ id: p.personId, dataKey: p.wrapped })));
  const addresses = await insertAddresses(tx, fresh);
  const conversationOf = new Map(known.map((sender) => [sender.personId, sender.conversationId]));
  const rows = people.map((p) => ({ personId: p.personId, addressId: addresses.get(hex(p))! }));
  if (rows.length > 0)
    for (const row of await tx
      .insert(conversation)
      .values(rows)
      .returning({ id: conversation.id, personId: conversation.personId }))
      conversationOf.set(row.personId, row.id);
  return new Map(
    fresh.map((p) => [
      hex(p),
      { ...keyOf(p), addressId: addresses.get(hex(p))!, conversationId: conversationOf.get(p.personId)! },
    ]),
  );
}

function hex({ hash }: { readonly hash: Buffer }): string {
  return hash.toString('hex');
}

async function insertAddresses(tx: Transaction, fresh: readonly Newcomer[]): Promise<Map<string, number>> {
  const rows = await tx
    .insert(address)
    .values(
      fresh.map(({ personId, message, hash, key }) => ({
        personId,
        channel: message.channel,
        provider: message.provider,
        hash,
        sealed: key.seal(message.from),
        ours: message.ours,
      })),
    )
    .returning({ id: address.id, hash: address.hash });
  return new Map(rows.map((row) => [hex(row), row.id]));
}
