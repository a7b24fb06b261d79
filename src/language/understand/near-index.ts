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

/**
 * Keys are kept with every way of leaving out as many letters as errors are allowed; two keys with few
 * errors between them meet in one of these, so that a look-up reads a few dozen lists.
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
  const shortened = new Map<string, string[]>();
  for (const key of byKey.keys()) {
    for (const less of withoutLetters(key, allowed(key.length))) {
      const known = shortened.get(less);
      if (known === undefined) shortened.set(less, [key]);
      else known.push(key);
    }
  }
  const longest = Math.max(0, ...[...byKey.keys()].map((key) => key.length)) + 2;
  return {
    exact: (key) => byKey.get(key) ?? [],
    near: (key) => {
      if (key.length < 3 || key.length > longest) return [];
      const keys = new Set<string>();
      // a letter may have been added, so that a longer key allows more than its own length says
      for (const less of withoutLetters(key, allowed(key.length + 1))) {
        for (const found of shortened.get(less) ?? []) keys.add(found);
      }
      return [...keys].flatMap((found) => {
        const limit = allowed(found.length);
        const errors = typingErrors(found, key, limit);
        return errors > limit ? [] : (byKey.get(found) ?? []).map((value) => ({ value, errors }));
      });
    },
  };
}

function withoutLetters(key: string, count: number): Set<string> {
  const all = new Set([key]);
  let last = [key];
  for (let round = 0; round < count; round += 1) {
    const next = new Set<string>();
    for (const word of last) {
      for (let at = 0; at < word.length; at += 1) next.add(word.slice(0, at) + word.slice(at + 1));
    }
    for (const word of next) all.add(word);
    last = [...next];
  }
  return all;
}
