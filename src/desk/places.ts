import anyAscii from 'any-ascii';
import type { Directory, Place } from '../directory/directory.ts';
import { placeFinder } from '../directory/place-finder.ts';
import { settlementKey } from '../directory/settlement.ts';
import { errorsAllowed, typingErrors } from '../language/understand/near.ts';
import type { Texts } from './texts.ts';

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

/** How places are shown: the area, and where that tells too little the level, so that no two labels are the same. */
export function placeLabels(directory: Directory, t: Texts): ReadonlyMap<Place, string> {
  const ways: readonly ((place: Place) => string)[] = [
    withArea,
    (place) => `${place.name}, ${t(`place_level.${place.level}`)}`,
    (place) => `${withArea(place)}, ${t(`place_level.${place.level}`)}`,
    (place) => `${withArea(place)}, ${place.id}`,
  ];
  const labels = new Map<Place, string>();
  let left = directory.places();
  for (const labelOf of ways) {
    const bearers = Map.groupBy(left, (place) => fold(labelOf(place)));
    left = [...bearers.values()].filter((same) => same.length > 1).flat();
    for (const [place, ...others] of bearers.values())
      if (place && others.length === 0) labels.set(place, labelOf(place));
  }
  return labels;
}

/** What stands in the field of a place that is known: its label, which leads back to it. */
export function placeTyped(directory: Directory, id: string | null, t: Texts): string {
  const place = id === null ? null : directory.place(id);
  return place ? (placeLabels(directory, t).get(place) ?? place.name) : '';
}

function withArea(place: Place): string {
  const area = place.departement ?? place.region;
  return area && area !== place.name ? `${place.name}, ${area}` : place.name;
}

const finders = new WeakMap<readonly Place[], ReturnType<typeof placeFinder>>();

/** The place that was meant: a suggestion, or a name in any spelling. Null: none, or several towns of that name. */
export function placeMeant(directory: Directory, typed: string, t: Texts): Place | null {
  if (typed.trim() === '') return null;
  const places = directory.places();
  const find = finders.get(places) ?? placeFinder(places);
  finders.set(places, find);
  const known = (name: string) => find(name, '') ?? knownTown(places, name);
  return known(typed) ?? suggested(directory, typed, t) ?? misspelt(places, typed, known);
}

/** Of several places of a name the one whose people were counted: Vélingara is the town before the villages. */
function knownTown(places: readonly Place[], name: string): Place | null {
  const wanted = fold(name);
  const settled = places.filter(
    ({ name: own, level, population }) =>
      (level === 'commune' || level === 'town') && population !== null && fold(own) === wanted,
  );
  return new Set(settled.map(settlementKey)).size === 1 ? settled.at(-1)! : null;
}

function suggested(directory: Directory, typed: string, t: Texts): Place | null {
  const wanted = fold(typed);
  for (const [place, label] of placeLabels(directory, t)) if (fold(label) === wanted) return place;
  return null;
}

/** A name with a typing error in it, where only one name is so near. */
function misspelt(
  places: readonly Place[],
  typed: string,
  known: (name: string) => Place | null,
): Place | null {
  const wanted = fold(typed);
  const allowed = errorsAllowed(wanted.length);
  const near = places.map(({ name }) => name).filter((name) => isNear(fold(name), wanted, allowed));
  const names = new Set(near.map(fold));
  return names.size === 1 && !names.has(wanted) ? known(near[0]!) : null;
}

function isNear(name: string, wanted: string, allowed: number): boolean {
  return allowed > 0 && typingErrors(name, wanted, allowed) <= allowed;
}

/** Letters and digits only, without accents or capitals: what names are compared by. */
export function fold(text: string): string {
  return anyAscii(text.trim().toLowerCase())
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}
