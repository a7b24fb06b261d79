import type { Lexicon, PhraseList } from './lexicon.ts';
import { createNearIndex } from './near-index.ts';
import { sound } from './sound.ts';

const lists: readonly PhraseList[] = [
  'common',
  'yes',
  'no',
  'unsure',
  'greetings',
  'thanks',
  'polite',
  'here',
  'at',
];
const shortest = 5;
/** A message of nothing but unknown words is not worth mending to its end. */
const mostTried = 40;

/** Mends typing errors: gives the words with unknown ones replaced, or null when nothing was mended. */
export type Spelling = (words: readonly string[]) => readonly string[] | null;

/** Makes a mender towards the given words; known everyday words are left as they are. */
export function createSpelling(lexicon: Lexicon, towards: readonly string[]): Spelling {
  const known = new Set(
    lists.flatMap((list) => [...lexicon.phrases(list)]).flatMap((phrase) => phrase.split(' ')),
  );
  for (const word of towards) known.add(sound(word));
  const wanted = towards.filter((word) => word.length >= shortest).map((word) => [word, word] as const);
  const index = createNearIndex(wanted, (length) => (length < shortest ? 0 : length < 10 ? 1 : 2));
  return (words) => {
    let mended = false;
    let tried = 0;
    const written = words.map((word) => {
      if (word.length < shortest - 1 || known.has(sound(word))) return word;
      tried += 1;
      if (tried > mostTried) return word;
      const near = index.near(word);
      const [best] = [...near].sort((one, other) => one.errors - other.errors);
      if (best === undefined || best.value[0] !== word[0]) return word;
      mended = true;
      return best.value;
    });
    return mended ? written : null;
  };
}
