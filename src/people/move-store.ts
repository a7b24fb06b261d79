import { and, eq, gt, lt, or, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/open.ts';
import { address, conversation, moveCode, person } from '../../db/schema/index.ts';
import { type Keys, openPersonKey } from '../../db/seal.ts';

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
export interface ArrivedPhone {
  readonly addressId: number;
  readonly personId: string;
  readonly channel: string;
  readonly from: string;
  readonly code: string;
  readonly at: Date;
}

/**
 * Gives a phone to the person whose code it sent; their conversation goes on there. On the same channel the phone they
 * came from no longer leads to them. Returns the conversation, or null when the code is wrong, old or used.
 */
export async function moveHere(tx: Transaction, keys: Keys, phone: ArrivedPhone): Promise<number | null> {
  const [found] = await tx
    .delete(moveCode)
    .where(and(eq(moveCode.hash, hashOf(keys, phone.code)), gt(moveCode.expiresAt, phone.at)))
    .returning({ personId: moveCode.personId });
  if (!found || found.personId === phone.personId) return null;
  const [old] = await tx
    .select({ id: conversation.id, addressId: conversation.addressId, dataKey: person.dataKey })
    .from(conversation)
    .innerJoin(person, eq(person.id, conversation.personId))
    .where(eq(conversation.personId, found.personId));
  if (!old?.dataKey) return null;
  const nobody = sql`sha256(gen_random_uuid()::text::bytea)`;
  await tx
    .update(address)
    .set({ hash: nobody })
    .where(and(eq(address.personId, found.personId), eq(address.channel, phone.channel)));
  await tx
    .update(address)
    .set({ personId: found.personId, sealed: openPersonKey(keys, old.dataKey).seal(phone.from) })
    .where(eq(address.id, phone.addressId));
  await tx.update(conversation).set({ addressId: phone.addressId }).where(eq(conversation.id, old.id));
  return old.id;
}

function hashOf(keys: Keys, code: string): Buffer {
  return keys.hash(`move|${code.replace(/\D/g, '')}`);
}
