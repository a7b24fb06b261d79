import { randomUUID } from 'node:crypto';
import { eq, inArray, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/open.ts';
import { address, conversation, person } from '../../db/schema/index.ts';
import { type Keys, newPersonKey, openPersonKey } from '../../db/seal.ts';
import type { Inbound } from './inbound.ts';
import { addressesOfNumber, addressHash, lockNumbers } from './number-store.ts';

/** How many people one phone keeps apart beside the one who writes. */
const mostOthers = 3;

/** The phone that another person writes from now. */
export interface SharedPhone {
  readonly phone: Pick<Inbound, 'provider' | 'channel' | 'from' | 'ours'>;
  /** How many of its people it was not. */
  readonly tried: number;
}

/**
 * Gives a phone, on every channel, to the next of its people, or to somebody new when it was none of them; everybody
 * keeps a conversation and a key of their own. Null: more people than one phone can keep apart.
 */
export async function nextPerson(
  tx: Transaction,
  keys: Keys,
  { phone, tried }: SharedPhone,
): Promise<{ readonly conversationId: number; readonly known: boolean } | null> {
  if (tried >= mostOthers) return null;
  await lockNumbers(tx, keys, [phone]);
  const places = addressesOfNumber(phone).map((one) => {
    const real = addressHash(keys, one);
    return { real, parking: keys.hash(`parked|${tried + 1}|${real.toString('hex')}`) };
  });
  const next = await changePlaces(tx, places);
  if (!next) return { conversationId: await somebodyNew(tx, keys, phone), known: false };
  const here = next.addresses.get(addressHash(keys, phone).toString('hex'));
  const addressId = here ?? (await addAddress(tx, keys, phone, next.personId));
  // They are spoken to on this channel, wherever they wrote before.
  await tx.update(conversation).set({ addressId }).where(eq(conversation.id, next.conversationId));
  return { conversationId: next.conversationId, known: true };
}

interface Place {
  readonly real: Buffer;
  readonly parking: Buffer;
}

interface Next {
  readonly personId: string;
  readonly conversationId: number;
  /** Where they are in front now: address ids by hash. */
  readonly addresses: ReadonlyMap<string, number>;
}

/** Whoever is parked comes to the front on every channel, and whoever was there is parked; says who came, and where. */
async function changePlaces(tx: Transaction, places: readonly Place[]): Promise<Next | null> {
  const front = await at(
    tx,
    places.map(({ real }) => real),
  );
  const parked = await at(
    tx,
    places.map(({ parking }) => parking),
  );
  // The hash is unique: the front is cleared first.
  for (const { id } of front) await setHash(tx, id, sql`sha256(gen_random_uuid()::text::bytea)`);
  const addresses = new Map<string, number>();
  for (const { real, parking } of places) {
    const coming = parked.find(({ hash }) => hash.equals(parking));
    const going = front.find(({ hash }) => hash.equals(real));
    if (coming) addresses.set(real.toString('hex'), coming.id);
    if (coming) await setHash(tx, coming.id, real);
    if (going) await setHash(tx, going.id, parking);
  }
  const [first] = parked;
  return first ? { personId: first.personId, conversationId: first.conversationId, addresses } : null;
}

function at(tx: Transaction, hashes: readonly Buffer[]) {
  return tx
    .select({
      id: address.id,
      hash: address.hash,
      personId: address.personId,
      conversationId: conversation.id,
    })
    .from(address)
    .innerJoin(conversation, eq(conversation.personId, address.personId))
    .where(inArray(address.hash, [...hashes]));
}

async function setHash(tx: Transaction, id: number, hash: Buffer | ReturnType<typeof sql>): Promise<void> {
  await tx.update(address).set({ hash }).where(eq(address.id, id));
}

/** Somebody who was parked on another channel is here now. */
async function addAddress(
  tx: Transaction,
  keys: Keys,
  phone: SharedPhone['phone'],
  personId: string,
): Promise<number> {
  const [row] = await tx.select({ dataKey: person.dataKey }).from(person).where(eq(person.id, personId));
  const { provider, channel, from, ours } = phone;
  const sealed = openPersonKey(keys, row!.dataKey!).seal(from);
  const [own] = await tx
    .insert(address)
    .values({ personId, channel, provider, hash: addressHash(keys, phone), sealed, ours })
    .returning({ id: address.id });
  return own!.id;
}

async function somebodyNew(tx: Transaction, keys: Keys, phone: SharedPhone['phone']): Promise<number> {
  const { wrapped } = newPersonKey(keys);
  const personId = randomUUID();
  await tx.insert(person).values({ id: personId, dataKey: wrapped });
  const addressId = await addAddress(tx, keys, phone, personId);
  const [thread] = await tx
    .insert(conversation)
    .values({ personId, addressId })
    .returning({ id: conversation.id });
  return thread!.id;
}
