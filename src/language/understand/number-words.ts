import type { TextLanguage } from '../languages.ts';
import { plain, wordsOf } from './letters.ts';
import { type Lexicon, type Message, soundOfPhrase } from './lexicon.ts';
import { sound } from './sound.ts';

/** The values of so many words of a message, if they are a number word together; two for "nientfukk". */
export type ValuesAt = (message: Message, at: number, length: number) => readonly number[] | null;

/** The number words that count in messages of one language. */
export interface NumberWords {
  readonly valuesAt: ValuesAt;
  /** Sound of a number word → value. */
  readonly sounds: ReadonlyMap<string, number>;
}

/** Shorter words are known by their letters only: "de" sounds like "deux". */
const shortestSound = 3;
const shortestJoined = 7;
const longestJoined = 24;

/** Makes the number words of each language, once they are asked for; those of the language itself win. */
export function createNumberWords(lexicon: Lexicon): (language: TextLanguage) => NumberWords {
  const known = new Map<TextLanguage, NumberWords>();
  return (language) => {
    const words = known.get(language) ?? numberWords(lexicon, language);
    known.set(language, words);
    return words;
  };
}

/** Languages whose number words count in any message; those of others only when they were chosen. */
const counted: ReadonlySet<TextLanguage> = new Set(['fr', 'wo', 'ff', 'en']);

/** Words by their letters; by their sound only where no everyday word is written so ("cette" is not "sept"). */
function numberWords(lexicon: Lexicon, language: TextLanguage): NumberWords {
  const { letters, sounds } = spelledNumbers(lexicon, language);
  const everyday = new Set(
    (['grammar', 'common'] as const).flatMap((list) => [...lexicon.plainPhrases(list)]),
  );
  const ofWord = (word: string): number | undefined => {
    const byLetters = letters.get(word);
    if (byLetters !== undefined || word.length < shortestSound || everyday.has(word)) return byLetters;
    return sounds.get(sound(word));
  };
  const valuesAt: ValuesAt = ({ words }, at, length) => {
    const run = words.slice(at, at + length);
    const [only] = run;
    if (only === undefined) return null;
    if (length === 1) return valuesOfWord(only, ofWord);
    const value = letters.get(run.join(' ')) ?? sounds.get(run.map(sound).join(' '));
    return value === undefined ? null : [value];
  };
  return { valuesAt, sounds };
}

/** "quatre", and two words written as one ("nientfukk"). */
function valuesOfWord(word: string, known: (word: string) => number | undefined): number[] | null {
  const whole = known(word);
  if (whole !== undefined) return [whole];
  if (word.length < shortestJoined || word.length > longestJoined) return null;
  for (let at = shortestSound; at <= word.length - shortestSound; at += 1) {
    const both = [known(word.slice(0, at)), known(word.slice(at))].filter((value) => value !== undefined);
    if (both.length === 2) return both;
  }
  return null;
}

function spelledNumbers(
  lexicon: Lexicon,
  language: TextLanguage,
): Record<'letters' | 'sounds', Map<string, number>> {
  const letters = new Map<string, number>();
  const sounds = new Map<string, number>();
  for (const [code, { numbers = {} }] of lexicon.vocabularies(language)) {
    if (!counted.has(code) && code !== language) continue;
    for (const [value, spellings] of Object.entries(numbers)) {
      for (const spelling of spellings) {
        const written = wordsOf(plain(spelling)).join(' ');
        if (!letters.has(written)) letters.set(written, Number(value));
        const heard = soundOfPhrase(spelling);
        if (!sounds.has(heard)) sounds.set(heard, Number(value));
      }
    }
  }
  return { letters, sounds };
}
