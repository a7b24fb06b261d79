import { errorsAllowed } from '../language/understand/near.ts';
import { createNearIndex, type NearIndex } from '../language/understand/near-index.ts';
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

/** What was meant by a name that the finder finds nothing for, written so that it does. */
export interface PlaceHints {
  /** True: several places bear the name. False: none does, these are called nearly so. */
  readonly several: boolean;
  readonly names: readonly string[];
}

const mostHints = 5;

/** How to write a place that the finder did not find: the places of that name told apart, or those called nearly so. */
export function placeHints(places: readonly Place[], written: string): PlaceHints {
  const { find, index } = preparedFor(places);
  const name = folded(written.split(',')[0] ?? '');
  const same = index.exact(name);
  const near = [...index.near(name)].sort((a, b) => a.errors - b.errors).map(({ value }) => value);
  const meant = same.length > 0 ? same : near;
  const names = new Set(meant.flatMap((place) => writtenFor(place, find) ?? []));
  return { several: same.length > 0, names: [...names].slice(0, mostHints) };
}

interface Prepared {
  readonly find: PlaceFinder;
  readonly index: NearIndex<Place>;
}

// A file may name thousands of places wrongly: what they are compared with is laid out once.
const prepared = new WeakMap<readonly Place[], Prepared>();

function preparedFor(places: readonly Place[]): Prepared {
  const named = () =>
    places.flatMap((place) => [place.name, ...place.spellings].map((name) => [folded(name), place] as const));
  const known = prepared.get(places) ?? {
    find: placeFinder(places),
    index: createNearIndex(named(), errorsAllowed),
  };
  prepared.set(places, known);
  return known;
}

/** The shortest way to write a place that the finder takes for it; null: only its id tells it apart. */
function writtenFor(place: Place, find: PlaceFinder): string | null {
  const areas = [null, place.region, place.departement];
  const ways = areas.map((area) => (area ? `${place.name}, ${area}` : place.name));
  const key = settlementKey(place);
  return (
    ways.find((way) => {
      const found = find(way, '');
      return found !== null && settlementKey(found) === key;
    }) ?? null
  );
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
