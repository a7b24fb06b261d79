import { type ActorCells, type ActorColumn, actorColumns } from './actor-columns.ts';

/** Where the value of a field comes from when two entries become one; `both`: lists are put together. */
export const mergeSources = ['keep', 'drop', 'both'] as const;
export type MergeSource = (typeof mergeSources)[number];

/** Columns of two entries that are chosen together, named by the first of them. */
export interface MergeField {
  readonly name: ActorColumn;
  readonly columns: readonly ActorColumn[];
  /** What can be chosen; empty: both entries say the same. */
  readonly sources: readonly MergeSource[];
  /** What loses nothing: both lists, or the value that is there. */
  readonly proposed: MergeSource;
}

/**
 * What stands and falls together: a number is worth what proves it, and an address must not come loose from being
 * confidential.
 */
const together: readonly (readonly ActorColumn[])[] = [
  ['organization', 'service', 'acronym', 'short_name', 'kind'],
  ['place', 'town', 'address', 'latitude', 'longitude', 'confidential'],
  ['areas', 'coverage'],
  [
    'phone',
    'phone_free',
    'line',
    'evidence',
    'source_status',
    'source_url',
    'source_date',
    'assured_date',
    'assurer',
  ],
  ['opening', 'hours'],
  ['minimum_age', 'maximum_age'],
];
const lists: ReadonlySet<ActorColumn> = new Set(['services', 'needs', 'languages', 'documents', 'notes']);
/** How an entry is found again; it stays that of the entry that stays. */
const fixed: ReadonlySet<ActorColumn> = new Set(['id', 'completes']);

/** The fields of two entries, side by side. */
export function mergeFields(keep: ActorCells, drop: ActorCells): readonly MergeField[] {
  const grouped = new Set(together.flat());
  const alone = actorColumns
    .map(({ name }) => name)
    .filter((name) => !grouped.has(name) && !fixed.has(name))
    .map((name) => [name]);
  return [...together, ...alone].map((columns) => fieldOf(columns, keep, drop));
}

function fieldOf(columns: readonly ActorColumn[], keep: ActorCells, drop: ActorCells): MergeField {
  const name = columns[0]!;
  const said = (cells: ActorCells) => columns.some((column) => cells[column] !== '');
  const same = columns.every((column) => keep[column] === drop[column]);
  const joins = lists.has(name) && said(keep) && said(drop);
  return {
    name,
    columns,
    sources: same ? [] : joins ? mergeSources : ['keep', 'drop'],
    proposed: joins && !same ? 'both' : keep[name] === '' && said(drop) ? 'drop' : 'keep',
  };
}

/** What changes in the entry that stays; a field that was not chosen stays as it is. */
export function mergedCells(
  keep: ActorCells,
  drop: ActorCells,
  chosen: (field: ActorColumn) => string,
): Partial<Record<ActorColumn, string>> {
  const patch: Partial<Record<ActorColumn, string>> = {};
  for (const { name, columns, sources } of mergeFields(keep, drop)) {
    const source = sources.find((each) => each === chosen(name));
    if (source === undefined || source === 'keep') continue;
    for (const column of columns)
      patch[column] = source === 'both' ? joined(keep[column], drop[column]) : drop[column];
  }
  return patch;
}

function joined(...cells: readonly string[]): string {
  const parts = cells.flatMap((cell) => cell.split(';').map((part) => part.trim()));
  return [...new Set(parts.filter(Boolean))].join(';');
}
