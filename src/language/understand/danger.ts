import type { TextLanguage } from '../languages.ts';
import { type Danger, dangers, type Understanding } from '../understanding.ts';
import { wordsOf } from './letters.ts';
import type { Lexicon, Message } from './lexicon.ts';
import { createFinder, type FindPhrases, type Found, parsePhrase, wordsOfPhrase } from './phrases.ts';
import { sound } from './sound.ts';
import { createSpelling } from './spelling.ts';

interface Finders {
  readonly danger: FindPhrases<Danger>;
  readonly unless: FindPhrases<Danger>;
}

/** When a message tells of several dangers, the first of these is answered. */
const order: readonly Danger[] = [
  'self_harm',
  'minor_alone',
  'medical',
  'trafficking',
  'violence',
  'no_shelter',
];
const adult = 18;

/** Words that make a young age a danger: nobody there, nowhere to be. */
const alone = new Set(
  wordsOf(
    'seul seule seuls seules rue dehors perdu perdue fugue fugué abandonne orphelin peur dong kenn ken rekk rek kese mbedd mbed rer jirim tan mbedda majji alone street lost nowhere homeless'
      .normalize('NFD')
      .replace(/\p{Mn}/gu, ''),
  ).map(sound),
);

/** Reads a danger told unasked, and the words that told it; the phrases stand in `understand.json`. */
export function createDangerReader(lexicon: Lexicon, age: Understanding['age']): Understanding['danger'] {
  const finders = createFinders(lexicon);
  const spell = createSpelling(lexicon, dangerWords(lexicon));
  return (text, language) => {
    const message = lexicon.read(text);
    const found = [
      ...dangersIn(message.sounds, message.words, finders),
      ...dangersIn(message.fullSounds, message.full, finders),
    ];
    const young = youngAndAlone(text, message, language, age);
    const told = first(young === null ? found : [...found, young]);
    if (told !== null) return told;
    const mended = spell(message.full);
    return mended === null ? null : first(dangersIn(mended.map(sound), mended, finders));
  };
}

function createFinders(lexicon: Lexicon): Finders {
  const danger: ReturnType<typeof parsePhrase<Danger>>[] = [];
  const unless: ReturnType<typeof parsePhrase<Danger>>[] = [];
  for (const [, vocabulary] of lexicon.vocabularies('fr')) {
    for (const kind of dangers) {
      danger.push(...(vocabulary.danger?.[kind]?.phrases ?? []).map((phrase) => parsePhrase(phrase, kind)));
      unless.push(...(vocabulary.danger?.[kind]?.unless ?? []).map((phrase) => parsePhrase(phrase, kind)));
    }
  }
  return { danger: createFinder(danger), unless: createFinder(unless) };
}

function dangerWords(lexicon: Lexicon): string[] {
  return lexicon
    .vocabularies('fr')
    .flatMap(([, vocabulary]) => dangers.flatMap((kind) => vocabulary.danger?.[kind]?.phrases ?? []))
    .flatMap(wordsOfPhrase);
}

interface Told {
  readonly danger: Danger;
  readonly because: string;
}

/** What stands inside an ordinary phrase ("mourir de faim") does not count. */
function dangersIn(sounds: readonly string[], words: readonly string[], finders: Finders): Told[] {
  const found = finders.danger(sounds, words);
  if (found.length === 0) return [];
  const ordinary = finders.unless(sounds, words);
  return found
    .filter((one) => !ordinary.some((other) => other.says === one.says && overlap(one, other)))
    .map((one) => ({ danger: one.says, because: words.slice(one.start, one.end).join(' ') }));
}

function overlap(one: Found<Danger>, other: Found<Danger>): boolean {
  return one.start < other.end && other.start < one.end;
}

function first(told: readonly Told[]): Told | null {
  for (const danger of order) {
    const of = told.filter((one) => one.danger === danger);
    // the longest words say most
    const [longest] = of.sort((one, other) => other.because.length - one.because.length);
    if (longest !== undefined) return longest;
  }
  return null;
}

function youngAndAlone(
  text: string,
  message: Message,
  language: TextLanguage,
  age: Understanding['age'],
): Told | null {
  const at = message.fullSounds.findIndex((word) => alone.has(word));
  if (at < 0) return null;
  const years = age(text, language);
  if (years === null || years >= adult) return null;
  return { danger: 'minor_alone', because: `${years}, ${message.full[at] ?? ''}` };
}
