import type { Fault } from '../fault.ts';
import {
  type Actor,
  type ActorCells,
  type ActorColumn,
  type ActorGround,
  actorColumns,
} from './actor-columns.ts';
import { faultsOfActors } from './actor-faults.ts';
import { inCodes } from './actor-words.ts';
import { plainCell } from './cell.ts';
import { folded, type PlaceFinder, placeFinder } from './place-finder.ts';
import { dayOfSerial } from './spreadsheet.ts';
import { type Row, readTable } from './table.ts';

const spellings: ReadonlyMap<string, string> = new Map<string, string>(
  actorColumns.flatMap(({ name, french }) => [
    [name, name],
    [french, name],
  ]),
);

/** Reads a table of actors and checks every line; faults of all lines come together. */
export function readActors(
  text: string,
  file: string,
  ground: ActorGround,
): { actors: Actor[]; faults: Fault[] } {
  const table = readTable(text, file, []);
  return checkActors(table.rows, table.faults, file, ground);
}

/** Checks lines that are already cut into cells, from whatever file they came. */
export function checkActors(
  rows: readonly Row[],
  before: readonly Fault[],
  file: string,
  ground: ActorGround,
): { actors: Actor[]; faults: Fault[] } {
  const headings = headingsOf(rows[0]);
  const named = (faults: readonly Fault[]) => faults.map((fault) => withHeading(fault, headings));
  const missing = rows.length > 0 ? missingColumns(headings, file) : [];
  // Without its column every line would tell the same fault again.
  if (missing.length > 0) return { actors: [], faults: [...before, ...named(missing)] };
  const find = placeFinder(ground.places);
  const actors = rows.map((row) => ({ line: row.line, cells: completed(inCodes(cellsOf(row)), find) }));
  return { actors, faults: [...before, ...named(faultsOfActors(actors, file, ground, isFrench(headings)))] };
}

type Headings = ReadonlyMap<string, string>;

/** What a file calls each column that it has. */
function headingsOf(row: Row | undefined): Headings {
  const own = Object.keys(row?.cells ?? {}).flatMap((heading) => {
    const name = spellings.get(heading.toLowerCase());
    return name ? [[name, heading] as const] : [];
  });
  return new Map(own);
}

function missingColumns(headings: Headings, file: string): Fault[] {
  return actorColumns
    .filter(({ name, required }) => required && !headings.has(name))
    .map(({ name }) => ({
      file,
      line: 1,
      column: name,
      message: 'this column is missing',
      code: 'no_column',
    }));
}

const isFrench = (headings: Headings) =>
  [...headings].some(([name, heading]) => name !== heading.toLowerCase());

/** Names the column as the file does; one that it does not have, in the language of the others. */
function withHeading(fault: Fault, headings: Headings): Fault {
  const column = actorColumns.find(({ name }) => name === fault.column);
  if (!column) return fault;
  const heading = headings.get(column.name) ?? (isFrench(headings) ? column.french : column.name);
  return heading === column.name ? fault : { ...fault, heading };
}

function cellsOf(row: Row): ActorCells {
  const cells = Object.fromEntries(actorColumns.map(({ name }) => [name, ''])) as Record<ActorColumn, string>;
  for (const [heading, value] of Object.entries(row.cells)) {
    const name = spellings.get(heading.toLowerCase()) as ActorColumn | undefined;
    if (name) cells[name] = plainCell(value);
  }
  return cells;
}

/** Fills in what a line leaves open and another column tells. */
function completed(cells: ActorCells, find: PlaceFinder): ActorCells {
  const place = find(cells.place, cells.town);
  return {
    ...cells,
    id: cells.id || slug(`${cells.organization} ${cells.town || cells.place}`),
    place: place?.id ?? cells.place,
    town: cells.place ? cells.town : (place?.name ?? cells.town),
    areas: cells.areas || (place?.departementPcode ?? place?.pcode ?? ''),
    evidence: cells.evidence || 'unverified',
    assured_date: dayOfSerial(cells.assured_date),
    source_date: dayOfSerial(cells.source_date),
    latitude: withPoint(cells.latitude),
    longitude: withPoint(cells.longitude),
  };
}

// A spreadsheet in French writes 12,88.
const withPoint = (cell: string) => cell.replace(/^(-?\d+),(\d+)$/, '$1.$2');

function slug(text: string): string {
  return folded(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
