import type { TextLanguage } from '../languages.ts';
import type { TimeReading, WiderUnderstanding } from '../understanding.ts';
import { plain } from './letters.ts';
import { type Lexicon, type Message, soundOfPhrase } from './lexicon.ts';
import type { FindNumbers } from './number.ts';

type Unit = 'day' | 'week' | 'month' | 'year';

const days: Readonly<Record<string, number>> = { today: 0, yesterday: 1, before_yesterday: 2 };
const units: readonly Unit[] = ['day', 'week', 'month', 'year'];
const written = /(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)/;
const monthInDigits = /(?<![\d/.-])(0?[1-9]|1[0-2])[/.-](20[0-4]\d)(?!\d)/;
const longestPhrase = 3;
/** Months this short are known by their letters: "mee" (May) sounds like "me", "nov" like "now". */
const shortMonth = 4;
/** A number of years and hardly more answers "since when?"; in a longer message it may be an age. */
const shortAnswer = 3;
/** So far before a number a word may say that it is to come. */
const reach = 3;

/** Reads a point in time ("il y a deux mois", "mars 2024", "hier"), without knowing what day it is. */
export function createTimeReader(lexicon: Lexicon, find: FindNumbers): WiderUnderstanding['time'] {
  const words = timeWords(lexicon);
  return (text, language) => {
    const message = lexicon.read(text);
    return (
      dateInDigits(message.plain) ??
      monthOfYear(message.plain) ??
      monthAndYear(message, words) ??
      ago(message, words, find, language) ??
      daysAgo(message, words) ??
      yearAlone(message)
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
        const byLetters = meaning.startsWith('month-') && letters.length <= shortMonth;
        const key = byLetters ? `=${letters}` : soundOfPhrase(phrase);
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

function monthAndYear(message: Message, words: ReadonlyMap<string, string>): TimeReading | null {
  const months = message.sounds.map((sound, at) => words.get(`=${message.words[at]}`) ?? words.get(sound));
  const at = months.findIndex((meaning) => meaning?.startsWith('month-'));
  if (at < 0) return null;
  const month = Number(months[at]?.slice('month-'.length));
  const before = message.words[at - 1] ?? '';
  // "le premier mai", "1er mai"
  const day = before === 'premier' || (before === 'er' && message.words[at - 2] === '1') ? 1 : Number(before);
  const year = message.words.slice(at + 1).find((word) => isYear(word));
  return {
    month,
    ...(day >= 1 && day <= 31 && { day }),
    ...(year !== undefined && { year: Number(year) }),
  };
}

/** A number and a unit: "il y a deux mois", "3 weer", "lebbi tati"; "last month" counts one. */
function ago(
  message: Message,
  words: ReadonlyMap<string, string>,
  find: FindNumbers,
  language: TextLanguage,
): TimeReading | null {
  const numbers = find(message, language);
  for (const [at, word] of message.sounds.entries()) {
    const unit = units.find((one) => one === words.get(word));
    if (unit === undefined) continue;
    const number = numbers.find((one) => one.end === at) ?? numbers.find((one) => one.start === at + 1);
    if (number !== undefined && Number.isInteger(number.value)) {
      // "l'année 2019"
      if (isYear(String(number.value))) return { year: number.value };
      if (isAhead(message, words, number.start) || mayBeAge(message, words, unit)) continue;
      return { ago: number.value, unit };
    }
    const beside = [message.sounds[at - 1], message.sounds[at + 1]];
    if (beside.some((one) => one !== undefined && words.get(one) === 'last')) return { ago: 1, unit };
  }
  return null;
}

/** "dans deux mois", "la formation dure 6 mois": to come, or how long it takes. */
function isAhead(message: Message, words: ReadonlyMap<string, string>, start: number): boolean {
  const before = message.sounds.slice(Math.max(0, start - reach), start);
  return before.some((word) => words.get(word) === 'ahead');
}

/** "j'ai 23 ans", "ma fille de 12 ans", "35 at laa am": years that no word counts back. */
function mayBeAge(message: Message, words: ReadonlyMap<string, string>, unit: Unit): boolean {
  if (unit !== 'year' || message.words.length <= shortAnswer) return false;
  return !message.sounds.some((_, at) => {
    return [1, 2, 3].some((length) => words.get(message.sounds.slice(at, at + length).join(' ')) === 'ago');
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

function yearAlone(message: Message): TimeReading | null {
  const year = message.words.find((word) => isYear(word));
  return year === undefined ? null : { year: Number(year) };
}

function isYear(word: string): boolean {
  return /^(?:19[5-9]\d|20[0-4]\d)$/.test(word);
}
