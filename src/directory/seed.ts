import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fault, FaultsError } from '../fault.ts';
import type { Need } from '../language/understanding.ts';
import { actorRecords } from './actor-records.ts';
import { readActors } from './actor-table.ts';
import { type Country, readCountry } from './country.ts';
import type { Place } from './directory.ts';
import { readNeeds } from './need-table.ts';
import { type Outline, readOutlines } from './outlines.ts';
import { readPlaces } from './place-table.ts';
import type { Records } from './records.ts';

/** Everything that one country brings along: a folder of `db/seed`, read and checked. */
export interface Pack {
  readonly country: Country;
  /** Changes when any file of the folder changes; tells whether the database has it already. */
  readonly hash: string;
  readonly places: readonly Place[];
  readonly outlines: readonly Outline[];
  readonly records: Records;
}

const files = ['pack.yaml', 'places.csv', 'departements.geojson', 'needs.csv', 'actors.csv'] as const;
type PackTexts = Readonly<Record<(typeof files)[number], string>>;

/** Reads the pack in a folder; throws `FaultsError` with every fault of every file. */
export async function readPack(folder: string): Promise<Pack> {
  const { texts, faults } = await readTexts(folder);
  const country = readCountry(texts['pack.yaml'], join(folder, 'pack.yaml'));
  if (!country.country)
    throw new FaultsError('The directory pack cannot be loaded', [...faults, ...country.faults]);
  return packOf(texts, folder, country.country, faults);
}

/** The pack in a folder, or null and all that is wrong with it. */
export async function checkPack(folder: string): Promise<{ pack: Pack | null; faults: readonly Fault[] }> {
  try {
    return { pack: await readPack(folder), faults: [] };
  } catch (error) {
    if (!(error instanceof FaultsError)) throw error;
    return { pack: null, faults: error.faults };
  }
}

/** Which needs the wordings of a pack answer, for checking tables that come in later. */
export async function readNeedsFile(folder: string): Promise<Map<string, Need[]>> {
  const path = join(folder, 'needs.csv');
  return readNeeds(await readFile(path, 'utf8'), path).needsOf;
}

function packOf(texts: PackTexts, folder: string, country: Country, before: readonly Fault[]): Pack {
  const file = (name: keyof PackTexts) => join(folder, name);
  const { places, faults: placeFaults } = readPlaces(texts['places.csv'], file('places.csv'), country.iso3);
  const { outlines, faults: outlineFaults } = readOutlines(
    texts['departements.geojson'],
    file('departements.geojson'),
  );
  const { needsOf, faults: needFaults } = readNeeds(texts['needs.csv'], file('needs.csv'));
  const exampleFaults = placeFaults.length > 0 ? [] : exampleFault(places, country, file('pack.yaml'));
  const ground = { country, places, outlines, needsOf };
  const { actors, faults: actorFaults } = readActors(texts['actors.csv'], file('actors.csv'), ground);
  const faults = [
    ...before,
    ...placeFaults,
    ...exampleFaults,
    ...outlineFaults,
    ...needFaults,
    ...actorFaults,
  ];
  if (faults.length > 0) throw new FaultsError('The directory pack cannot be loaded', faults);
  return { country, hash: hashOf(texts), places, outlines, records: actorRecords(actors, ground) };
}

function exampleFault(places: readonly Place[], { example_place }: Country, file: string): Fault[] {
  if (places.some(({ name }) => name === example_place)) return [];
  return [{ file, line: 0, column: 'example_place', message: 'is no name in places.csv' }];
}

async function readTexts(folder: string): Promise<{ texts: PackTexts; faults: Fault[] }> {
  const faults: Fault[] = [];
  const read = async (name: string) => {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(join(folder, name)));
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      faults.push({
        file: join(folder, name),
        line: 0,
        message: missing ? 'this file is missing' : 'cannot be read as UTF-8',
      });
      return '';
    }
  };
  const texts = Object.fromEntries(await Promise.all(files.map(async (name) => [name, await read(name)])));
  return { texts: texts as PackTexts, faults };
}

// The reading itself is counted in: when records are made differently, the database must be filled again.
const reading = '1';

function hashOf(texts: PackTexts): string {
  const hash = createHash('sha256').update(reading);
  for (const name of files) hash.update(name).update(texts[name]);
  return hash.digest('hex');
}
