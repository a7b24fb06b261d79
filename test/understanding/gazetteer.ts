import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { PlaceLevel, PlaceName } from '../../src/language/understanding.ts';

/** The places of Senegal as the seed holds them. */
export function seededPlaces(): PlaceName[] {
  const rows: Record<string, string>[] = parse(readFileSync('db/seed/sen/places.csv'), { columns: true });
  return rows.map((row) => ({
    id: row.id ?? '',
    name: row.name ?? '',
    spellings: (row.spellings ?? '').split(/[|;]/).filter((spelling) => spelling !== ''),
    level: row.level as PlaceLevel,
    pcode: row.pcode ?? '',
    departement: row.departement || null,
    region: row.region ?? '',
    population: row.population ? Number(row.population) : null,
  }));
}
