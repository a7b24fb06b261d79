import { type Branch, branches, type WiderUnderstanding } from '../understanding.ts';
import type { Lexicon } from './lexicon.ts';
import { createFinder, parsePhrase } from './phrases.ts';

/** Reads who writes, or what they come with, by the phrases of all languages; the first of `branches` wins. */
export function createBranchReader(lexicon: Lexicon): WiderUnderstanding['branch'] {
  const phrases = [...lexicon.locales.branches.values()].flatMap((words) =>
    branches.flatMap((branch) => (words[branch] ?? []).map((phrase) => parsePhrase<Branch>(phrase, branch))),
  );
  const find = createFinder(phrases);
  return (text) => {
    const message = lexicon.read(text);
    const found = [...find(message.sounds, message.words), ...find(message.fullSounds, message.full)];
    return branches.find((branch) => found.some(({ says }) => says === branch)) ?? null;
  };
}
