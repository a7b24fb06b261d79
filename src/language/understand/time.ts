import type { TimeReading, WiderUnderstanding } from '../understanding.ts';
import { plain, wordsOf } from './letters.ts';
import { type Lexicon, type Message, soundOfPhrase } from './lexicon.ts';
import type { FindNumbers, FoundNumber } from './number.ts';

type Unit = 'day' | 'week' | 'month' | 'year';

const days: Readonly<Record<string, number>> = { today: 0, yesterday: 1, before_yesterday: 2 };
const units: readonly Unit[] = ['day', 'week', 'month', 'year'];
const written = /(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)/;
const monthInDigits = /(?<![\d/.-])(0?[1-9]|1[0-2])[/.-](20[0-4]\d)(?!\d)/;
const longestPhrase = 3;
/** Months this short are known by their letters: "mee" (May) sounds like "me", "nov" like "now", "march" like "marché". */
const shortMonth = 5;
/** A number and hardly more answers "since when?"; in a longer message it may be an age, or how long something lasts. */
const shortAnswer = 3;
/** So far before a number a word may say that it is to come. */
const reach = 3;

/** Reads a point in time ("il y a deux mois", "mars 2024", "hier"), without knowing what day it is. */
export function createTimeReader(lexicon: Lexicon, find: FindNumbers): WiderUnderstanding['time'] {
  const words = timeWords(lexicon);
  return (text, language) => {
    const message = lexicon.read(text);
    const numbers = find(message, language);
    return (
      dateInDigits(message.plain) ??
      monthOfYear(message.plain) ??
      monthAndYear(message, words, numbers) ??
      ago(message, words, numbers) ??
      daysAgo(message, words) ??
      lastYear(message, words) ??
      yearAlone(numbers)
    );
  };
}

/** Phrase by sound → what it stands for ("month-3", "week", "yesterday"). */
function timeWords(lexicon: Lexicon): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const [, vocabulary] of lexicon.vocabularies('fr')) {
    for (const [meaning, phrases] of Object.entries(vocabulary.time ?? {})) {
      for (const phrase of phrases) {
        const letters = plain(phrase);
        const short = meaning.startsWith('month-') && letters.length <= shortMonth;
        const byLetters = short || meaning === 'own_age' || meaning === 'lasting';
        const key = byLetters ? `=${wordsOf(letters).join(' ')}` : soundOfPhrase(phrase);
        if (!words.has(key)) words.set(key, meaning);
      }
    }
  }
  return words;
}

function dateInDigits(plainText: string): TimeReading | null {
  const match = written.exec(plainText);
  const [day, month, year] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])];
  if (match === null || day < 1 || day > 31 || month < 1 || month > 12) return null;
  return { day, month, year: year < 100 ? 2000 + year : year };
}

function monthOfYear(plainText: string): TimeReading | null {
  const match = monthInDigits.exec(plainText);
  return match === null ? null : { month: Number(match[1]), year: Number(match[2]) };
}

function monthAndYear(
  message: Message,
  words: ReadonlyMap<string, string>,
  numbers: readonly FoundNumber[],
): TimeReading | null {
  const at = message.sounds.findIndex((_, index) => monthAt(message, index, words, numbers) !== null);
  const month = at < 0 ? null : monthAt(message, at, words, numbers);
  if (month === null) return null;
  const day = dayBefore(message, at, numbers);
  const year = numbers.find((one) => one.start > at && isYear(String(one.value)))?.value;
  return {
    month,
    ...(day !== null && { day }),
    ...(year !== undefined && { year }),
  };
}

/** "mars"; but "sept mois" is seven. */
function monthAt(
  message: Message,
  at: number,
  words: ReadonlyMap<string, string>,
  numbers: readonly FoundNumber[],
): number | null {
  const meaning = words.get(`=${message.words[at]}`) ?? words.get(message.sounds[at] ?? '');
  if (meaning === undefined || !meaning.startsWith('month-')) return null;
  const next = words.get(message.sounds[at + 1] ?? '');
  const counts = numbers.some((one) => one.start === at) && units.some((unit) => unit === next);
  return counts ? null : Number(meaning.slice('month-'.length));
}

/** "le premier mai", "1er mai", "dix octobre" */
function dayBefore({ words }: Message, at: number, numbers: readonly FoundNumber[]): number | null {
  const before = words[at - 1] ?? '';
  if (before === 'premier' || (before === 'er' && words[at - 2] === '1')) return 1;
  const day = numbers.find((one) => one.end === at && !one.weak)?.value ?? 0;
  return Number.isInteger(day) && day >= 1 && day <= 31 ? day : null;
}

interface Stretch {
  readonly unit: Unit;
  readonly start: number;
  readonly end: number;
}

/** A number and a unit: "il y a deux mois", "3 weer", "lebbi tati"; "last month" counts one. */
function ago(
  message: Message,
  words: ReadonlyMap<string, string>,
  numbers: readonly FoundNumber[],
): TimeReading | null {
  for (const { unit, start, end } of unitsIn(message, words)) {
    const number =
      numbers.find((one) => one.end === start || (one.start < start && start < one.end)) ??
      numbers.find((one) => one.start === end);
    if (number !== undefined && Number.isInteger(number.value)) {
      // "l'année 2019"
      if (isYear(String(number.value))) return { year: number.value };
      if (isAhead(message, words, number.start) || !countsBack(message, words, unit, number)) continue;
      return { ago: number.value, unit };
    }
    if (isLast(message, words, start, end)) return { ago: 1, unit };
  }
  return null;
}

/** Words for stretches of time and where they stand, the longest at each word ("ayu-bis"). */
function unitsIn({ sounds }: Message, words: ReadonlyMap<string, string>): Stretch[] {
  const found: Stretch[] = [];
  for (let start = 0; start < sounds.length; start += 1) {
    for (let length = 2; length > 0; length -= 1) {
      const meaning = words.get(sounds.slice(start, start + length).join(' '));
      const unit = units.find((one) => one === meaning);
      if (unit === undefined) continue;
      found.push({ unit, start, end: start + length });
      start += length - 1;
      break;
    }
  }
  return found;
}

/** "l'année dernière", "last week", "weer wi weesu": one word may stand between. */
function isLast(
  { sounds }: Message,
  words: ReadonlyMap<string, string>,
  start: number,
  end: number,
): boolean {
  const beside = [sounds[start - 1], sounds[end], sounds[end + 1]];
  const pair = sounds.slice(end, end + 2).join(' ');
  return words.get(pair) === 'last' || beside.some((one) => one !== undefined && words.get(one) === 'last');
}

/** "dans deux mois", "la formation dure 6 mois": to come, or how long it takes. */
function isAhead(message: Message, words: ReadonlyMap<string, string>, start: number): boolean {
  const before = message.sounds.slice(Math.max(0, start - reach), start);
  return before.some((word) => words.get(word) === 'ahead');
}

/** "j'ai 23 ans", "ma fille de 12 ans", "un contrat de 6 mois", "un jour de marché": nothing that counts back. */
function countsBack(
  { words: written, full, sounds }: Message,
  words: ReadonlyMap<string, string>,
  unit: Unit,
  number: FoundNumber,
): boolean {
  // "g 27 ans", "am naa 20 at": by letters, for "am na" says how long ago
  const before = [written.slice(0, number.start), full.slice(0, number.start + 1)].flatMap((run) =>
    [1, 2].map((length) => run.slice(-length).join(' ')),
  );
  if (unit === 'year' && before.some((run) => words.get(`=${run}`) === 'own_age')) return false;
  const mayLast = unit === 'year' || number.weak || words.get(`=${written[number.start - 1]}`) === 'lasting';
  if (!mayLast || written.length <= shortAnswer) return true;
  return sounds.some((_, at) => {
    return [1, 2, 3].some((length) => words.get(sounds.slice(at, at + length).join(' ')) === 'ago');
  });
}

function daysAgo(message: Message, words: ReadonlyMap<string, string>): TimeReading | null {
  const { sounds } = message;
  for (let length = longestPhrase; length > 0; length -= 1) {
    for (let at = 0; at + length <= sounds.length; at += 1) {
      const count = days[words.get(sounds.slice(at, at + length).join(' ')) ?? ''];
      if (count !== undefined) return { ago: count, unit: 'day' };
    }
  }
  return null;
}

/** "daaw", "last year" in one word. */
function lastYear(message: Message, words: ReadonlyMap<string, string>): TimeReading | null {
  return message.sounds.some((word) => words.get(word) === 'last_year') ? { ago: 1, unit: 'year' } : null;
}

/** In digits or in words: "en deux mille vingt-trois". */
function yearAlone(numbers: readonly FoundNumber[]): TimeReading | null {
  const year = numbers.find((one) => isYear(String(one.value)))?.value;
  return year === undefined ? null : { year };
}

function isYear(word: string): boolean {
  return /^(?:19[5-9]\d|20[0-4]\d)$/.test(word);
}
