import type { Lexicon, Message } from './lexicon.ts';
import { createFinder, type Found, parsePhrase } from './phrases.ts';

/** Finds where words of a meaning stand, whatever the language: "mari", "jëkkër" and "gorko am" are one. */
export type FindMeanings = (heard: Pick<Message, 'full' | 'fullSounds'>) => readonly Found<string>[];

/** Makes the finder from the lists of `meanings.json` of all languages. */
export function createMeanings(lexicon: Lexicon): FindMeanings {
  const phrases = [...lexicon.locales.meanings.values()].flatMap((meanings) =>
    Object.entries(meanings).flatMap(([meaning, words]) => words.map((word) => parsePhrase(word, meaning))),
  );
  const find = createFinder(phrases);
  return ({ full, fullSounds }) => find(fullSounds, full);
}
