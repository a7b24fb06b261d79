import {
  type FlatRow,
  type FlatTables,
  nestedLists,
  nestedOnes,
  noFlatTables,
  type Resource,
  resources,
} from './hsds-shape.ts';
import type { Tree } from './hsds-tree.ts';

/** Takes nested HSDS JSON apart into flat tables; a record met twice is one record with the links of both. */
export function flattenTrees(resource: Resource, trees: readonly Tree[]): FlatTables {
  const found = new Map(resources.map((each) => [each, new Map<string, FlatRow>()]));
  for (const tree of trees) takeApart(found, resource, tree, {});
  const tables = noFlatTables();
  for (const [each, rows] of found) tables[each].push(...rows.values());
  return tables;
}

type Found = ReadonlyMap<Resource, Map<string, FlatRow>>;

function takeApart(found: Found, resource: Resource, tree: Tree, links: FlatRow): void {
  const ones = nestedOnes[resource] ?? [];
  const lists = nestedLists[resource] ?? [];
  const nested = new Set([...ones, ...lists].map(({ name }) => name));
  const own = Object.fromEntries(
    Object.entries(tree).filter(([field, value]) => !nested.has(field) && value !== null),
  );
  const chosen = Object.fromEntries(
    ones.flatMap(({ name, link }) => (isTree(tree[name]) ? [[link, (tree[name] as Tree).id]] : [])),
  );
  merge(found.get(resource)!, { ...own, ...chosen, ...links });
  for (const one of ones) {
    if (isTree(tree[one.name])) takeApart(found, one.resource, tree[one.name] as Tree, {});
  }
  for (const list of lists) {
    for (const member of listOf(tree[list.name])) {
      takeApart(found, list.resource, member, linkOf(list.link, tree.id, resource, member));
    }
  }
}

function linkOf(link: string, owner: unknown, resource: Resource, member: Tree): FlatRow {
  if (link === 'link_id') return { link_id: owner, link_entity: member.link_entity ?? resource };
  if (link === 'resource_id') return { resource_id: owner, resource_type: member.resource_type ?? resource };
  return { [link]: owner };
}

function merge(rows: Map<string, FlatRow>, row: FlatRow): void {
  const id = String(row.id);
  rows.set(id, { ...rows.get(id), ...row });
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): Tree[] {
  return Array.isArray(value) ? value.filter(isTree) : [];
}
