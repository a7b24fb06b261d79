import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/open.ts';
import type { Keys } from '../../db/seal.ts';
import { type Channel, channels, type Inbound } from './inbound.ts';

/** A phone as a message names it. */
export type Phone = Pick<Inbound, 'provider' | 'channel' | 'from'>;

/** The keyed hash under which an address is found. */
export function addressHash(keys: Keys, { provider, channel, from }: Phone): Buffer {
  return keys.hash(`${provider}|${channel}|${from}`);
}

/**
 * The addresses that one number may have, itself included: a number is the same person on every channel, a user id
 * without a number belongs to its own channel alone.
 */
export function addressesOfNumber(phone: Phone): readonly Phone[] {
  if (!isNumber(phone.from)) return [phone];
  return channels.map((channel: Channel) => ({ ...phone, channel }));
}

/** What else a message says of its sender: the same number on other channels, the user id beside a number. */
export function otherAddresses(message: Phone & Pick<Inbound, 'otherIds'>): readonly Phone[] {
  const ids = [message.from, ...(message.otherIds ?? [])];
  return ids
    .flatMap((from) => addressesOfNumber({ provider: message.provider, channel: message.channel, from }))
    .filter(({ channel, from }) => channel !== message.channel || from !== message.from);
}

function isNumber(id: string): boolean {
  return /^\+\d+$/.test(id);
}

/**
 * Keeps everybody else from deciding whose these phones are until the transaction ends. Two first messages on two
 * channels at once have different hashes: only this makes the second see the first.
 */
export async function lockNumbers(
  tx: Transaction,
  keys: Keys,
  phones: readonly (Phone & Pick<Inbound, 'otherIds'>)[],
): Promise<void> {
  const ids = phones.flatMap(({ provider, from, otherIds = [] }) =>
    [from, ...otherIds].map((id) => keys.hash(`number|${provider}|${id}`).readBigInt64BE()),
  );
  // In one order everywhere, so that two of them cannot wait for each other.
  const sorted = [...new Set(ids)].sort((a, b) => (a < b ? -1 : 1));
  if (sorted.length === 0) return;
  await tx.execute(
    sql`select pg_advisory_xact_lock(k) from unnest(${`{${sorted.join(',')}}`}::bigint[]) as k`,
  );
}
