import type { Fault } from '../fault.ts';
import { type PlaceLevel, placeLevels } from '../language/understanding.ts';
import type { CoordinateQuality, Place } from './directory.ts';
import { type Row, readTable } from './table.ts';

const columns = [
  'id',
  'level',
  'name',
  'spellings',
  'pcode',
  'region',
  'region_pcode',
  'departement',
  'departement_pcode',
  'latitude',
  'longitude',
  'coordinate_quality',
  'population',
];

const qualities: readonly CoordinateQuality[] = [
  'verified',
  'geonames',
  'point_in_polygon',
  'arrondissement_point',
  'departement_point',
  'approx_unverified',
  'none',
];

/** Reads `places.csv` of a country: every place with all faults of the file. */
export function readPlaces(
  text: string,
  file: string,
  country: string,
): { places: Place[]; faults: Fault[] } {
  const table = readTable(text, file, columns);
  const faults: Fault[] = [...table.faults];
  const seen = new Map<string, number>();
  for (const row of table.rows) {
    faults.push(...placeFaults(row, file));
    const before = seen.get(row.cells.id!);
    if (before)
      faults.push({ file, line: row.line, column: 'id', message: `already used in line ${before}` });
    seen.set(row.cells.id!, row.line);
  }
  return { places: faults.length > 0 ? [] : table.rows.map((row) => placeOf(row, country)), faults };
}

function placeFaults({ line, cells }: Row, file: string): Fault[] {
  const faults: Fault[] = [];
  const fault = (column: string, message: string) => faults.push({ file, line, column, message });
  for (const column of ['id', 'name', 'pcode', 'region', 'region_pcode']) {
    if (!cells[column]) fault(column, 'must not be empty');
  }
  if (!placeLevels.includes(cells.level as PlaceLevel)) fault('level', `one of ${placeLevels.join(', ')}`);
  if (!qualities.includes(cells.coordinate_quality as CoordinateQuality)) {
    fault('coordinate_quality', `one of ${qualities.join(', ')}`);
  }
  for (const [column, limit] of [
    ['latitude', 90],
    ['longitude', 180],
  ] as const) {
    const value = Number(cells[column]);
    if (cells.coordinate_quality !== 'none' && (cells[column] === '' || !(Math.abs(value) <= limit))) {
      fault(column, `a number of degrees between -${limit} and ${limit}`);
    }
  }
  if (cells.population && !/^\d+$/.test(cells.population)) fault('population', 'a whole number, or empty');
  return faults;
}

function placeOf({ cells }: Row, country: string): Place {
  const number = (text: string | undefined) => (text ? Number(text) : null);
  return {
    id: cells.id!,
    country,
    name: cells.name!,
    spellings: cells.spellings!.split('|').filter(Boolean),
    level: cells.level as PlaceLevel,
    pcode: cells.pcode!,
    region: cells.region!,
    regionPcode: cells.region_pcode!,
    departement: cells.departement || null,
    departementPcode: cells.departement_pcode || null,
    latitude: number(cells.latitude),
    longitude: number(cells.longitude),
    coordinateQuality: cells.coordinate_quality as CoordinateQuality,
    population: number(cells.population),
  };
}
