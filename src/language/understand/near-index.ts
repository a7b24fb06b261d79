import { typingErrors } from './near.ts';

/** An entry near a written key, and how many typing errors lie between. */
export interface Near<T> {
  readonly value: T;
  readonly errors: number;
}

/** Finds entries by key in spite of typing errors, without comparing with all of them. */
export interface NearIndex<T> {
  exact(key: string): readonly T[];
  near(key: string): readonly Near<T>[];
}

interface Key {
  readonly key: string;
  /** One bit for each letter that occurs. */
  readonly letters: number;
}

/**
 * Keys stand by their length with the set of their letters: an error changes at most two letters of the set, so
 * that hardly any key is left to be compared letter by letter.
 */
export function createNearIndex<T>(
  entries: Iterable<readonly [string, T]>,
  allowed: (length: number) => number,
): NearIndex<T> {
  const byKey = new Map<string, T[]>();
  for (const [key, value] of entries) {
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [value]);
    else if (!known.includes(value)) known.push(value);
  }
  const byLength: Key[][] = [];
  for (const key of byKey.keys()) {
    const alike = byLength[key.length] ?? [];
    alike.push({ key, letters: lettersOf(key) });
    byLength[key.length] = alike;
  }
  return {
    exact: (key) => byKey.get(key) ?? [],
    near: (key) => {
      if (key.length < shortest) return [];
      const own = lettersOf(key);
      const found: Near<T>[] = [];
      for (let length = key.length - mostErrors; length <= key.length + mostErrors; length += 1) {
        const limit = allowed(length);
        if (limit === 0 || Math.abs(length - key.length) > limit) continue;
        for (const other of byLength[length] ?? []) {
          if (bits(own ^ other.letters) > 2 * limit) continue;
          const errors = typingErrors(other.key, key, limit);
          if (errors <= limit) for (const value of byKey.get(other.key) ?? []) found.push({ value, errors });
        }
      }
      return found;
    },
  };
}

const shortest = 3;
const mostErrors = 2;

function lettersOf(key: string): number {
  let letters = 0;
  for (let at = 0; at < key.length; at += 1) letters |= 1 << (key.charCodeAt(at) & 31);
  return letters;
}

function bits(set: number): number {
  let left = set;
  let count = 0;
  for (; left !== 0; count += 1) left &= left - 1;
  return count;
}
