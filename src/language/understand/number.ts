import type { TextLanguage } from '../languages.ts';
import type { Understanding } from '../understanding.ts';
import { wordsOf } from './letters.ts';
import type { Lexicon, Message } from './lexicon.ts';
import { typingErrors } from './near.ts';
import { createNumberWords, type ValuesAt } from './number-words.ts';

/** A number found in a message: its value, the words it took, and whether a lone "un" said it. */
export interface FoundNumber {
  readonly value: number;
  readonly start: number;
  readonly end: number;
  readonly weak: boolean;
}

/** Finds every number of a message, in digits or in words of any language. */
export type FindNumbers = (message: Message, language: TextLanguage) => readonly FoundNumber[];

const joiners = new Set(['et', 'ak', 'e', 'and', 'do', 'ning', 'fo', 'di']);
/** Words that mean one but mostly stand before a noun. */
const articles = new Set(['un', 'une', 'one', 'benn', 'ben', 'genn']);
/** Wolof counts money in coins of five francs. */
const coinOfFive = 'derem';
const mostWords = 9;

/** Makes the finder; number words of the language written in win over those of others. */
export function createNumberFinder(lexicon: Lexicon): FindNumbers {
  const idle = new Set((['unsure', 'yes', 'no'] as const).flatMap((list) => [...lexicon.plainPhrases(list)]));
  const wordsIn = createNumberWords(lexicon);
  return (message, language) => {
    const digits = digitNumbers(message);
    const taken = (at: number) => digits.some((one) => one.start <= at && at < one.end);
    const worded = wordNumbers(message, wordsIn(language).valuesAt, idle).filter((one) => !taken(one.start));
    return joinedNumbers([...digits, ...worded], message);
  };
}

/** Reads the one number of a message; null when there is none or more than one. */
export function createNumberReader(lexicon: Lexicon, find: FindNumbers): Understanding['number'] {
  const wordsIn = createNumberWords(lexicon);
  return (text, language) => {
    const message = lexicon.read(text);
    const all = find(message, language);
    const strong = all.filter((one) => !one.weak);
    const read = strong.length > 0 ? strong : message.words.length <= 5 ? all : [];
    const values = new Set(read.map((one) => one.value));
    const [only] = values;
    if (values.size === 0) return nearMiss(message, wordsIn(language).sounds);
    return values.size === 1 && only !== undefined ? only : null;
  };
}

const digits =
  /(?<![\da-z.,/:])\d+(?:[ .,\u00a0\u202f]\d+)*(?![\d/])(?:\s?(k|milles?|mil|thousands?|millions?|milliards?)(?![a-z]))?/g;
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
function wordNumbers(message: Message, valuesAt: ValuesAt, idle: ReadonlySet<string>): FoundNumber[] {
  const found: FoundNumber[] = [];
  for (let at = 0; at < message.words.length; ) {
    const run = runAt(message, at, valuesAt);
    if (run === null) {
      at += 1;
      continue;
    }
    const value = valueOfWords(withoutArticle(run.values, message.words[at] ?? ''));
    const weak = run.values.length === 1 && isWeak(run.values[0], message.words[at] ?? '');
    const coins = message.sounds[run.end] === coinOfFive ? 5 : 1;
    if (value !== null && !countsNothing(message, at, run, idle))
      found.push({ value: value * coins, start: at, end: run.end, weak });
    at = run.end;
  }
  return found;
}

interface Run {
  readonly values: readonly number[];
  readonly end: number;
}

/** A lone "un" mostly stands before a noun, and "aucun" before what is not there. */
function isWeak(value: number | undefined, word: string): boolean {
  return articles.has(word) || (value === 0 && word.startsWith('aucun'));
}

/** "un peu", "aucune idée", "des milliers": nothing is counted. */
function countsNothing({ words }: Message, at: number, run: Run, idle: ReadonlySet<string>): boolean {
  const beside = words.slice(at, run.end + 1).join(' ');
  if (beside === 'un peu' || idle.has(beside)) return true;
  return words[at - 1] === 'des' && run.values.length === 1;
}

/** "une douzaine" is twelve. */
function withoutArticle(values: readonly number[], first: string): readonly number[] {
  return articles.has(first) && (values[1] ?? 0) >= 10 ? values.slice(1) : values;
}

function runAt(message: Message, start: number, valuesAt: ValuesAt): Run | null {
  const values: number[] = [];
  let end = start;
  for (let at = start; at < message.words.length && values.length < mostWords; ) {
    // "cinq et deux" are two numbers, "vingt et deux" one
    const skip = (values.at(-1) ?? 0) >= 10 && joiners.has(message.sounds[at] ?? '') ? 1 : 0;
    const next = longest(message, at + skip, valuesAt);
    if (next === null) break;
    // "quatre... quatre": said twice
    if (values.length !== 1 || next.values.length !== 1 || next.values[0] !== values[0])
      values.push(...next.values);
    at += skip + next.length;
    end = at;
  }
  return values.length > 0 ? { values, end } : null;
}

function longest(
  message: Message,
  at: number,
  valuesAt: ValuesAt,
): { values: readonly number[]; length: number } | null {
  for (let length = Math.min(4, message.words.length - at); length > 0; length -= 1) {
    const values = valuesAt(message, at, length);
    if (values !== null) return { values, length };
  }
  return null;
}

/** Numbers in the order written, those that are told in two pieces as one. */
function joinedNumbers(all: readonly FoundNumber[], message: Message): FoundNumber[] {
  const joined: FoundNumber[] = [];
  for (const next of all.toSorted((one, other) => one.start - other.start)) {
    const before = joined.at(-1);
    const value = before === undefined ? null : together(before, next, message);
    if (before === undefined || value === null) joined.push(next);
    else joined[joined.length - 1] = { ...before, value, end: next.end, weak: false };
  }
  return joined;
}

const million = 1e6;

/** "un hectare et demi", "deux virgule cinq", "1 million 5" (hundred thousand), "fukki xar ak ñaar"; null: two numbers. */
function together(before: FoundNumber, next: FoundNumber, { words }: Message): number | null {
  const apart = next.start - before.end;
  const millions = before.value >= million && before.value % million === 0;
  if (next.value === 0.5 && apart <= 1) return before.value + (millions ? million / 2 : 0.5);
  if (apart === 0 && millions && next.value < 1_000 && next.value > 0)
    return before.value + next.value * (next.value < 10 ? 100_000 : 1_000);
  if (apart === 1 && words[before.end] === 'virgule' && Number.isInteger(next.value))
    return before.value + next.value / 10 ** String(next.value).length;
  const counting = before.value >= 10 && next.value < 10 && words[before.end - 1]?.endsWith('i') === true;
  return counting && apart === 2 && words[next.start - 1] === 'ak' ? before.value + next.value : null;
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
      total += value % 1_000 === 0 && values[at] === value ? (part || 1) * value : value;
      part = 0;
    } else if (value === 0.5 && total + part > 0)
      part += total >= million && part === 0 ? million / 2 : value;
    else if (multipliers.has(value) && ones > 0 && ones < 10) part += ones * (value - 1);
    else if (part > 0 && (value >= least || (least < 10 && !(least === 5 && value < 5)))) return null;
    else part += value;
    least = value;
  }
  // "un million cinq": five hundred thousand
  return total + (total >= million && part < 10 ? part * 100_000 : part);
}

/** "quatre-vingt", "ñaar-fukk", "deux cents". */
const multipliers = new Set([10, 20, 100]);

/** One word with a typing error ("trante") that can only be one number. */
function nearMiss(message: Message, spelled: ReadonlyMap<string, number>): number | null {
  const [only] = message.sounds;
  if (only === undefined || message.words.length !== 1 || only.length < 4 || !/^[a-z]+$/i.test(only))
    return null;
  const near = [...spelled].filter(
    ([word]) => word.length >= 4 && word[0] === only[0] && typingErrors(word, only, 1) <= 1,
  );
  const values = new Set(near.map(([, value]) => value));
  const [value] = values;
  return values.size === 1 && value !== undefined ? value : null;
}
