import type { Fault } from '../fault.ts';
import type { ActorGround } from './actor-columns.ts';
import { actorRecords } from './actor-records.ts';
import { checkActors, readActors } from './actor-table.ts';
import { isTableFile, tablesFromFiles } from './datapackage.ts';
import { checkTables } from './hsds-check.ts';
import { flattenTrees } from './hsds-flatten.ts';
import { type FlatRow, type FlatTables, noFlatTables, type Resource } from './hsds-shape.ts';
import { recordsFromTables } from './hsds-tables.ts';
import type { Tree } from './hsds-tree.ts';
import { outlineAt } from './outlines.ts';
import type { LocationRecord, Records } from './records.ts';
import { readSpreadsheet } from './spreadsheet.ts';
import { readZip, ZipError } from './zip.ts';

/** What came in: records ready to be written, or faults that say why not. Remarks never stand in the way. */
export interface Import {
  readonly records: Records | null;
  readonly faults: readonly Fault[];
  readonly remarks: readonly Fault[];
  /** True: from a table of actors, which has no columns for some of what the directory knows. */
  readonly fromTable?: boolean;
}

/** Files by name; a folder gives several, anything else one. */
export type Files = ReadonlyMap<string, Buffer>;

/** The largest file that is read, in bytes. */
export const largestImport = 64 * 1024 * 1024;

/** Reads a datapackage (folder or zip), HSDS JSON, or a table of actors (xlsx or CSV), and checks all of it. */
export function readImport(files: Files, ground: ActorGround): Import {
  const tooLarge = [...files].filter(([, bytes]) => bytes.length > largestImport);
  if (tooLarge.length > 0) {
    return failed(
      tooLarge.map(([file]) => fault(file, 'too_large', 'is larger than 64 MB: import it in parts')),
    );
  }
  const [first] = files;
  if (!first) return failed([fault('import', 'nothing_there', 'there is nothing to read')]);
  return files.size > 1 || isTableFile(first[0])
    ? readPackage(files, ground)
    : readSingle(first[0], first[1], ground);
}

function readSingle(name: string, bytes: Buffer, ground: ActorGround): Import {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (ending === 'zip') return readArchive(name, bytes, ground);
  if (ending === 'xlsx') return readWorkbook(name, bytes, ground);
  const text = textOf(bytes);
  if (text === null)
    return failed([
      fault(name, 'not_utf8', 'is not UTF-8: in the spreadsheet choose “CSV UTF-8” when saving'),
    ]);
  if (ending === 'csv') return actorImport(readActors(text, name, ground), ground);
  if (ending === 'json' || ending === 'ndjson') return readJson(name, text, ground);
  return failed([
    fault(
      name,
      'unknown_kind',
      'is of no kind that can be read: .csv, .xlsx, .json, .ndjson, .zip or a folder',
    ),
  ]);
}

function readArchive(name: string, bytes: Buffer, ground: ActorGround): Import {
  try {
    const files = readZip(bytes);
    return files.has('xl/workbook.xml') ? readWorkbook(name, bytes, ground) : readPackage(files, ground);
  } catch (error) {
    if (error instanceof ZipError) return failed([fault(name, 'bad_zip', error.message)]);
    throw error;
  }
}

function readWorkbook(name: string, bytes: Buffer, ground: ActorGround): Import {
  const table = readSpreadsheet(bytes, name);
  return actorImport(checkActors(table.rows, table.faults, name, ground), ground);
}

function actorImport({ actors, faults }: ReturnType<typeof readActors>, ground: ActorGround): Import {
  if (faults.length > 0) return failed(faults);
  if (actors.length === 0)
    return failed([fault('import', 'no_lines', 'the table has no line below its heading')]);
  return { records: actorRecords(actors, ground), faults: [], remarks: [], fromTable: true };
}

function readPackage(files: Files, ground: ActorGround): Import {
  const texts = new Map<string, string>();
  const faults: Fault[] = [];
  for (const [name, bytes] of files) {
    if (!isTableFile(name)) continue;
    const text = textOf(bytes);
    if (text === null) faults.push(fault(name, 'not_utf8', 'is not UTF-8'));
    else texts.set(name, text);
  }
  if (texts.size === 0 && faults.length === 0)
    faults.push(fault('import', 'no_tables', 'no file is named like a table of HSDS'));
  const read = tablesFromFiles(texts);
  return tablesImport(read.tables, read.places, [...faults, ...read.faults], ground);
}

function readJson(name: string, text: string, ground: ActorGround): Import {
  try {
    const trees = treesOf(text);
    const resource = resourceOf(trees[0]);
    if (!resource) return failed([fault(name, 'no_services', 'holds no services or organizations of HSDS')]);
    return tablesImport(flattenTrees(resource, trees), new Map(), [], ground);
  } catch (error) {
    return failed([fault(name, 'no_json', `is no JSON: ${(error as Error).message}`)]);
  }
}

// One record, a list, a page of an API ({contents: […]}), or one record a line.
function treesOf(text: string): Tree[] {
  const lines = text.trim().split('\n');
  if (lines.length > 1 && lines.every((line) => line.startsWith('{') && line.trimEnd().endsWith('}'))) {
    return lines.map((line) => JSON.parse(line) as Tree);
  }
  const read = JSON.parse(text) as Tree | Tree[];
  if (Array.isArray(read)) return read;
  return Array.isArray(read.contents) ? (read.contents as Tree[]) : [read];
}

function resourceOf(tree: Tree | undefined): Resource | null {
  if (!tree || typeof tree !== 'object') return null;
  if ('location' in tree || ('service_id' in tree && 'location_id' in tree)) return 'service_at_location';
  if ('status' in tree) return 'service';
  return 'description' in tree && 'name' in tree ? 'organization' : null;
}

function tablesImport(
  read: FlatTables,
  places: ReadonlyMap<FlatRow, { file: string; line: number }>,
  before: readonly Fault[],
  ground: ActorGround,
): Import {
  const tables = withOwners(read);
  const { faults, remarks } = checkTables(tables, places, ground);
  const all = [...before, ...faults];
  if (all.length > 0) return { records: null, faults: all, remarks };
  return { records: settled(recordsFromTables(tables, ground.country.iso3), ground), faults: [], remarks };
}

// A service met only inside a place of service, or an organization's list, is told whose it is by its surroundings.
function withOwners(tables: FlatTables): FlatTables {
  const sole = tables.organization.length === 1 ? tables.organization[0]!.id : null;
  if (!sole || tables.service.every((service) => service.organization_id)) return tables;
  const service = tables.service.map((row) =>
    row.organization_id ? row : { ...row, organization_id: sole },
  );
  return { ...noFlatTables(), ...tables, service };
}

/** Gives locations that say only a P-code or a point their place in the gazetteer. */
function settled(records: Records, { places, outlines, country }: ActorGround): Records {
  const byId = new Map(places.map((place) => [place.id, place]));
  const pcodeOf = ({
    external_identifier,
    external_identifier_type,
    latitude,
    longitude,
  }: LocationRecord) => {
    if (external_identifier_type === 'OCHA-PCODE') return external_identifier;
    return latitude === null || longitude === null
      ? null
      : (outlineAt(outlines, { latitude, longitude })?.pcode ?? null);
  };
  const locations = records.locations.map((location) => {
    const place = location.place_id ? null : byId.get(pcodeOf(location) ?? '');
    return place ? { ...location, place_id: place.id, town: location.town ?? place.name } : location;
  });
  const services = records.services.map((service) => ({
    ...service,
    country: service.country || country.iso3,
  }));
  return { ...records, locations, services };
}

function textOf(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const fault = (file: string, code: string, message: string): Fault => ({ file, line: 0, code, message });
const failed = (faults: readonly Fault[]): Import => ({ records: null, faults, remarks: [] });
