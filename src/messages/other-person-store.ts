import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/open.ts';
import { address, conversation, person } from '../../db/schema/index.ts';
import { type Keys, newPersonKey } from '../../db/seal.ts';
import type { Inbound } from './inbound.ts';
import { addressHash } from './ingest-store.ts';

/** How many people one phone keeps apart beside the one who writes. */
const mostOthers = 3;

/** The phone that another person writes from now. */
export interface SharedPhone {
  /** The address of the person who wrote from it last. */
  readonly addressId: number;
  readonly phone: Pick<Inbound, 'provider' | 'channel' | 'from' | 'ours'>;
  /** How many of its people it was not. */
  readonly tried: number;
}

/**
 * Gives a phone to the next of its people, or to somebody new when it was none of them; everybody keeps a conversation
 * and a key of their own. Null: more people than one phone can keep apart.
 */
export async function nextPerson(
  tx: Transaction,
  keys: Keys,
  { addressId, phone, tried }: SharedPhone,
): Promise<{ readonly conversationId: number; readonly known: boolean } | null> {
  if (tried >= mostOthers) return null;
  const real = addressHash(keys, phone);
  const parking = keys.hash(`parked|${tried + 1}|${real.toString('hex')}`);
  const [parked] = await tx
    .select({ id: address.id, conversationId: conversation.id })
    .from(address)
    .innerJoin(conversation, eq(conversation.personId, address.personId))
    .where(eq(address.hash, parking));
  await setHash(tx, addressId, sql`sha256(gen_random_uuid()::text::bytea)`);
  if (parked) await setHash(tx, parked.id, real);
  const conversationId = parked?.conversationId ?? (await somebodyNew(tx, keys, phone, real));
  await setHash(tx, addressId, parking);
  return { conversationId, known: parked !== undefined };
}

async function setHash(tx: Transaction, id: number, hash: Buffer | ReturnType<typeof sql>): Promise<void> {
  await tx.update(address).set({ hash }).where(eq(address.id, id));
}

async function somebodyNew(
  tx: Transaction,
  keys: Keys,
  { provider, channel, from, ours }: SharedPhone['phone'],
  hash: Buffer,
): Promise<number> {
  const { key, wrapped } = newPersonKey(keys);
  const personId = randomUUID();
  await tx.insert(person).values({ id: personId, dataKey: wrapped });
  const [own] = await tx
    .insert(address)
    .values({ personId, channel, provider, hash, sealed: key.seal(from), ours })
    .returning({ id: address.id });
  const [thread] = await tx
    .insert(conversation)
    .values({ personId, addressId: own!.id })
    .returning({ id: conversation.id });
  return thread!.id;
}
