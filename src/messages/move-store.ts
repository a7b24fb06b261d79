import { and, eq, gt, inArray, lt, or, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/open.ts';
import { address, conversation, moveCode, outbox, person } from '../../db/schema/index.ts';
import { type Keys, openPersonKey, type PersonKey } from '../../db/seal.ts';
import { lockNumbers, type Phone } from './number-store.ts';

const goodForMs = 3_600_000;

/** Keeps the code under which a person may be taken up on another phone; an earlier one stops working. */
export async function keepMoveCode(
  tx: Transaction,
  keys: Keys,
  { personId, code, at }: { readonly personId: string; readonly code: string; readonly at: Date },
): Promise<void> {
  await tx.delete(moveCode).where(or(eq(moveCode.personId, personId), lt(moveCode.expiresAt, at)));
  const expiresAt = new Date(at.getTime() + goodForMs);
  await tx.insert(moveCode).values({ hash: hashOf(keys, code), personId, expiresAt });
}

/** The phone a code came from: its address, and as what it is known. */
export interface ArrivedPhone extends Phone {
  readonly addressId: number;
  readonly personId: string;
  readonly code: string;
  readonly at: Date;
}

/**
 * Gives a phone to the person whose code it sent; their conversation goes on there. The phone that they wrote from on
 * the same channel no longer leads to them, on no channel. Returns the conversation, or null when the code is wrong, old
 * or used.
 */
export async function moveHere(tx: Transaction, keys: Keys, phone: ArrivedPhone): Promise<number | null> {
  const [found] = await tx
    .delete(moveCode)
    .where(and(eq(moveCode.hash, hashOf(keys, phone.code)), gt(moveCode.expiresAt, phone.at)))
    .returning({ personId: moveCode.personId });
  if (!found || found.personId === phone.personId) return null;
  const [old] = await tx
    .select({ id: conversation.id, dataKey: person.dataKey })
    .from(conversation)
    .innerJoin(person, eq(person.id, conversation.personId))
    .where(eq(conversation.personId, found.personId));
  if (!old?.dataKey) return null;
  const key = openPersonKey(keys, old.dataKey);
  const left = await leavePhones(tx, keys, { ...phone, personId: found.personId }, key);
  await tx
    .update(address)
    .set({ personId: found.personId, sealed: key.seal(phone.from) })
    .where(eq(address.id, phone.addressId));
  await tx.update(conversation).set({ addressId: phone.addressId }).where(eq(conversation.id, old.id));
  await sendHere(tx, phone.addressId, left);
  return old.id;
}

/** What was still to be said on the phones left behind is said here: whoever has them now must not read it. */
async function sendHere(tx: Transaction, addressId: number, left: readonly number[]): Promise<void> {
  if (left.length === 0) return;
  await tx
    .update(outbox)
    .set({ addressId })
    .where(and(inArray(outbox.addressId, [...left]), inArray(outbox.status, ['queued', 'held'])));
}

/**
 * The phones left behind lead to nobody, and nothing is sent to them or called on them any more: their numbers are
 * forgotten. Read again under their lock, for one may have got a second channel just now. Returns their addresses.
 */
async function leavePhones(
  tx: Transaction,
  keys: Keys,
  { personId, provider, channel }: ArrivedPhone,
  key: PersonKey,
): Promise<number[]> {
  const read = () =>
    tx
      .select({ id: address.id, channel: address.channel, sealed: address.sealed })
      .from(address)
      .where(eq(address.personId, personId));
  const numberOf = ({ sealed }: { sealed: Buffer | null }) => (sealed ? key.open<string>(sealed) : '');
  const left = (await read()).filter((row) => row.channel === channel).map(numberOf);
  await lockNumbers(
    tx,
    keys,
    left.map((from) => ({ provider, channel, from })),
  );
  const gone = (await read()).filter((row) => row.channel === channel || left.includes(numberOf(row)));
  const nobody = sql`sha256(gen_random_uuid()::text::bytea)`;
  const ids = gone.map(({ id }) => id);
  if (ids.length > 0)
    await tx.update(address).set({ hash: nobody, sealed: null }).where(inArray(address.id, ids));
  return ids;
}

function hashOf(keys: Keys, code: string): Buffer {
  return keys.hash(`move|${code.replace(/\D/g, '')}`);
}
