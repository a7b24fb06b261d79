import type { TextLanguage } from '../languages.ts';
import type { Understanding } from '../understanding.ts';
import { wordsOf } from './letters.ts';
import { type Lexicon, type Message, soundOfPhrase } from './lexicon.ts';
import { typingErrors } from './near.ts';

/** A number found in a message: its value, the words it took, and whether a lone "un" said it. */
export interface FoundNumber {
  readonly value: number;
  readonly start: number;
  readonly end: number;
  readonly weak: boolean;
}

/** Finds every number of a message, in digits or in words of any language. */
export type FindNumbers = (message: Message, language: TextLanguage) => readonly FoundNumber[];

/** Sound of a number word → value. */
type NumberWords = ReadonlyMap<string, number>;

const joiners = new Set(['et', 'ak', 'e', 'and', 'do', 'ning', 'fo', 'di']);
/** Words that mean one but mostly stand before a noun. */
const articles = new Set(['un', 'une', 'one', 'benn', 'ben', 'genn']);
/** Wolof counts money in coins of five francs. */
const coinOfFive = 'derem';
const mostWords = 9;

/** Makes the finder; number words of the language written in win over those of others. */
export function createNumberFinder(lexicon: Lexicon): FindNumbers {
  const tables = new Map<TextLanguage, NumberWords>();
  const tableOf = (language: TextLanguage) => tableFor(tables, lexicon, language);
  return (message, language) => {
    const digits = digitNumbers(message);
    const taken = (at: number) => digits.some((one) => one.start <= at && at < one.end);
    return [...digits, ...wordNumbers(message, tableOf(language)).filter((one) => !taken(one.start))];
  };
}

function tableFor(
  tables: Map<TextLanguage, NumberWords>,
  lexicon: Lexicon,
  language: TextLanguage,
): NumberWords {
  const known = tables.get(language) ?? numberWords(lexicon, language);
  tables.set(language, known);
  return known;
}

/** Reads the one number of a message; null when there is none or more than one. */
export function createNumberReader(lexicon: Lexicon, find: FindNumbers): Understanding['number'] {
  const tables = new Map<TextLanguage, NumberWords>();
  return (text, language) => {
    const message = lexicon.read(text);
    const all = find(message, language);
    const strong = all.filter((one) => !one.weak);
    const read = strong.length > 0 ? strong : message.words.length <= 5 ? all : [];
    const values = new Set(read.map((one) => one.value));
    const [only] = values;
    if (values.size === 0) return nearMiss(message, tableFor(tables, lexicon, language));
    return values.size === 1 && only !== undefined ? only : null;
  };
}

/** Languages whose number words count in any message; those of others only when they were chosen. */
const counted: ReadonlySet<TextLanguage> = new Set(['fr', 'wo', 'ff', 'en']);

function numberWords(lexicon: Lexicon, language: TextLanguage): NumberWords {
  const words = new Map<string, number>();
  for (const [code, vocabulary] of lexicon.vocabularies(language)) {
    if (!counted.has(code) && code !== language) continue;
    for (const [value, spellings] of Object.entries(vocabulary.numbers ?? {})) {
      for (const spelling of spellings) {
        const key = soundOfPhrase(spelling);
        if (!words.has(key)) words.set(key, Number(value));
      }
    }
  }
  return words;
}

const digits =
  /(?<![\da-z.,/:])\d+(?:[ .,\u00a0\u202f]\d+)*(?![\d/])(?:\s?(k|milles?|mil|millions?|milliards?)(?![a-z]))?/g;
const times = /^\s?(?:h(?![a-z])|heures?\b|:\d\d|h\d)/;

/** Numbers in digits: "25 000 F", "25.000", "2,5", "25k"; hours and telephone numbers are none. */
function digitNumbers(message: Message): FoundNumber[] {
  const found: FoundNumber[] = [];
  for (const match of message.plain.matchAll(digits)) {
    const after = message.plain.slice(match.index + match[0].length);
    const written = match[0].replace(/[a-z\s]+$/, '');
    // "3,5 heures" is how long, "15 heures" is when
    const isHour = times.test(after) && !written.includes(',');
    const value = isHour ? null : valueOfDigits(written);
    if (value === null) continue;
    const start = wordsOf(message.plain.slice(0, match.index)).length;
    const end = start + wordsOf(match[0]).length;
    found.push({ value: rounded(value * scale(match[1])), start, end, weak: false });
  }
  return found;
}

function scale(word: string | undefined): number {
  if (word === undefined) return 1;
  if (word.startsWith('milliard')) return 1e9;
  return word.startsWith('million') ? 1e6 : 1_000;
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function valueOfDigits(written: string): number | null {
  if (/^\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+$/.test(written)) return Number(written.replace(/\D/g, ''));
  if (/^\d{1,8}$/.test(written)) return Number(written);
  if (/^\d{1,9}[.,]\d{1,2}$/.test(written)) return Number(written.replace(',', '.'));
  if (/^\d{1,3}(?: \d{3})+,\d{1,2}$/.test(written))
    return Number(written.replaceAll(' ', '').replace(',', '.'));
  return null;
}

/** Runs of number words: "cent vingt-cinq", "fanweer ak juróom", "sappo e go'o". */
function wordNumbers(message: Message, words: NumberWords): FoundNumber[] {
  const { sounds } = message;
  const found: FoundNumber[] = [];
  for (let at = 0; at < sounds.length; ) {
    const run = runAt(sounds, at, words);
    if (run === null) {
      at += 1;
      continue;
    }
    const weak = run.values.length === 1 && articles.has(message.words[at] ?? '');
    // "un peu" counts nothing
    const counts = !(weak && message.words[run.end] === 'peu');
    const coins = sounds[run.end] === coinOfFive ? 5 : 1;
    const value = valueOfWords(run.values);
    if (value !== null && counts) found.push({ value: value * coins, start: at, end: run.end, weak });
    at = run.end;
  }
  return found;
}

function runAt(
  sounds: readonly string[],
  start: number,
  words: NumberWords,
): { values: readonly number[]; end: number } | null {
  const values: number[] = [];
  let end = start;
  for (let at = start; at < sounds.length && values.length < mostWords; ) {
    // "cinq et deux" are two numbers, "vingt et deux" one
    const skip = (values.at(-1) ?? 0) >= 10 && joiners.has(sounds[at] ?? '') ? 1 : 0;
    const length = longest(sounds, at + skip, words);
    if (length === 0) break;
    values.push(words.get(sounds.slice(at + skip, at + skip + length).join(' ')) ?? 0);
    at += skip + length;
    end = at;
  }
  return values.length > 0 ? { values, end } : null;
}

function longest(sounds: readonly string[], at: number, words: NumberWords): number {
  for (let length = Math.min(4, sounds.length - at); length > 0; length -= 1) {
    if (words.has(sounds.slice(at, at + length).join(' '))) return length;
  }
  return 0;
}

/**
 * The value of number words in a row: a larger word multiplies what stands before it ("cinq cents",
 * "juróom fukk"), a smaller one is added; null when they do not make one number ("deux trois").
 * A negative value is a Pulaar plural that multiplies what follows ("capanɗe tati", tens three).
 */
function valueOfWords(values: readonly number[]): number | null {
  let total = 0;
  let part = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < values.length; at += 1) {
    let value = values[at] ?? 0;
    if (value < 0) {
      at += 1;
      value = -value * (values[at] ?? 1);
    }
    const ones = part % 100;
    if (value >= 1_000) {
      total += value % 1_000 === 0 && values[at] === value ? Math.max(part, 1) * value : value;
      part = 0;
    } else if (multipliers.has(value) && ones > 0 && ones < 10) part += ones * (value - 1);
    else if (part > 0 && (value >= least || (least < 10 && !(least === 5 && value < 5)))) return null;
    else part += value;
    least = value;
  }
  return total + part;
}

/** "quatre-vingt", "ñaar-fukk", "deux cents". */
const multipliers = new Set([10, 20, 100]);

/** One word with a typing error ("trante") that can only be one number. */
function nearMiss(message: Message, words: NumberWords): number | null {
  const [only] = message.sounds;
  if (only === undefined || message.words.length !== 1 || only.length < 4 || !/^[a-z]+$/i.test(only))
    return null;
  const near = [...words].filter(
    ([word]) => word.length >= 4 && word[0] === only[0] && typingErrors(word, only, 1) <= 1,
  );
  const values = new Set(near.map(([, value]) => value));
  const [value] = values;
  return values.size === 1 && value !== undefined ? value : null;
}
