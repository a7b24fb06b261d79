import type { Need } from '../language/understanding.ts';
import type { FlatRow } from './hsds-shape.ts';
import { flatTablesWork } from './hsds-tables.ts';
import { type Forest, forestWork, fullTree, type Tree } from './hsds-tree.ts';
import { kilometresBetween } from './nearness.ts';
import { needTermId } from './need-taxonomy.ts';
import type { Point } from './outlines.ts';
import { folded } from './place-finder.ts';
import { publicRecordsWork } from './public-records.ts';
import type { Records } from './records.ts';
import { settledPoint } from './settlement.ts';
import { eachRow, type Work } from './slices.ts';
import type { Snapshot } from './snapshot.ts';

/** What the public API lists. */
export const publicResources = [
  'service',
  'organization',
  'service_at_location',
  'taxonomy',
  'taxonomy_term',
] as const;
export type PublicResource = (typeof publicResources)[number];

/** What a list may be narrowed by; the last five are ours. */
export interface PublicQuery {
  readonly search?: string;
  readonly taxonomy_term_id?: string;
  readonly taxonomy_id?: string;
  readonly organization_id?: string;
  readonly parent_id?: string;
  readonly top_only?: boolean;
  readonly modified_after?: string;
  readonly need?: Need;
  readonly lang?: string;
  readonly pcode?: string;
  readonly point?: Point;
  readonly radiusKm?: number;
}

/** How much of a record is sent: its name, its own fields, or all that belongs to it. */
export type Extent = 'minimal' | 'plain' | 'full';

/** The directory as the whole world may read it, in the form of the standard. */
export interface PublicDirectory {
  readonly version: number;
  list(resource: PublicResource, query: PublicQuery): readonly FlatRow[];
  find(resource: PublicResource, id: string): FlatRow | null;
  tree(resource: PublicResource, row: FlatRow, extent: Extent): Tree;
}

/** Prepares the public directory from what was read at one moment, with places to pause: it takes seconds. */
export function* publicDirectoryWork(snapshot: Snapshot): Work<PublicDirectory> {
  const records = yield* publicRecordsWork(snapshot.records);
  const forest = yield* forestWork(yield* flatTablesWork(records));
  const facts = yield* factsOf(records, snapshot);
  return {
    version: snapshot.version,
    list: remembering((resource, query) => {
      const fits = matcher(resource, query, facts);
      return fits ? forest.tables[resource].filter(fits) : forest.tables[resource];
    }),
    find: (resource, id) => forest.find(resource, id),
    tree: (resource, row, extent) => treeOf(forest, resource, row, extent),
  };
}

/** So many lists are kept: whoever pages through one asks the same again and again. */
const keptLists = 24;

function remembering(list: PublicDirectory['list']): PublicDirectory['list'] {
  const kept = new Map<string, readonly FlatRow[]>();
  return (resource, query) => {
    const key = `${resource} ${JSON.stringify(query)}`;
    const rows = kept.get(key) ?? list(resource, query);
    // The one asked for last stands last; the one that nobody has asked for longest goes.
    kept.delete(key);
    kept.set(key, rows);
    if (kept.size > keptLists) kept.delete(kept.keys().next().value!);
    return rows;
  };
}

function treeOf(forest: Forest, resource: PublicResource, row: FlatRow, extent: Extent): Tree {
  if (extent === 'full') return fullTree(forest, resource, row);
  if (extent === 'minimal') return pick(row, ['id', 'name', 'description', 'status', 'last_modified']);
  const organization =
    resource === 'service' ? forest.find('organization', row.organization_id as string) : null;
  return organization ? { ...row, organization } : row;
}

function pick(row: FlatRow, fields: readonly string[]): Tree {
  return Object.fromEntries(fields.flatMap((field) => (field in row ? [[field, row[field]]] : [])));
}

type Ids = ReadonlySet<string>;

/** What services are searched by, worked out once: their ids by what they have, or what they have by their ids. */
interface Facts {
  readonly words: ReadonlyMap<string, string>;
  readonly byTerm: ReadonlyMap<string, Ids>;
  readonly byLanguage: ReadonlyMap<string, Ids>;
  readonly byCode: ReadonlyMap<string, Ids>;
  readonly points: ReadonlyMap<string, readonly Point[]>;
  readonly taxonomyOfTerm: ReadonlyMap<string, string>;
  readonly services: ReadonlyMap<string, readonly string[]>;
}

function* factsOf(records: Records, { places }: Snapshot): Work<Facts> {
  const placeOf = new Map(places.map((place) => [place.id, place]));
  const locations = new Map(records.locations.map((location) => [location.id, location]));
  const facts = {
    words: new Map<string, string>(),
    byTerm: sets(),
    byLanguage: sets(),
    byCode: sets(),
    points: new Map<string, Point[]>(),
  };
  const names = new Map(
    records.organizations.map(({ id, name, alternate_name }) => [id, `${name} ${alternate_name ?? ''}`]),
  );
  yield* eachRow(records.services, (service) => {
    const { id, name, alternate_name, description, organization_id } = service;
    facts.words.set(
      id,
      folded(`${name} ${alternate_name ?? ''} ${description ?? ''} ${names.get(organization_id) ?? ''}`),
    );
  });
  yield* eachRow(records.attributes, ({ link_id, taxonomy_term_id }) =>
    put(facts.byTerm, taxonomy_term_id, link_id),
  );
  yield* eachRow(records.languages, ({ service_id, code }) => {
    if (service_id) put(facts.byLanguage, code, service_id);
  });
  yield* eachRow(records.service_areas, ({ service_id, extent }) => {
    if (extent) put(facts.byCode, extent, service_id);
  });
  yield* eachRow(records.service_at_locations, ({ service_id, location_id }) => {
    const location = locations.get(location_id)!;
    const place = placeOf.get(location.place_id ?? '');
    if (location.external_identifier) put(facts.byCode, location.external_identifier, service_id);
    const own =
      location.latitude === null ? null : { latitude: location.latitude, longitude: location.longitude! };
    const point = own ?? (place ? settledPoint(place) : null);
    if (point) facts.points.set(service_id, [...(facts.points.get(service_id) ?? []), point]);
    facts.words.set(service_id, `${facts.words.get(service_id)} ${folded(location.town ?? '')}`);
  });
  return { ...facts, taxonomyOfTerm: taxonomies(records), services: servicesOf(records) };
}

function taxonomies({ taxonomy_terms }: Records): Map<string, string> {
  return new Map(taxonomy_terms.flatMap(({ id, taxonomy_id }) => (taxonomy_id ? [[id, taxonomy_id]] : [])));
}

function servicesOf({ services }: Records): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { id, organization_id } of services)
    groups.set(organization_id, [...(groups.get(organization_id) ?? []), id]);
  return groups;
}

const sets = () => new Map<string, Set<string>>();

function put(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

type Test = (row: FlatRow) => boolean;

/** Null: everything fits. */
function matcher(resource: PublicResource, query: PublicQuery, facts: Facts): Test | null {
  const tests =
    resource === 'taxonomy' || resource === 'taxonomy_term' ? termTests(query) : serviceTests(query, facts);
  if (tests.length === 0) return null;
  if (resource === 'organization') {
    const own = (row: FlatRow) =>
      (facts.services.get(row.id as string) ?? []).map((id) => ({ id, organization_id: row.id }));
    return (row) => own(row).some((service) => tests.every((test) => test(service)));
  }
  if (resource === 'service_at_location')
    return (row) => tests.every((test) => test({ ...row, id: row.service_id }));
  return (row) => tests.every((test) => test(row));
}

function termTests(query: PublicQuery): Test[] {
  const tests: Test[] = [];
  const words = query.search && folded(query.search);
  if (words) tests.push((row) => folded(`${row.name} ${row.description}`).includes(words));
  if (query.taxonomy_id) tests.push((row) => row.taxonomy_id === query.taxonomy_id);
  if (query.parent_id) tests.push((row) => row.parent_id === query.parent_id);
  if (query.top_only) tests.push((row) => row.parent_id === undefined);
  return tests;
}

function serviceTests(query: PublicQuery, facts: Facts): Test[] {
  const tests: Test[] = [];
  const id = (row: FlatRow) => row.id as string;
  for (const word of folded(query.search ?? '')
    .split(/\s+/)
    .filter(Boolean)) {
    tests.push((row) => facts.words.get(id(row))?.includes(word) ?? false);
  }
  const among = (found: readonly (Ids | undefined)[]) =>
    tests.push((row) => found.some((ids) => ids?.has(id(row))));
  const term = query.need ? needTermId(query.need) : query.taxonomy_term_id;
  if (term) among([facts.byTerm.get(term)]);
  if (query.taxonomy_id) among(termsIn(facts, query.taxonomy_id));
  if (query.organization_id) tests.push((row) => row.organization_id === query.organization_id);
  if (query.lang) among([facts.byLanguage.get(query.lang)]);
  if (query.modified_after) tests.push((row) => String(row.last_modified ?? '') >= query.modified_after!);
  if (query.pcode) among(serving(facts, query.pcode));
  if (query.point) tests.push((row) => within(facts.points.get(id(row)), query.point!, query.radiusKm ?? 50));
  return tests;
}

function termsIn({ byTerm, taxonomyOfTerm }: Facts, taxonomy: string): Ids[] {
  return [...byTerm].flatMap(([term, ids]) => (taxonomyOfTerm.get(term) === taxonomy ? [ids] : []));
}

// A P-code begins with that of the area around it: SN0701 lies in SN07. Where many fit they are joined first.
function serving({ byCode }: Facts, pcode: string): Ids[] {
  const found = [...byCode].filter(([code]) => code.startsWith(pcode) || pcode.startsWith(code));
  return [new Set(found.flatMap(([, ids]) => [...ids]))];
}

function within(points: readonly Point[] | undefined, centre: Point, radiusKm: number): boolean {
  // A degree of latitude is 110 kilometres and more everywhere: most points are told too far without the haversine.
  const degrees = radiusKm / 110;
  return (points ?? []).some(
    (point) =>
      Math.abs(point.latitude - centre.latitude) <= degrees && kilometresBetween(point, centre) <= radiusKm,
  );
}
