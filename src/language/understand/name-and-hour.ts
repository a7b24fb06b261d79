import type { TextLanguage } from '../languages.ts';
import { type CallDay, callDays, type Understanding } from '../understanding.ts';
import { plain, wordsOf } from './letters.ts';
import { type Lexicon, soundOfPhrase } from './lexicon.ts';
import { createNumberFinder } from './number.ts';

/** Where something was read: letters of the message, end excluded. */
interface Span {
  readonly start: number;
  readonly end: number;
}

interface Hour extends Span {
  readonly hour: string;
}

interface Day extends Span {
  readonly day: CallDay;
}

const mostNameWords = 3;
/** A bare small hour is meant in the afternoon: nobody asks to be called at three in the night. */
const earliestBareHour = 7;

const clock =
  /(?<![\d/])(\d{1,2})\s?(?:h(?:eures?|rs?)?|:|waxtu|wakhtou|waktu|heure)\s?([0-5]\d)?(?![a-z\d])/;
const halfDay = /(?<![\d/])(\d{1,2})(?::([0-5]\d))?\s?(am|pm)\b/;

/** Reads a name, a day and an hour to call ("Awa demain 15h" → Awa, tomorrow, 15:00); what is not there is left out. */
export function createNameAndHourReader(lexicon: Lexicon): Understanding['nameAndHour'] {
  const parts = dayParts(lexicon);
  const days = dayWords(lexicon);
  const around = lexicon.around('call');
  const findNumbers = createNumberFinder(lexicon);
  return (text, language) => {
    const written = text.slice(0, 300);
    const hour = clockHour(written) ?? spokenHour(written, language) ?? partOfDay(written, parts);
    const named = daysIn(written, days).filter((day) => !isPartOfHour(day, hour, written));
    const name = nameIn(blanked(written, [...named, ...(hour ? [hour] : [])]), around);
    const day = named[0]?.day;
    return {
      ...(name !== null && { name }),
      ...(day !== undefined && { day }),
      ...(hour !== null && { hour: hour.hour }),
    };
  };

  /** "à quinze heures", "juróomi waxtu". */
  function spokenHour(written: string, language: TextLanguage): Hour | null {
    const words = [...written.matchAll(/[\p{L}\p{M}\d'’-]+/gu)];
    for (let at = 1; at < words.length; at += 1) {
      const unit = plain(words[at]?.[0] ?? '');
      if (!/^(?:heures?|waxtu|wakhtou|waktu|h)$/.test(unit)) continue;
      const start = Math.max(0, at - 3);
      const phrase = words.slice(start, at).map((word) => word[0]);
      const read = findNumbers(lexicon.read(phrase.join(' ')), language).at(-1);
      if (read === undefined || !Number.isInteger(read.value) || read.value > 24) continue;
      const first = words[start]?.index ?? 0;
      return { hour: clockText(afternoon(read.value, written), 0), start: first, end: end(words[at]) };
    }
    return null;
  }
}

function end(match: RegExpMatchArray | undefined): number {
  return (match?.index ?? 0) + (match?.[0].length ?? 0);
}

function clockHour(written: string): Hour | null {
  const low = written.toLowerCase();
  const half = halfDay.exec(low);
  if (half !== null) {
    const hour = (Number(half[1]) % 12) + (half[3] === 'pm' ? 12 : 0);
    return { hour: clockText(hour, Number(half[2] ?? 0)), start: half.index, end: end(half) };
  }
  const match = clock.exec(low);
  const hour = Number(match?.[1]);
  if (match === null || hour > 24) return null;
  const exact = (match[1] ?? '').startsWith('0') ? hour : afternoon(hour, low);
  return { hour: clockText(exact, Number(match[2] ?? 0)), start: match.index, end: end(match) };
}

function afternoon(hour: number, written: string): number {
  if (hour === 0 || hour >= 12 || /matin|suba\b|souba|subaka|morning/.test(plain(written))) return hour;
  const late = /soir|apr[eè]s.?midi|aprem|ngoon|ngon\b|kikii?de|nuit|guddi|evening|afternoon/.test(
    plain(written),
  );
  return late || hour < earliestBareHour ? hour + 12 : hour;
}

function clockText(hour: number, minute: number): string {
  return `${String(hour % 24).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** Sound of a word for a part of the day → its hour. */
function dayParts(lexicon: Lexicon): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const [, vocabulary] of lexicon.vocabularies('fr')) {
    for (const [hour, phrases] of Object.entries(vocabulary.hours ?? {})) {
      for (const phrase of phrases) parts.set(soundOfPhrase(phrase), hour);
    }
  }
  return parts;
}

function partOfDay(written: string, parts: ReadonlyMap<string, string>): Hour | null {
  const words = [...written.matchAll(/[\p{L}\p{M}]+/gu)];
  for (let length = 3; length > 0; length -= 1) {
    for (let at = 0; at + length <= words.length; at += 1) {
      const run = words.slice(at, at + length);
      const hour = parts.get(soundOfPhrase(run.map((word) => word[0]).join(' ')));
      if (hour !== undefined) return { hour, start: run[0]?.index ?? 0, end: end(run.at(-1)) };
    }
  }
  return null;
}

/** Words for a day, by their letters: "Assette" is a name and sounds like Pulaar Saturday. */
function dayWords(lexicon: Lexicon): ReadonlyMap<string, CallDay> {
  const words = new Map<string, CallDay>();
  for (const [, { time = {} }] of lexicon.vocabularies('fr')) {
    for (const day of callDays) {
      for (const phrase of time[day] ?? []) words.set(wordsOf(plain(phrase)).join(' '), day);
    }
  }
  return words;
}

/** Every day that is named, the longest phrase at each word ("après-demain" is not "demain"). */
function daysIn(written: string, days: ReadonlyMap<string, CallDay>): Day[] {
  const words = [...written.matchAll(/[\p{L}\p{M}\d]+/gu)];
  const found: Day[] = [];
  for (let at = 0; at < words.length; ) {
    const day = dayAt(words, at, days);
    if (day !== null) found.push(day);
    at += day?.words ?? 1;
  }
  return found;
}

function dayAt(
  words: readonly RegExpMatchArray[],
  at: number,
  days: ReadonlyMap<string, CallDay>,
): (Day & { words: number }) | null {
  for (let length = Math.min(3, words.length - at); length > 0; length -= 1) {
    const run = words.slice(at, at + length);
    const day = days.get(wordsOf(plain(run.map((word) => word[0]).join(' '))).join(' '));
    if (day !== undefined) return { day, start: run[0]?.index ?? 0, end: end(run.at(-1)), words: length };
  }
  return null;
}

/** "ci suba" is in the morning; "suba" alone is tomorrow as well. */
function isPartOfHour(day: Span, hour: Span | null, written: string): boolean {
  if (hour === null || day.start < hour.start || day.end > hour.end) return false;
  return wordsOf(plain(written.slice(hour.start, hour.end))).length > 1;
}

function blanked(written: string, spans: readonly Span[]): string {
  return spans.reduce((left, { start, end: to }) => {
    return left.slice(0, start) + ' '.repeat(to - start) + left.slice(to);
  }, written);
}

/** What is left once day, hour and the words around are gone, if it can be a name. */
function nameIn(written: string, around: ReadonlySet<string>): string | null {
  const words = (written.match(/[\p{L}\p{M}'’-]+/gu) ?? []).filter((word) => {
    const parts = wordsOf(plain(word));
    return parts.length > 0 && !parts.every((part) => around.has(part));
  });
  const bare = words
    .map((word) => word.replace(/^(?:[cdjlmst]['’])+(?=\p{L})/iu, ''))
    .filter((word) => word !== '');
  if (bare.length === 0 || bare.length > mostNameWords) return null;
  return bare.map(capitalised).join(' ');
}

function capitalised(word: string): string {
  const lower = word === word.toUpperCase() ? word.toLowerCase() : word;
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}
