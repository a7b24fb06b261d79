import type { PlaceLevel, PlaceName } from '../understanding.ts';
import { plain, wordsOf } from './letters.ts';
import type { Lexicon } from './lexicon.ts';
import { createNearIndex, type NearIndex } from './near-index.ts';
import { sound } from './sound.ts';

/** A place that a name may mean: by its official name or by another spelling, and how far off it was written. */
export interface PlaceMatch {
  readonly place: PlaceName;
  readonly official: boolean;
  /** 0 as written, below 1 by its sound, above by typing errors. */
  readonly distance: number;
}

/** Looks names of places up, whatever their spelling. */
export interface PlaceNames {
  /** By letters or by sound, without typing errors. */
  same(words: readonly string[]): readonly PlaceMatch[];
  /** With typing errors; only the nearest. */
  near(words: readonly string[]): readonly PlaceMatch[];
  /** Most words that a name has. */
  readonly longest: number;
}

interface Entry {
  readonly place: PlaceName;
  readonly official: boolean;
}

const soundOnly = 0.5;
/** Typing errors a name may hold: none below five letters, where names are too alike. */
const errorsIn = (length: number): number => (length < 5 ? 0 : length < 9 ? 1 : 2);

/** Builds the index of all names and spellings; one per directory. */
export function createPlaceNames(places: readonly PlaceName[], lexicon: Lexicon): PlaceNames {
  const letters: [string, Entry][] = [];
  const sounds: [string, Entry][] = [];
  let longest = 1;
  const inUse = namesInUse(lexicon);
  for (const place of places.filter(({ name }) => /\p{L}{2}/u.test(name))) {
    const used = inUse.get(plain(place.name)) ?? [];
    const spellings = [place.name, ...place.spellings, ...used];
    for (const [at, spelling] of spellings.entries()) {
      const words = nameWords(wordsOf(plain(spelling)));
      if (words.length === 0) continue;
      const entry = { place, official: at === 0 || plain(spelling) === plain(place.name) };
      letters.push([words.join(''), entry]);
      for (const key of soundKeys(words)) sounds.push([key, entry]);
      longest = Math.max(longest, words.length);
    }
  }
  letters.push(...beginnings(places, new Set(letters.map(([key]) => key))));
  const byLetters = createNearIndex(letters, errorsIn);
  const bySound = createNearIndex(sounds, errorsIn);
  return {
    longest: Math.min(longest, 5),
    same: (words) => same(byLetters, bySound, nameWords(words)),
    near: (words) => nearest(byLetters, bySound, nameWords(words)),
  };
}

/** "Saré Yoba" for Saré Yoba Diéga: two words that begin one long name and are no name themselves. */
function beginnings(places: readonly PlaceName[], taken: ReadonlySet<string>): [string, Entry][] {
  const begun = new Map<string, Set<PlaceName>>();
  for (const place of places) {
    const words = nameWords(wordsOf(plain(place.name)));
    const key = words.slice(0, 2).join('');
    if (words.length < 3 || (words[1] ?? '').length < 3 || taken.has(key)) continue;
    begun.set(key, (begun.get(key) ?? new Set()).add(place));
  }
  return [...begun].flatMap(([key, [place, ...more]]): [string, Entry][] =>
    place !== undefined && more.length === 0 ? [[key, { place, official: false }]] : [],
  );
}

/** Short forms and names in use from the locale files, by official name. */
function namesInUse(lexicon: Lexicon): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const [, vocabulary] of lexicon.vocabularies('fr')) {
    for (const [name, used] of Object.entries(vocabulary.places ?? {})) {
      names.set(plain(name), [...(names.get(plain(name)) ?? []), ...used]);
    }
  }
  return names;
}

const longForms: Readonly<Record<string, string>> = {
  st: 'saint',
  ste: 'sainte',
  sant: 'saint',
  grd: 'grand',
};

function nameWords(words: readonly string[]): string[] {
  return words.map((word) => longForms[word] ?? word);
}

/** How a name sounds read the French way and, where it holds a c, the Wolof way (Cees for Thiès). */
function soundKeys(words: readonly string[]): string[] {
  const joined = words.map(sound).join('');
  if (!words.some((word) => /c(?=[aeiou])/.test(word))) return [joined];
  const wolof = words.map((word) => sound(word.replace(/c(?=[aeiou])/g, 'th'))).join('');
  return [joined, wolof];
}

function same(
  byLetters: NearIndex<Entry>,
  bySound: NearIndex<Entry>,
  words: readonly string[],
): PlaceMatch[] {
  const letters = byLetters.exact(words.join(''));
  if (letters.length > 0) return letters.map((entry) => ({ ...entry, distance: 0 }));
  const heard = soundKeys(words).filter((key) => key.length >= 3);
  return heard.flatMap((key) => bySound.exact(key)).map((entry) => ({ ...entry, distance: soundOnly }));
}

function nearest(
  byLetters: NearIndex<Entry>,
  bySound: NearIndex<Entry>,
  words: readonly string[],
): PlaceMatch[] {
  const found = same(byLetters, bySound, words);
  if (found.length > 0) return found;
  const all = [
    ...byLetters.near(words.join('')).map(({ value, errors }) => ({ ...value, distance: errors })),
    ...soundKeys(words)
      .flatMap((key) => bySound.near(key))
      .map(({ value, errors }) => ({ ...value, distance: errors + soundOnly })),
  ];
  const least = Math.min(...all.map((match) => match.distance));
  return all.filter((match) => match.distance === least);
}

/** The smallest place comes first: a person who names a commune does not mean its region. */
const smallness: Readonly<Record<PlaceLevel, number>> = {
  commune: 0,
  town: 1,
  departement: 2,
  arrondissement: 3,
  region: 4,
};

/**
 * The places that a name can truly mean: one where region, département and town of the same name lie in each
 * other, several where the name exists twice.
 */
export function placesMeant(matches: readonly PlaceMatch[]): PlaceName[] {
  const groups = new Map<string, PlaceMatch[]>();
  for (const match of matches) {
    const key = areaOf(match.place);
    groups.set(key, [...(groups.get(key) ?? []), match]);
  }
  for (const [key, group] of groups) {
    const region = group[0]?.place;
    // a region is meant only when no smaller place in it has the name
    const smaller = [...groups].some(([other]) => other !== key && other.startsWith(`${key}|`));
    if (region?.level === 'region' && smaller) groups.delete(key);
  }
  return [...groups.values()].flatMap(smallest);
}

function areaOf(place: PlaceName): string {
  const region = plain(place.region);
  return place.level === 'region' || place.departement === null
    ? region
    : `${region}|${plain(place.departement)}`;
}

function smallest(group: readonly PlaceMatch[]): PlaceName[] {
  const official = group.filter((match) => match.official);
  // a town is known by the commune that bears its name among its spellings: "Touba" is the commune Touba Mosquée
  const clear = official.some(({ place }) => place.level !== 'town');
  const meant = (clear ? official : group).map((match) => match.place);
  const order = [...new Set(meant)].sort((one, other) => smallness[one.level] - smallness[other.level]);
  const [first] = order;
  if (first === undefined) return [];
  // two communes of one département may share a spelling: those are doubles too
  return order.filter((place) => place === first || (place.level === first.level && !alike(place, first)));
}

function alike(one: PlaceName, other: PlaceName): boolean {
  const name = (place: PlaceName) => wordsOf(plain(place.name)).map(sound).join('');
  return name(one) === name(other);
}
