import type { Place } from './directory.ts';
import { settlementKey } from './settlement.ts';

/** Finds the place that a line of a table means; null when none is, or when the name fits several. */
export type PlaceFinder = (place: string, town: string) => Place | null;

// What people mean by a bare name: the town before the area that bears its name.
const levels: readonly Place['level'][] = ['commune', 'town', 'departement', 'region', 'arrondissement'];

/** A finder by id, P-code or name in any common spelling; a region or département after a comma tells doubles apart. */
export function placeFinder(places: readonly Place[]): PlaceFinder {
  const byId = new Map(places.map((place) => [place.id, place]));
  const byName = new Map<string, Place[]>();
  for (const place of places) {
    for (const name of [place.name, ...place.spellings]) add(byName, folded(name), place);
  }
  return (place, town) => {
    const written = place || town;
    const [name = '', area = ''] = written.split(',').map(folded);
    const inArea = (each: Place) =>
      !area || folded(each.region) === area || folded(each.departement ?? '') === area;
    return byId.get(written) ?? meantBy(name, (byName.get(name) ?? []).filter(inArea));
  };
}

function add(byName: Map<string, Place[]>, name: string, place: Place): void {
  const known = byName.get(name);
  if (!known) byName.set(name, [place]);
  else if (!known.includes(place)) known.push(place);
}

/** A place that bears the name itself goes before those that are also called so: Pikine before Pikine Est. */
function meantBy(name: string, places: readonly Place[]): Place | null {
  const own = places.filter((place) => folded(place.name) === name);
  return only(own.length > 0 ? own : places);
}

function only(places: readonly Place[]): Place | null {
  for (const level of levels) {
    const found = places.filter((place) => place.level === level);
    if (new Set(found.map(settlementKey)).size > 1) return null;
    if (found[0]) return found[0];
  }
  return null;
}

/** Small letters without accents and with single blanks, for comparing names. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s’'-]+/g, ' ')
    .trim();
}
