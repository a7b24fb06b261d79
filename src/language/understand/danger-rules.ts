import type { TextLanguage } from '../languages.ts';
import { type Danger, dangers } from '../understanding.ts';
import type { ReadAges } from './age.ts';
import { createDoubt, type Doubt } from './danger-doubt.ts';
import type { Lexicon, Message } from './lexicon.ts';
import { createFinder, type FindPhrases, type Found, parsePhrase, wordsOfPhrase } from './phrases.ts';
import { sound } from './sound.ts';
import { createSpelling } from './spelling.ts';

interface Finders {
  readonly danger: FindPhrases<Danger>;
  readonly unless: FindPhrases<Danger>;
  readonly doubt: Doubt;
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
/** What can be over and done with; who wanted to die, or is a child alone, is asked. */
const passes: ReadonlySet<Danger> = new Set<Danger>(['violence', 'medical', 'trafficking', 'no_shelter']);
const adult = 18;

/** A danger, and the words that told of it. */
export interface Told {
  readonly danger: Danger;
  readonly because: string;
}

/** Reads a danger by the phrases of `understand.json`, and the doubts beside them. */
export type DangerRules = (message: Message, language: TextLanguage) => Told | null;

/** Makes the reader by rules: who does what to whom, and whether it is denied, years past or of a story. */
export function createDangerRules(lexicon: Lexicon, ages: ReadAges): DangerRules {
  const finders = createFinders(lexicon);
  const spell = createSpelling(lexicon, dangerWords(lexicon));
  const alone = aloneWords(lexicon);
  return (message, language) => {
    const years = ages(message.raw, language);
    const grown = years.some((age) => age >= adult);
    const found = [
      ...dangersIn(message.sounds, message.words, finders),
      ...dangersIn(message.fullSounds, message.full, finders),
    ];
    const told = first([...found, ...youngAndAlone(message, years, alone, found)], grown);
    if (told !== null) return told;
    const mended = spell(message.full);
    return mended === null ? null : first(dangersIn(mended.map(sound), mended, finders), grown);
  };
}

function createFinders(lexicon: Lexicon): Finders {
  const danger: ReturnType<typeof parsePhrase<Danger>>[] = [];
  const unless: ReturnType<typeof parsePhrase<Danger>>[] = [];
  for (const [, { danger: lists, families }] of lexicon.vocabularies('fr')) {
    for (const kind of dangers) {
      danger.push(...(lists?.[kind]?.phrases ?? []).map((phrase) => parsePhrase(phrase, kind, families)));
      unless.push(...(lists?.[kind]?.unless ?? []).map((phrase) => parsePhrase(phrase, kind, families)));
    }
  }
  const doubt = createDoubt(lexicon);
  return { danger: createFinder(danger, doubt.denials), unless: createFinder(unless), doubt };
}

function dangerWords(lexicon: Lexicon): string[] {
  return lexicon.vocabularies('fr').flatMap(([, { danger, families }]) => {
    const phrases = dangers.flatMap((kind) => danger?.[kind]?.phrases ?? []);
    return phrases.flatMap((phrase) => wordsOfPhrase(phrase, families));
  });
}

/** Words that make a young age a danger: nobody there, nowhere to be. */
function aloneWords(lexicon: Lexicon): Set<string> {
  const all = lexicon.vocabularies('fr').flatMap(([, { families }]) => families?.on_ones_own ?? []);
  return new Set(all.map(sound));
}

/** What stands inside an ordinary phrase ("mourir de faim"), is denied, past or of a story does not count. */
function dangersIn(sounds: readonly string[], words: readonly string[], finders: Finders): Told[] {
  const { danger, unless, doubt } = finders;
  const found = danger(sounds, words);
  if (found.length === 0 || doubt.told(sounds, words)) return [];
  const ordinary = unless(sounds, words);
  const past = doubt.past(sounds, words);
  return found
    .filter((one) => !ordinary.some((other) => other.says === one.says && overlap(one, other)))
    .filter((one) => !(past && passes.has(one.says)) && !doubt.denied(sounds, one))
    .map((one) => ({ danger: one.says, because: words.slice(one.start, one.end).join(' ') }));
}

function overlap(one: Found<Danger>, other: Found<Danger>): boolean {
  return one.start < other.end && other.start < one.end;
}

/** The gravest of what was told; who says to be grown up is no child alone. */
function first(told: readonly Told[], grown: boolean): Told | null {
  for (const danger of order) {
    if (grown && danger === 'minor_alone') continue;
    const of = told.filter((one) => one.danger === danger);
    // the longest words say most
    const [longest] = of.sort((one, other) => other.because.length - one.because.length);
    if (longest !== undefined) return longest;
  }
  return null;
}

/** A young age and a word of nobody there, or nowhere to sleep. */
function youngAndAlone(
  message: Message,
  ages: readonly number[],
  alone: ReadonlySet<string>,
  told: readonly Told[],
): Told[] {
  const [years, ...more] = new Set(ages);
  if (years === undefined || more.length > 0 || years >= adult) return [];
  const at = message.fullSounds.findIndex((word) => alone.has(word));
  const outside = told.find((one) => one.danger === 'no_shelter')?.because;
  const because = at < 0 ? outside : message.full[at];
  return because === undefined ? [] : [{ danger: 'minor_alone', because: `${years}, ${because}` }];
}
