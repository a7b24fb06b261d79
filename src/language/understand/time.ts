import type { TextLanguage } from '../languages.ts';
import type { TimeReading, WiderUnderstanding } from '../understanding.ts';
import { type Lexicon, type Message, soundOfPhrase } from './lexicon.ts';
import type { FindNumbers } from './number.ts';

type Unit = 'day' | 'week' | 'month' | 'year';

const days: Readonly<Record<string, number>> = { today: 0, yesterday: 1, before_yesterday: 2 };
const units: readonly Unit[] = ['day', 'week', 'month', 'year'];
const written = /(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)/;
const longestPhrase = 3;

/** Reads a point in time ("il y a deux mois", "mars 2024", "hier"), without knowing what day it is. */
export function createTimeReader(lexicon: Lexicon, find: FindNumbers): WiderUnderstanding['time'] {
  const words = timeWords(lexicon);
  return (text, language) => {
    const message = lexicon.read(text);
    return (
      dateInDigits(message.plain) ??
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
        const key = soundOfPhrase(phrase);
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

function monthAndYear(message: Message, words: ReadonlyMap<string, string>): TimeReading | null {
  const at = message.sounds.findIndex((word) => words.get(word)?.startsWith('month-'));
  if (at < 0) return null;
  const month = Number(words.get(message.sounds[at] ?? '')?.slice('month-'.length));
  const day = Number(message.words[at - 1]);
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
    if (number !== undefined && Number.isInteger(number.value)) return { ago: number.value, unit };
    const beside = [message.sounds[at - 1], message.sounds[at + 1]];
    if (beside.some((one) => one !== undefined && words.get(one) === 'last')) return { ago: 1, unit };
  }
  return null;
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
