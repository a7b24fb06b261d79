import type { Lexicon, Message } from './lexicon.ts';
import { sound } from './sound.ts';

/** What a cue says of the place beside it: lived in, come from, or where the person is not. */
export type Role = 'here' | 'origin' | 'elsewhere' | null;

/** Where words stand in a message: word numbers, end excluded. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Words that speak of a place: "j'habite à", "laa dëkk", "née à". */
export interface Cue {
  readonly role: Role;
  /** It may stand after the name ("laa dëkk"). */
  readonly follows: boolean;
  readonly start: number;
  readonly end: number;
}

/** A cue reaches over this many words ("j'habite actuellement dans la ville de Kolda"). */
const cueReach = 6;
const longestCue = 5;
/** Cues that follow the name in Wolof and Pulaar: "Dakar laa dëkk", "Matam jeyaa-mi". */
const followers = new Set(
  'laa la lay laay lanu ngon kod jei jeya njeya iwri iw umi hod hodi won woni'
    .split(' ')
    .map((word) => sound(word)),
);
/** Cues by their letters, and by their sound where no other cue is written so ("habite", "habitait"). */
export interface CueTable {
  readonly letters: ReadonlyMap<string, Role>;
  readonly sounds: ReadonlyMap<string, Role>;
  /** Words for other people, by sound: where they live is not where the person lives. */
  readonly others: ReadonlySet<string>;
  /** "moi aussi": the person is where the others are. */
  readonly too: ReadonlySet<string>;
}

/** The cues of all languages. */
export function cueTable(lexicon: Lexicon): CueTable {
  const letters = new Map<string, Role>();
  const sounds = new Map<string, Role>();
  const roles = [
    ['at', null],
    ['elsewhere', 'elsewhere'],
    ['origin', 'origin'],
    ['here', 'here'],
  ] as const;
  for (const [list, role] of roles) {
    for (const phrase of lexicon.plainPhrases(list)) letters.set(phrase, role);
    for (const phrase of lexicon.phrases(list)) sounds.set(phrase, role);
  }
  const kin = lexicon.vocabularies('fr').flatMap(([, { families }]) => families?.kin ?? []);
  const others = new Set([...kin, 'il', 'elle', 'ils', 'elles'].map(sound));
  return { letters, sounds, others, too: lexicon.plainPhrases('too') };
}

/** Finds the cues of a message, the longest at each word. */
export function findCues(message: Message, table: CueTable): Cue[] {
  const { sounds, words } = message;
  const cues: Cue[] = [];
  const too = words.some((word, at) => table.too.has(`${word} ${words[at + 1]}`));
  for (let start = 0; start < sounds.length; start += 1) {
    for (let length = Math.min(longestCue, sounds.length - start); length > 0; length -= 1) {
      const role = cueOf(table, words.slice(start, start + length), sounds.slice(start, start + length));
      if (role === undefined || (length === 1 && isVerb(words, start))) continue;
      const follows = followers.has(sounds[start] ?? '');
      const others = !too && !follows && role !== 'origin' && ofOthers(sounds, start, table.others);
      cues.push({ role: others ? 'elsewhere' : role, start, end: start + length, follows });
      break;
    }
  }
  return cues;
}

/** "ma mère habite à", but not "j'habite chez ma mère à". */
function ofOthers(sounds: readonly string[], start: number, others: ReadonlySet<string>): boolean {
  if (own.has(sounds[start] ?? '')) return false;
  for (let at = start - 1; at >= Math.max(0, start - subjectReach); at -= 1) {
    const word = sounds[at] ?? '';
    if (own.has(word) || own.has(sounds[at - 2] ?? '')) return false;
    if (others.has(word)) return !own.has(sounds[at - 1] ?? '');
  }
  return false;
}

const subjectReach = 3;
/** The person, and words that put the person beside others ("chez mon oncle"). */
const own = new Set(
  'j je moi nous on chez avec ak e mi mido mangi man i with and et at'.split(' ').map((word) => sound(word)),
);

/** "il a", "on m'a": an "a" that is no "à". */
function isVerb(words: readonly string[], at: number): boolean {
  return words[at] === 'a' && subjects.has(words[at - 1] ?? '');
}

const subjects = new Set([
  'il',
  'elle',
  'on',
  'm',
  't',
  'l',
  'qui',
  'y',
  'nous',
  'vous',
  'lui',
  'ca',
  'en',
  'n',
]);

function cueOf(table: CueTable, words: readonly string[], sounds: readonly string[]): Role | undefined {
  const written = words.join(' ');
  return table.letters.has(written) ? table.letters.get(written) : table.sounds.get(sounds.join(' '));
}

/** What the nearest cue says of a place: lived in, come from, or elsewhere. */
export function roleOf(
  mention: Span,
  before: Span | undefined,
  next: Span | undefined,
  cues: readonly Cue[],
): Role {
  const after = cues.find(
    (cue) => cue.role !== null && followsName(cue, mention) && cue.start <= (next?.start ?? cue.start),
  );
  if (after !== undefined) return after.role;
  const from = Math.max(before?.end ?? 0, mention.start - cueReach);
  const preceding = cues.filter(
    (cue) =>
      cue.role !== null &&
      cue.start >= from &&
      cue.end <= mention.start &&
      !(before !== undefined && followsName(cue, before)),
  );
  return preceding.sort((one, other) => other.end - one.end || one.start - other.start)[0]?.role ?? null;
}

/** Whether a cue belongs to the name before it ("Dakar laa dëkk"). */
export function followsName(cue: Cue, mention: Span): boolean {
  return cue.follows && cue.start >= mention.end && cue.start <= mention.end + 1;
}
