import { plain, wordsOf } from './letters.ts';
import type { Lexicon, Message } from './lexicon.ts';
import { soundOfPhrase } from './lexicon.ts';
import { type Cue, followsName } from './place-cues.ts';
import type { PlaceMatch, PlaceNames } from './place-names.ts';
import { sound } from './sound.ts';

/** Words of a message that may name a place. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  readonly matches: readonly PlaceMatch[];
}

const shortestNear = 5;
/** More places than anybody names in one message. */
const mostMentions = 6;
/** A place is looked for within so many words. */
const furthest = 80;
/** A name of so many letters is known by its sound alone, wherever it stands. */
const longSound = 6;
const articles = new Set([
  'bi',
  'gi',
  'mi',
  'si',
  'ji',
  'ki',
  'wi',
  'li',
  'yi',
  'ngo',
  'ndu',
  'nde',
  'ngal',
  'nguu',
]);
/** Words for kinds of places and the like, which are no part of a name. */
const about = new Set(
  soundOfPhrase(
    'ville village commune departement region quartier arrondissement gare marche route ici fi doo senegal la le les un une a au dans en de du d l et ci to e ko je j suis chui bi gi mi si ba',
  ).split(' '),
);

/** Words of everyday talk, by letters and by sound. */
export interface Known {
  readonly letters: ReadonlySet<string>;
  readonly sounds: ReadonlySet<string>;
  /** Words that the bot says and people are known to write; as written, for their sound may be a name's. */
  readonly said: ReadonlySet<string>;
  /** What stands behind a place when it is told where in it ("près", "derrière"). */
  readonly landmarks: ReadonlySet<string>;
}

/**
 * Words of everyday talk: alone in a sentence they are not taken for a place ("bala", "pata"), and never for a
 * misspelt one. What the bot itself says, and what stands among the examples of wishes, is everyday talk too.
 */
export function knownWords(lexicon: Lexicon, names: PlaceNames): Known {
  const listed = everydayLists.flatMap((list) => [...lexicon.plainPhrases(list)]);
  const letters = listed.flatMap((phrase) => phrase.split(' '));
  for (const [, { numbers = {}, choices = {} }] of lexicon.vocabularies('fr')) {
    letters.push(...wordsOfAll([...Object.values(numbers), ...Object.values(choices)].flat()));
  }
  const said = saidWords(lexicon).filter((word) => !isName(names, [word]));
  return {
    letters: new Set(letters),
    sounds: new Set([...letters, ...said].map(sound)),
    said: new Set([...letters, ...said]),
    landmarks: lexicon.plainPhrases('landmarks'),
  };
}

const everydayLists = [
  'common',
  'yes',
  'no',
  'unsure',
  'greetings',
  'thanks',
  'polite',
  'years',
  'grammar',
  'names',
  'abroad',
] as const;

function isName(names: PlaceNames, words: readonly string[]): boolean {
  return names.same(words).some((match) => match.distance === 0);
}

function saidWords(lexicon: Lexicon): string[] {
  const { texts } = lexicon.locales;
  const examples = lexicon
    .vocabularies('fr')
    .flatMap(([, { intents = {} }]) => Object.values(intents).flat());
  const said = [...texts.values()].flatMap((language) => [...language.values()]);
  return [...new Set(wordsOfAll([...examples, ...said]))];
}

function wordsOfAll(phrases: readonly string[]): string[] {
  return phrases.flatMap((phrase) => wordsOf(plain(phrase)));
}

/** Finds the words of a message that may name a place. */
export function findMentions(
  message: Message,
  names: PlaceNames,
  known: Known,
  cues: readonly Cue[],
  filler: ReadonlySet<string>,
): Mention[] {
  const { words, sounds } = message;
  const rest = sounds
    .map((word, at) => (filler.has(word) || about.has(word) ? -1 : at))
    .filter((at) => at >= 0);
  const mentions: Mention[] = [];
  for (let start = 0; start < Math.min(words.length, furthest) && mentions.length < mostMentions; ) {
    const mention = mentionAt(start, message, names, known, cues, rest);
    if (mention !== null) mentions.push(mention);
    start = mention?.end ?? start + 1;
  }
  return mentions.length > 0 ? mentions : wholeMessage(message, names, known, rest);
}

/** The longest name that starts at a word, if the words around let it be one. */
function mentionAt(
  start: number,
  message: Message,
  names: PlaceNames,
  known: Known,
  cues: readonly Cue[],
  rest: readonly number[],
): Mention | null {
  const { words } = message;
  for (let length = Math.min(names.longest, words.length - start); length > 0; length -= 1) {
    const matches = names.same(words.slice(start, start + length));
    const mention = { start, end: start + length, matches };
    if (matches.length > 0 && isMeant(mention, message, known, cues, rest)) return mention;
  }
  const near = cueBefore(start, cues) || start === rest[0] ? nearMention(start, message, names, known) : null;
  return near !== null && (cueBefore(start, cues) || landmarkAfter(near, message, known)) ? near : null;
}

/** "lougua près du stade": whoever says where in a place it is has named the place first. */
function landmarkAfter({ end }: Mention, { words }: Message, known: Known): boolean {
  return known.landmarks.has(words[end] ?? '') || known.landmarks.has(words.slice(end, end + 2).join(' '));
}

/** Whether words that are a name are meant as one here. */
function isMeant(
  mention: Mention,
  message: Message,
  known: Known,
  cues: readonly Cue[],
  rest: readonly number[],
): boolean {
  const { start, end, matches } = mention;
  const words = message.words.slice(start, end);
  const alone = rest.every((at) => at >= start && at < end);
  const exact = matches.some((match) => match.distance === 0);
  const told = start === rest[0] && landmarkAfter(mention, message, known);
  const asked =
    told || cues.some((cue) => cue.role !== null && (cue.end === start || followsName(cue, mention)));
  if (words.every((word) => known.letters.has(word) || word.length < 3)) return exact && (alone || asked);
  if (exact || asked || cueBefore(start, cues)) return true;
  if (alone) return words.some((word) => !known.said.has(word));
  return words.join('').length >= longSound && unknown(message, start, end, known);
}

function cueBefore(start: number, cues: readonly Cue[]): boolean {
  return cues.some((cue) => cue.end === start);
}

function unknown({ sounds }: Message, start: number, end: number, known: Known): boolean {
  return sounds.slice(start, end).every((word) => !known.sounds.has(word) && !about.has(word));
}

/** A name with typing errors right after a cue. */
function nearMention(start: number, message: Message, names: PlaceNames, known: Known): Mention | null {
  const { words, sounds } = message;
  for (let length = Math.min(3, words.length - start); length > 0; length -= 1) {
    const end = start + length;
    if (sounds.slice(start, end).some((word) => known.sounds.has(word) || about.has(word))) continue;
    // "ci kaar bi": what has an article after it is a thing
    if (articles.has(words[end] ?? '')) continue;
    // in a sentence a short word is more likely a word than a misspelt name
    if (words.slice(start, end).join('').length < shortestNear) continue;
    const matches = names.near(words.slice(start, end));
    if (matches.length > 0) return { start, end, matches };
  }
  return null;
}

/** A message that is hardly more than a name may hold typing errors without any cue. */
function wholeMessage(message: Message, names: PlaceNames, known: Known, rest: readonly number[]): Mention[] {
  const [first] = rest;
  const last = rest.at(-1);
  if (first === undefined || last === undefined || rest.length > 4 || last - first >= 5) return [];
  if (rest.every((at) => known.said.has(message.words[at] ?? ''))) return [];
  if (articles.has(message.words[last + 1] ?? '')) return [];
  const whole = names.near(message.words.slice(first, last + 1));
  if (whole.length > 0) return [{ start: first, end: last + 1, matches: whole }];
  return rest
    .filter(
      (at) => !known.said.has(message.words[at] ?? '') && (rest.length === 1 || message.words.length <= 3),
    )
    .map((at) => ({ start: at, end: at + 1, matches: names.near([message.words[at] ?? '']) }))
    .filter((mention) => mention.matches.length > 0);
}
