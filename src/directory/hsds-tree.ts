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
  for (const { resource, link } of Object.values(nestedLists).flat()) {
    const key = `${resource}/${link}`;
    if (!groups.has(key)) groups.set(key, yield* byOwner(tables[resource], link));
  }
  return {
    tables,
    find: (resource, id) => byId.get(resource)?.get(id) ?? null,
    members: ({ resource, link }, owner) => groups.get(`${resource}/${link}`)?.get(owner) ?? [],
  };
}

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
  const tree: Record<string, unknown> = fieldsOf(row);
  const inside = [...above, resource];
  for (const { name, resource: kind, link } of nestedOnes[resource] ?? []) {
    const one = above.includes(kind) ? null : forest.find(kind, row[link] as string);
    if (one) tree[name] = nest(forest, kind, one, inside);
  }
  for (const nested of nestedLists[resource] ?? []) {
    const rows =
      above.includes(nested.resource) || hidden(nested, above)
        ? []
        : forest.members(nested, row.id as string);
    if (rows.length > 0) tree[nested.name] = rows.map((each) => nest(forest, nested.resource, each, inside));
  }
  return tree;
}

// The standard lists an organization's services only where the organization is what was asked for.
function hidden({ name }: Nested, above: readonly Resource[]): boolean {
  return name === 'services' && above.length > 0;
}

function fieldsOf(row: FlatRow): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([field]) => !links.has(field)));
}
