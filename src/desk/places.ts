import anyAscii from 'any-ascii';
import type { Directory, Place } from '../directory/directory.ts';
import { placeFinder } from '../directory/place-finder.ts';
import { settlementKey } from '../directory/settlement.ts';

const most = 8;
const levels: readonly Place['level'][] = ['town', 'commune', 'departement', 'arrondissement', 'region'];

/** Places whose name or spelling is, begins with, or holds what was typed; small places first, each once. */
export function placesLike(directory: Directory, typed: string): readonly Place[] {
  const wanted = fold(typed);
  if (wanted.length < 2) return [];
  const found = directory
    .places()
    .map((place) => ({ place, rank: rankOf(place, wanted) }))
    .filter((one) => one.rank < 3)
    .sort((a, b) => a.rank - b.rank || levels.indexOf(a.place.level) - levels.indexOf(b.place.level))
    .map((one) => one.place);
  const seen = new Set<string>();
  return found.filter((place) => isNew(seen, settlementKey(place))).slice(0, most);
}

function isNew(seen: Set<string>, key: string): boolean {
  const fresh = !seen.has(key);
  seen.add(key);
  return fresh;
}

function rankOf(place: Place, wanted: string): number {
  const names = [place.name, ...place.spellings].map(fold);
  if (names.includes(wanted)) return 0;
  if (names.some((name) => name.startsWith(wanted))) return 1;
  return names.some((name) => name.includes(wanted)) ? 2 : 3;
}

/** How a place is shown where there may be another of the same name: "Missirah, Tambacounda". */
export function placeLabel(place: Place): string {
  const area = place.departement ?? place.region;
  return area && area !== place.name ? `${place.name}, ${area}` : place.name;
}

const finders = new WeakMap<readonly Place[], ReturnType<typeof placeFinder>>();

/** The place that was meant: a suggestion, or a name in any common spelling. Null: none, or several of that name. */
export function placeMeant(directory: Directory, typed: string): Place | null {
  if (typed.trim() === '') return null;
  const places = directory.places();
  const find = finders.get(places) ?? placeFinder(places);
  finders.set(places, find);
  return find(typed, '');
}

/** Letters and digits only, without accents or capitals: what names are compared by. */
export function fold(text: string): string {
  return anyAscii(text.trim().toLowerCase())
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}
