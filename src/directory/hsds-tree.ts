import {
  type FlatRow,
  type FlatTables,
  type Nested,
  nestedLists,
  nestedOnes,
  type Resource,
  resources,
} from './hsds-shape.ts';
import { atOnce, eachRow, groupedRows, type Work } from './slices.ts';

/** A nested HSDS record, ready to be sent as JSON. */
export type Tree = Readonly<Record<string, unknown>>;

/** Flat tables with what is needed to find records by id and by owner. */
export interface Forest {
  readonly tables: FlatTables;
  /** Terms as they hang on attributes: a few dozen, on hundreds of thousands of records, each made once. */
  readonly terms: Map<FlatRow, Tree>;
  find(resource: Resource, id: string): FlatRow | null;
  members(nested: Nested, owner: string): readonly FlatRow[];
}

/** Prepares flat tables for nesting. */
export function forestOf(tables: FlatTables): Forest {
  return atOnce(forestWork(tables));
}

/** The same with places to pause; every group is made here, so that no question has to wait for one. */
export function* forestWork(tables: FlatTables): Work<Forest> {
  const byId = new Map<Resource, Map<string, FlatRow>>();
  for (const resource of resources) {
    const rows = new Map<string, FlatRow>();
    yield* eachRow(tables[resource], (row) => rows.set(row.id as string, row));
    byId.set(resource, rows);
  }
  const groups = new Map<string, Map<string, FlatRow[]>>();
  const groupOf = new Map<Nested, Map<string, FlatRow[]>>();
  for (const nested of Object.values(nestedLists).flat()) {
    const { resource, link } = nested;
    const key = `${resource}/${link}`;
    const group = groups.get(key) ?? (yield* byOwner(tables[resource], link));
    groups.set(key, group);
    groupOf.set(nested, group);
  }
  return {
    tables,
    terms: new Map(),
    find: (resource, id) => byId.get(resource)?.get(id) ?? null,
    members: (nested, owner) => groupOf.get(nested)?.get(owner) ?? none,
  };
}

const none: readonly FlatRow[] = [];

function* byOwner(rows: readonly FlatRow[], link: string): Work<Map<string, FlatRow[]>> {
  const groups = yield* groupedRows(rows, (row) => (row[link] as string | undefined) ?? '');
  groups.delete('');
  return groups;
}

const links: ReadonlySet<string> = new Set([
  ...resources.map((resource) => `${resource}_id`),
  'link_id',
  'resource_id',
]);

/** A record with everything that belongs to it; what names its owner is left out, the nesting says it. */
export function fullTree(forest: Forest, resource: Resource, row: FlatRow): Tree {
  return nest(forest, resource, row, []);
}

// `above` keeps a service out of its own organization and an organization out of its own services.
function nest(forest: Forest, resource: Resource, row: FlatRow, above: readonly Resource[]): Tree {
  if (resource !== 'taxonomy_term' || above.at(-1) !== 'attribute')
    return nested(forest, resource, row, above);
  const known = forest.terms.get(row) ?? nested(forest, resource, row, above);
  forest.terms.set(row, known);
  return known;
}

function nested(forest: Forest, resource: Resource, row: FlatRow, above: readonly Resource[]): Tree {
  const tree: Record<string, unknown> = fieldsOf(row);
  const inside = [...above, resource];
  for (const { name, resource: kind, link } of nestedOnes[resource] ?? []) {
    const one = above.includes(kind) ? null : forest.find(kind, row[link] as string);
    if (one) tree[name] = nest(forest, kind, one, inside);
  }
  for (const list of nestedLists[resource] ?? []) {
    if (above.includes(list.resource) || hidden(list, above)) continue;
    const rows = forest.members(list, row.id as string);
    if (rows.length > 0) tree[list.name] = rows.map((each) => nest(forest, list.resource, each, inside));
  }
  return tree;
}

// The standard lists an organization's services only where the organization is what was asked for.
function hidden({ name }: Nested, above: readonly Resource[]): boolean {
  return name === 'services' && above.length > 0;
}

function fieldsOf(row: FlatRow): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const field in row) if (!links.has(field)) fields[field] = row[field];
  return fields;
}
