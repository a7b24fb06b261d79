import { plain, wordsOf } from './letters.ts';
import { sound } from './sound.ts';

/**
 * Phrases as people who edit the locale files write them: words, `a/b/c` for either, `{family}` for any word of a
 * named list, `...` for up to four words between, `frapp*` for any ending, `+` between phrases that stand anywhere in
 * the message. Words are compared by sound, so spellings need no list.
 */
export interface Phrase<T> {
  readonly says: T;
  readonly slots: readonly Slot[];
  /** What must stand somewhere else in the message too. */
  readonly besides: readonly (readonly Slot[])[];
}

/** Named lists of words that phrases speak of as `{name}`. */
export type Families = Readonly<Record<string, readonly string[]>>;

interface Slot {
  readonly words: ReadonlySet<string>;
  /** Beginnings of words, as letters and as sounds. */
  readonly starts: readonly string[];
  /** Up to this many words may stand before it. */
  readonly gap: number;
}

/** A phrase found in a message: what it says, and where it stands (word numbers, end excluded). */
export interface Found<T> {
  readonly says: T;
  readonly start: number;
  readonly end: number;
}

const widestGap = 4;

/** Reads one phrase of a locale file; null when it holds no word. */
export function parsePhrase<T>(phrase: string, says: T, families: Families = {}): Phrase<T> | null {
  const [slots = [], ...besides] = phrase
    .split(' + ')
    .map((part) => slotsOfPart(part, families))
    .filter((part) => part.length > 0);
  return slots.length > 0 ? { says, slots, besides } : null;
}

function slotsOfPart(part: string, families: Families): Slot[] {
  const slots: Slot[] = [];
  let gap = 0;
  for (const token of part.trim().split(/\s+/)) {
    if (token === '...' || token === '…') gap = widestGap;
    else {
      for (const slot of slotsOf(spread(token, families))) {
        slots.push({ ...slot, gap });
        gap = 0;
      }
    }
  }
  return slots;
}

/** Puts the words of a family in the place of its name. */
function spread(token: string, families: Families): string {
  return token.replace(/\{([^{}]+)\}/g, (_, name: string) => (families[name] ?? []).join('/'));
}

function slotsOf(token: string): Omit<Slot, 'gap'>[] {
  const alternatives = token
    .split('/')
    .map((one) => ({ words: wordsOf(plain(one)), open: one.endsWith('*') }));
  const [only] = alternatives;
  if (alternatives.length === 1 && only !== undefined && !only.open) {
    return only.words.map((word) => ({ words: new Set([sound(word)]), starts: [] }));
  }
  const closed = alternatives.filter((one) => !one.open).map((one) => one.words.join(''));
  const open = alternatives.filter((one) => one.open).map((one) => one.words.join(''));
  return [
    {
      words: new Set(closed.map(sound)),
      starts: [...new Set(open.flatMap((start) => [start, sound(start)]))],
    },
  ];
}

/** Finds every phrase that stands in a message, given the words and their sounds. */
export type FindPhrases<T> = (sounds: readonly string[], words: readonly string[]) => Found<T>[];

interface Heard {
  readonly sounds: readonly string[];
  readonly words: readonly string[];
  /** Sounds of words over which no gap may reach. */
  readonly walls: ReadonlySet<string>;
}

/** Makes a finder for many phrases: each is tried only where its first word stands; gaps do not reach over `walls`. */
export function createFinder<T>(
  phrases: readonly (Phrase<T> | null)[],
  walls: ReadonlySet<string> = new Set(),
): FindPhrases<T> {
  const byWord = new Map<string, Phrase<T>[]>();
  const byStart = new Map<string, Phrase<T>[]>();
  for (const phrase of phrases) {
    if (phrase === null) continue;
    for (const word of phrase.slots[0]?.words ?? []) put(byWord, word, phrase);
    for (const start of phrase.slots[0]?.starts ?? []) put(byStart, start.slice(0, indexed), phrase);
  }
  return (sounds, words) => {
    const heard = { sounds, words, walls };
    return sounds.flatMap((sound, at) => {
      const starts = new Set([sound, words[at] ?? sound].map((word) => word.slice(0, indexed)));
      const tried = new Set(byWord.get(sound) ?? []);
      for (const start of starts) for (const phrase of byStart.get(start) ?? []) tried.add(phrase);
      return [...tried].flatMap((phrase) => {
        const end = endOf(phrase.slots, 0, heard, at);
        if (end === null || !phrase.besides.every((slots) => stands(slots, heard))) return [];
        return [{ says: phrase.says, start: at, end }];
      });
    });
  };
}

/** Letters of an open word by which it is looked up; open words in the files are at least this long. */
const indexed = 3;

function put<T>(index: Map<string, T[]>, key: string, value: T): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [value]);
  else known.push(value);
}

function stands(slots: readonly Slot[], heard: Heard): boolean {
  return heard.sounds.some((_, at) => endOf(slots, 0, heard, at) !== null);
}

function endOf(slots: readonly Slot[], slot: number, heard: Heard, at: number): number | null {
  const current = slots[slot];
  if (current === undefined) return at;
  for (let skipped = 0; skipped <= current.gap; skipped += 1) {
    const sound = heard.sounds[at + skipped];
    if (sound === undefined) return null;
    if (fits(current, sound, heard.words[at + skipped] ?? sound)) {
      const end = endOf(slots, slot + 1, heard, at + skipped + 1);
      if (end !== null) return end;
    }
    if (heard.walls.has(sound)) return null;
  }
  return null;
}

function fits(slot: Slot, heard: string, word: string): boolean {
  return (
    slot.words.has(heard) || slot.starts.some((start) => word.startsWith(start) || heard.startsWith(start))
  );
}

/** The plain words of a phrase, without its signs; open words only with their beginning. */
export function wordsOfPhrase(phrase: string, families: Families = {}): string[] {
  return spread(phrase, families)
    .split(/[\s/+]+/)
    .flatMap((token) => (token.endsWith('*') ? [] : wordsOf(plain(token))));
}
