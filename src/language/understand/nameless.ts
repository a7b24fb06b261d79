import type { WiderUnderstanding } from '../understanding.ts';
import { plain, wordsOf } from './letters.ts';
import type { Lexicon } from './lexicon.ts';
import type { Known } from './place-mentions.ts';
import type { PlaceNames } from './place-names.ts';
import { sound } from './sound.ts';

/** What stands in the place of a number, a place or a name. */
const instead = { number: '[0]', place: '[lieu]', name: '[nom]' } as const;
/** A longer message is a story, which may be known by itself. */
const mostWords = 12;
const namesAfter = 3;

/** Makes the reader that takes out of a message whatever could lead to a person; null: better not kept at all. */
export function createNamelessReader(
  lexicon: Lexicon,
  placeNames: PlaceNames,
  known: Known,
): WiderUnderstanding['nameless'] {
  const introducers = lexicon.phrases('naming');
  const names = new Set([...lexicon.phrases('names')].flatMap((phrase) => phrase.split(' ')));
  return (text) => {
    const tokens = text.trim().split(/\s+/);
    if (tokens.length > mostWords || /@|:\/\/|www\./i.test(text)) return null;
    const shouting = text === text.toUpperCase();
    let naming = 0;
    const left = tokens.flatMap((token, at) => {
      const words = wordsOf(plain(token));
      const [first = ''] = words;
      if (words.length === 0) return [];
      if (words.some((word) => /\d/.test(word))) return [instead.number];
      const capital = !shouting && at > 0 && /^[^\p{L}]*\p{Lu}/u.test(token);
      const everyday = words.every((word) => known.said.has(word) && !names.has(sound(word)));
      const place = !everyday && isPlace(first, words);
      const listed = words.some((word) => names.has(sound(word)));
      const named = listed || (!everyday && (naming > 0 || (capital && !place)));
      naming = words.some((word) => introducers.has(sound(word))) ? namesAfter : Math.max(0, naming - 1);
      if (named) return [instead.name];
      return place ? [instead.place] : [words.join("'")];
    });
    const words = left.join(' ').replace(/(\[\w+\])(?: \1)+/g, '$1');
    return /[a-z]{2}/.test(words.replace(/\[\w+\]/g, '')) ? words : null;
  };

  function isPlace(first: string, words: readonly string[]): boolean {
    return first.length > 2 && placeNames.near(words).length > 0;
  }
}
