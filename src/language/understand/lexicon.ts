import { type TextLanguage, textLanguages } from '../languages.ts';
import type { Locales } from '../locales.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { plain, wordsOf } from './letters.ts';
import { sound, soundOfWords } from './sound.ts';

/** A message taken apart once for all readers. */
export interface Message {
  readonly raw: string;
  readonly plain: string;
  readonly words: readonly string[];
  readonly sounds: readonly string[];
  /** The words with texting spellings written out ("jveux" → "je veux", "g" → "j ai"). */
  readonly full: readonly string[];
  readonly fullSounds: readonly string[];
}

/** The vocabularies of all languages, and how a message is taken apart with them. */
export interface Lexicon {
  readonly locales: Locales;
  /** The vocabularies, that of this language first: people mix languages in one message. */
  readonly vocabularies: (language: TextLanguage) => readonly (readonly [TextLanguage, Vocabulary])[];
  readonly read: (text: string) => Message;
  /** Every phrase of one list in all languages, as plain words. */
  readonly plainPhrases: (list: PhraseList) => ReadonlySet<string>;
  /** Every phrase of one list in all languages, by its sound. */
  readonly phrases: (list: PhraseList) => ReadonlySet<string>;
  /** Every word of all languages that may stand around an answer of this kind, as plain words. */
  readonly around: (answer: keyof NonNullable<Vocabulary['around']>) => ReadonlySet<string>;
}

export type PhraseList =
  | 'names'
  | 'yes'
  | 'no'
  | 'yes_alone'
  | 'no_alone'
  | 'unsure'
  | 'refuse'
  | 'turners'
  | 'buts'
  | 'slight'
  | 'polite'
  | 'greetings'
  | 'thanks'
  | 'here'
  | 'origin'
  | 'elsewhere'
  | 'at'
  | 'abroad'
  | 'landmarks'
  | 'too'
  | 'naming'
  | 'joiners'
  | 'years'
  | 'grammar'
  | 'common';

/** Nobody writes more words into one message; single letters without end are not read to theirs. */
const mostWords = 240;

/** Messages and labels kept apart for a while; pure, so that it changes nothing but the time. */
const mostRemembered = 200;

/** Builds the lexicon; one per process. */
export function createLexicon(locales: Locales): Lexicon {
  const short = shortForms(locales);
  const elided = elisions(locales);
  const recent = new Map<string, Message>();
  return {
    locales,
    vocabularies: (language) => inOrder(locales, language),
    // every reader of a turn asks for the same text, and for the labels of the same answers
    read: (text) => {
      const known = recent.get(text);
      if (known !== undefined) return known;
      if (recent.size >= mostRemembered) recent.clear();
      const message = take(text, short, elided);
      recent.set(text, message);
      return message;
    },
    plainPhrases: (list) =>
      new Set(allPhrases(locales, list).map((phrase) => wordsOf(plain(phrase)).join(' '))),
    phrases: (list) => {
      return new Set(
        allPhrases(locales, list)
          .map(soundOfPhrase)
          .filter((key) => key !== ''),
      );
    },
    around: (answer) => {
      const lists = [...locales.vocabularies.values()].map(({ around }) => around?.[answer] ?? []);
      return new Set(lists.flat().flatMap((phrase) => wordsOf(plain(phrase))));
    },
  };
}

function allPhrases(locales: Locales, list: PhraseList): string[] {
  return [...locales.vocabularies.values()].flatMap((vocabulary) => vocabulary[list] ?? []);
}

/** The words without the given phrases, longest first; both by sound. */
export function without(sounds: readonly string[], phrases: ReadonlySet<string>): string[] {
  const left: string[] = [];
  for (let at = 0; at < sounds.length; ) {
    let length = Math.min(longestPhrase, sounds.length - at);
    while (length > 0 && !phrases.has(sounds.slice(at, at + length).join(' '))) length -= 1;
    if (length === 0) left.push(sounds[at] ?? '');
    at += Math.max(length, 1);
  }
  return left;
}

const longestPhrase = 5;

/** The sound of a phrase as the files write it. */
export function soundOfPhrase(phrase: string): string {
  return soundOfWords(wordsOf(plain(phrase)));
}

function inOrder(locales: Locales, language: TextLanguage): (readonly [TextLanguage, Vocabulary])[] {
  const others = textLanguages.filter((other) => other !== language);
  return [language, ...others].flatMap((code) => {
    const vocabulary = locales.vocabularies.get(code);
    return vocabulary === undefined ? [] : [[code, vocabulary] as const];
  });
}

function shortForms(locales: Locales): Map<string, readonly string[]> {
  const all = [...locales.vocabularies.values()].flatMap((vocabulary) =>
    Object.entries(vocabulary.short ?? {}),
  );
  return new Map(all.map(([short, long]) => [plain(short), wordsOf(plain(long))]));
}

/** French words that may be run together with a shortened word before them: "jarrive", "lecole", "nai". */
function elisions(locales: Locales): ReadonlyMap<string, readonly string[]> {
  const french = locales.vocabularies.get('fr');
  const words = new Set(
    [
      ...(french?.grammar ?? []),
      ...(french?.common ?? []),
      ...(french?.yes ?? []),
      ...(french?.no ?? []),
    ].flatMap((word) => wordsOf(plain(word))),
  );
  const others = [...locales.vocabularies].flatMap(
    ([, { grammar = [], common = [], yes = [], no = [], yes_alone = [], no_alone = [] }]) => {
      return [...grammar, ...common, ...yes, ...no, ...yes_alone, ...no_alone].flatMap((word) =>
        wordsOf(plain(word)),
      );
    },
  );
  const taken = new Set(others);
  const joined = new Map<string, readonly string[]>();
  for (const word of words) {
    const shorts = /^[aeiouh]/.test(word) ? ['j', 'l', 'd', 'n', 's', 'm', 't', 'c', 'qu'] : ['j'];
    if (word.length < 2) continue;
    for (const before of shorts) {
      if (!taken.has(before + word)) joined.set(before + word, [before, word]);
    }
  }
  return joined;
}

function take(
  raw: string,
  short: ReadonlyMap<string, readonly string[]>,
  elided: ReadonlyMap<string, readonly string[]>,
): Message {
  const text = plain(raw);
  const words = wordsOf(text).slice(0, mostWords);
  const full = words.flatMap((word, at) => {
    const long = short.get(word) ?? elided.get(word) ?? [word];
    // the "c" of "c'est" is not texting
    return long.length > 1 && long.at(-1) === words[at + 1] ? [word] : long;
  });
  return { raw, plain: text, words, sounds: words.map(sound), full, fullSounds: full.map(sound) };
}
