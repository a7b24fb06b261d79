import type { PlaceName, PlaceReading, Understanding } from '../understanding.ts';
import { plain, wordsOf } from './letters.ts';
import { type Lexicon, type Message, soundOfPhrase } from './lexicon.ts';
import { createPlaceNames, type PlaceMatch, type PlaceNames, placesMeant } from './place-names.ts';
import { sound } from './sound.ts';

type Role = 'here' | 'origin' | 'elsewhere' | null;

interface Mention {
  readonly start: number;
  readonly end: number;
  readonly matches: readonly PlaceMatch[];
}

interface Placed extends Mention {
  readonly role: Role;
}

interface Cue {
  readonly role: Role;
  /** It may stand after the name ("laa dëkk"). */
  readonly follows: boolean;
  readonly start: number;
  readonly end: number;
}

const none: PlaceReading = { place: null, candidates: [] };
/** A cue reaches over this many words ("j'habite actuellement dans la ville de Kolda"). */
const cueReach = 6;
const longestCue = 5;
const shortestNear = 5;
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
const mostCandidates = 6;
/** Cues that follow the name in Wolof and Pulaar: "Dakar laa dëkk", "Matam jeyaa-mi". */
const followers = new Set(
  'laa la lay laay lanu ngon kod jei jeya njeya iwri iw umi hod hodi won woni'
    .split(' ')
    .map((word) => sound(word)),
);
/** Words for kinds of places and the like, which are no part of a name. */
const about = new Set(
  soundOfPhrase(
    'ville village commune departement region quartier arrondissement gare marche route ici fi doo senegal la le les un une a au dans en de du d l et ci to e ko je j suis chui bi gi mi si ba',
  ).split(' '),
);

/** Reads the place where a person lives now; asks back (candidates) when a name fits several. */
export function createPlaceReader(lexicon: Lexicon, places: readonly PlaceName[]): Understanding['place'] {
  const names = createPlaceNames(places, lexicon);
  const cues = cueTable(lexicon);
  const known = knownWords(lexicon);
  const filler = new Set([
    ...(['polite', 'here', 'origin', 'at'] as const)
      .flatMap((list) => [...lexicon.phrases(list)])
      .flatMap((phrase) => phrase.split(' ')),
    ...(['greetings', 'thanks', 'yes'] as const)
      .flatMap((list) => [...lexicon.phrases(list)])
      .filter((phrase) => !phrase.includes(' ')),
  ]);
  return (text) => {
    const message = lexicon.read(text);
    if (message.words.length === 0) return none;
    const found = findCues(message, cues);
    const mentions = findMentions(message, names, known, found, filler);
    const placed = mentions.map((mention, at) => ({
      ...mention,
      role: roleOf(mention, mentions[at - 1], found),
    }));
    return decide(placed);
  };
}

/** Cues by their letters, and by their sound where no other cue is written so ("habite", "habitait"). */
interface CueTable {
  readonly letters: ReadonlyMap<string, Role>;
  readonly sounds: ReadonlyMap<string, Role>;
}

function cueTable(lexicon: Lexicon): CueTable {
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
  return { letters, sounds };
}

/** Words of everyday talk, by letters and by sound. */
interface Known {
  readonly letters: ReadonlySet<string>;
  readonly sounds: ReadonlySet<string>;
}

/** Words of everyday talk: alone in a sentence they are not taken for a place ("bala", "pata"). */
function knownWords(lexicon: Lexicon): Known {
  const lists = [
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
  ] as const;
  const letters = lists
    .flatMap((list) => [...lexicon.plainPhrases(list)])
    .flatMap((phrase) => phrase.split(' '));
  for (const [, { numbers = {}, choices = {} }] of lexicon.vocabularies('fr')) {
    for (const phrase of [...Object.values(numbers), ...Object.values(choices)].flat()) {
      letters.push(...wordsOf(plain(phrase)));
    }
  }
  return { letters: new Set(letters), sounds: new Set(letters.map(sound)) };
}

function findCues(message: Message, table: CueTable): Cue[] {
  const { sounds, words } = message;
  const cues: Cue[] = [];
  for (let start = 0; start < sounds.length; start += 1) {
    for (let length = Math.min(longestCue, sounds.length - start); length > 0; length -= 1) {
      const role = cueOf(table, words.slice(start, start + length), sounds.slice(start, start + length));
      if (role === undefined || (length === 1 && isVerb(words, start))) continue;
      cues.push({ role, start, end: start + length, follows: followers.has(sounds[start] ?? '') });
      break;
    }
  }
  return cues;
}

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

function findMentions(
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
  for (let start = 0; start < words.length; ) {
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
    if (matches.length === 0) continue;
    const end = start + length;
    const everyday = words.slice(start, end).every((word) => known.letters.has(word) || word.length < 3);
    const alone = rest.every((at) => at >= start && at < end);
    const asked = cues.some((cue) => cue.role !== null && cue.end === start);
    const exact = matches.some((match) => match.distance === 0);
    if (everyday ? exact && (alone || asked) : exact || alone || cueBefore(start, cues))
      return { start, end, matches };
  }
  return cueBefore(start, cues) ? nearMention(start, message, names, known) : null;
}

function cueBefore(start: number, cues: readonly Cue[]): boolean {
  return cues.some((cue) => cue.end === start);
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
  if (rest.every((at) => known.letters.has(message.words[at] ?? ''))) return [];
  if (articles.has(message.words[last + 1] ?? '')) return [];
  const whole = names.near(message.words.slice(first, last + 1));
  if (whole.length > 0) return [{ start: first, end: last + 1, matches: whole }];
  return rest
    .filter(
      (at) => !known.letters.has(message.words[at] ?? '') && (rest.length === 1 || message.words.length <= 3),
    )
    .map((at) => ({ start: at, end: at + 1, matches: names.near([message.words[at] ?? '']) }))
    .filter((mention) => mention.matches.length > 0);
}

/** What the nearest cue says of a place: lived in, come from, or elsewhere. */
function roleOf(mention: Mention, before: Mention | undefined, cues: readonly Cue[]): Role {
  const after = cues.find((cue) => cue.role !== null && followsName(cue, mention));
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

function followsName(cue: Cue, mention: Mention): boolean {
  return cue.follows && cue.start >= mention.end && cue.start <= mention.end + 1;
}

/** Where a person lives wins over a place merely named, and that over where they come from. */
function decide(mentions: readonly Placed[]): PlaceReading {
  for (const roles of [['here'], [null], ['origin']] as const) {
    const fitting = mentions.filter((mention) => (roles as readonly Role[]).includes(mention.role));
    if (fitting.length > 0) return settle(withInner(fitting, mentions), mentions);
  }
  return none;
}

/** "à Vélingara dans la région de Kolda": a place named inside the area where a person lives is meant too. */
function withInner(fitting: readonly Placed[], all: readonly Placed[]): Placed[] {
  const inner = all.filter(
    (other) =>
      other.role === null &&
      !fitting.includes(other) &&
      placesMeant(other.matches).some((place) =>
        fitting.some((mention) => mention.matches.some((match) => isInside(place, match.place))),
      ),
  );
  return [...fitting, ...inner];
}

function settle(fitting: readonly Mention[], all: readonly Mention[]): PlaceReading {
  const meant = fitting.map((mention) => narrowed(mention, all));
  const inner = meant.filter((_, at) => !contains(fitting[at], meant, at));
  const candidates = [...new Set(inner.flat())];
  const [only] = candidates;
  if (candidates.length === 1 && only !== undefined) return { place: only, candidates: [] };
  return { place: null, candidates: candidates.slice(0, mostCandidates) };
}

/** A name that exists twice is settled by the region or département named beside it. */
function narrowed(mention: Mention, all: readonly Mention[]): PlaceName[] {
  const places = placesMeant(mention.matches);
  if (places.length < 2) return places;
  const beside = all
    .filter((other) => other !== mention)
    .flatMap((other) => other.matches.map((m) => m.place));
  const inside = places.filter((place) => beside.some((area) => isInside(place, area)));
  return inside.length > 0 ? inside : places;
}

/** Whether a name is only the area around another place named ("Yoff, Dakar"). */
function contains(mention: Mention | undefined, meant: readonly PlaceName[][], own: number): boolean {
  return meant.some(
    (places, at) =>
      at !== own &&
      places.every((place) => mention?.matches.some((match) => isInside(place, match.place))) &&
      !(meant[own] ?? []).some((place) => places.includes(place)),
  );
}

function isInside(place: PlaceName, area: PlaceName): boolean {
  if (place === area) return false;
  if (area.level === 'region') return sameName(place.region, area.name) && place.level !== 'region';
  if (area.level === 'departement')
    return sameName(place.departement, area.name) && place.level !== 'departement';
  return false;
}

function sameName(one: string | null, other: string): boolean {
  return one !== null && soundOfPhrase(one) === soundOfPhrase(other);
}
