import anyAscii from 'any-ascii';
import type { Directory, Place } from '../directory/directory.ts';

const most = 8;
const levels: readonly Place['level'][] = ['town', 'commune', 'departement', 'arrondissement', 'region'];

/** Places whose name or spelling begins with, or holds, what was typed; small places first. */
export function placesLike(directory: Directory, typed: string): readonly Place[] {
  const wanted = fold(typed);
  if (wanted.length < 2) return [];
  const rank = (place: Place) => {
    const names = [place.name, ...place.spellings].map(fold);
    if (names.includes(wanted)) return 0;
    if (names.some((name) => name.startsWith(wanted))) return 1;
    return names.some((name) => name.includes(wanted)) ? 2 : 3;
  };
  return directory
    .places()
    .map((place) => ({ place, rank: rank(place) }))
    .filter((one) => one.rank < 3)
    .sort((a, b) => a.rank - b.rank || levels.indexOf(a.place.level) - levels.indexOf(b.place.level))
    .slice(0, most)
    .map((one) => one.place);
}

/** How a place is shown where there may be another of the same name: "Missirah (Tambacounda)". */
export function placeLabel(directory: Directory, place: Place): string {
  const area = directory.place(place.departement ?? place.region) ?? directory.place(place.region);
  return area && area.id !== place.id ? `${place.name} (${area.name})` : place.name;
}

/** The place that was meant: a label chosen from the suggestions, or a name; the smallest it fits. Null: none or several. */
export function placeMeant(directory: Directory, typed: string): Place | null {
  const wanted = fold(typed);
  if (wanted === '') return null;
  const labelled = directory.places().filter((place) => fold(placeLabel(directory, place)) === wanted);
  const named = directory
    .places()
    .filter((place) => [place.name, ...place.spellings].some((name) => fold(name) === wanted));
  const found = labelled.length > 0 ? labelled : named;
  const smallest = levels
    .map((level) => found.filter((place) => place.level === level))
    .find((list) => list.length > 0);
  return smallest?.length === 1 ? smallest[0]! : null;
}

function fold(text: string): string {
  return anyAscii(text.trim().toLowerCase())
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}
