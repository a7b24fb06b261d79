import { branches, changes, type WiderUnderstanding } from '../understanding.ts';
import type { Lexicon } from './lexicon.ts';
import { createFinder, parsePhrase } from './phrases.ts';

/** Reads who writes, or what they come with, by the phrases of all languages; the first of `branches` wins. */
export function createBranchReader(lexicon: Lexicon): WiderUnderstanding['branch'] {
  return reader(lexicon, branches);
}

/** Reads what has changed about how to reach somebody; the first of `changes` wins. */
export function createChangeReader(lexicon: Lexicon): WiderUnderstanding['change'] {
  return reader(lexicon, changes);
}

function reader<T extends (typeof branches)[number] | (typeof changes)[number]>(
  lexicon: Lexicon,
  names: readonly T[],
): (text: string) => T | null {
  const phrases = [...lexicon.locales.branches.values()].flatMap((words) =>
    names.flatMap((name) => (words[name] ?? []).map((phrase) => parsePhrase<T>(phrase, name))),
  );
  const find = createFinder(phrases);
  return (text) => {
    const message = lexicon.read(text);
    const found = [...find(message.sounds, message.words), ...find(message.fullSounds, message.full)];
    return names.find((name) => found.some(({ says }) => says === name)) ?? null;
  };
}
