import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import type { Changes } from '../directory/changes.ts';
import {
  exportHxl,
  exportJsonLines,
  exportPackage,
  exportTable,
  exportWorkbook,
} from '../directory/export.ts';
import { type Files, type Import, largestImport, readImport } from '../directory/import.ts';
import { applyImport, type DirectoryDatabase, previewImport } from '../directory/import-store.ts';
import { localTime } from '../directory/opening.ts';
import { publicRecords } from '../directory/public-records.ts';
import { readGround } from '../directory/records-store.ts';
import { readNeedsFile, readPack } from '../directory/seed.ts';
import { loadPack, readSnapshot } from '../directory/store.ts';
import { writeZip } from '../directory/zip.ts';
import { type Fault, faultText } from '../fault.ts';

/** What the commands of the directory work with. */
export interface DirectoryDeps {
  readonly db: DirectoryDatabase;
  /** The folder of this deployment's country in `db/seed`. */
  readonly packFolder: string;
  readonly now: () => Date;
}

export interface ImportFlags {
  readonly dryRun?: boolean;
  readonly retireGone?: boolean;
}

/** `dellusi directory import`: checks everything, tells what would change, then writes it; the lines that it prints. */
export async function directoryImport(
  deps: DirectoryDeps,
  path: string,
  flags: ImportFlags,
): Promise<readonly string[]> {
  const read = await readPath(deps, path);
  const { records, fromTable = false } = read;
  if (!records) throw new Error(faultLines(path, read.faults).join('\n'));
  const remarks = read.remarks.map((remark) => `note: ${faultText(remark)}`);
  if (flags.dryRun) {
    return [
      ...remarks,
      ...changeLines(await previewImport(deps.db, { records, fromTable }), flags),
      'Nothing was written (--dry-run).',
    ];
  }
  const options = { by: 'dellusi directory import', at: deps.now(), retireGone: flags.retireGone ?? false };
  return [...remarks, ...changeLines(await applyImport(deps.db, { records, fromTable }, options), flags)];
}

async function readPath(deps: DirectoryDeps, path: string): Promise<Import> {
  const pack = await readPack(deps.packFolder);
  await loadPack(deps.db, pack);
  const ground = await readGround(deps.db, pack.country.iso3);
  if (!ground) throw new Error(`The directory has no country ${pack.country.iso3}.`);
  const needsOf = await readNeedsFile(deps.packFolder);
  const { date: today } = localTime(deps.now(), pack.country.timezone);
  return readImport(await readFiles(path), { ...ground, needsOf, today });
}

async function readFiles(path: string): Promise<Files> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new Error(`There is no file or folder ${path}.`);
  if (found.isDirectory()) {
    const names = (await readdir(path)).filter((name) => name.endsWith('.csv'));
    return new Map(
      await Promise.all(names.map(async (name) => [name, await readFile(join(path, name))] as const)),
    );
  }
  if (found.size > largestImport) throw new Error(`${path} is larger than 64 MB: import it in parts.`);
  return new Map([[basename(path), await readFile(path)]]);
}

function faultLines(path: string, faults: readonly Fault[]): string[] {
  const many = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
  return [`${path} has ${many}; nothing was written:`, ...faults.map((fault) => `  ${faultText(fault)}`)];
}

/** So many services of a kind are named one by one. */
const mostNamed = 200;

function changeLines(changes: Changes, { retireGone }: ImportFlags): string[] {
  const { added, changed, unchanged, gone } = changes;
  const lines = [
    ...named(added, (id) => `  new: ${changes.names.get(id)}`),
    ...named(changed, (id) => `  changed: ${changes.names.get(id)}: ${fieldsOf(changes, id).join('; ')}`),
    // A small file leaves nearly everything out: then the names say nothing, unless they are to be set inactive.
    ...named(retireGone || gone.length <= 20 ? gone : [], (id) => `  not in it: ${changes.names.get(id)}`),
    `${added.length} new, ${changed.length} changed, ${unchanged.length} as before.`,
  ];
  if (gone.length > 0) {
    const fate = retireGone ? 'set inactive' : 'left as they are (--retire-gone sets them inactive)';
    lines.push(`${gone.length} in the directory and not in what came in: ${fate}.`);
  }
  return lines;
}

function named(ids: readonly string[], line: (id: string) => string): string[] {
  const more = ids.length - mostNamed;
  return [...ids.slice(0, mostNamed).map(line), ...(more > 0 ? [`  … and ${more} more`] : [])];
}

/** What changes in one service: `phones.number 33 1 → 33 2`. */
function fieldsOf({ records, dropped }: Changes, service: string): string[] {
  const mine = ({ owners }: { readonly owners: readonly string[] }) => owners.includes(service);
  const changed = records.filter(mine).flatMap(({ table, fields }) =>
    fields
      .filter(({ field }) => !/(^|_)id$/.test(field))
      .map(({ field, before, after }) => {
        const name = table === 'services' ? field : `${table}.${field}`;
        return `${name} ${before || '(nothing)'} → ${after || '(nothing)'}`;
      }),
  );
  return [...changed, ...dropped.filter(mine).map(({ table }) => `one of ${table} goes`)];
}

/** `dellusi directory export`: folder or .zip is a datapackage, .ndjson HSDS JSON, .csv or .xlsx the table, .hxl.csv tagged. */
export async function directoryExport(
  deps: DirectoryDeps,
  path: string,
  flags: { readonly public?: boolean },
): Promise<string> {
  await loadPack(deps.db, await readPack(deps.packFolder));
  const all = await readSnapshot(deps.db);
  const snapshot = flags.public ? { ...all, records: publicRecords(all.records) } : all;
  const count = `${snapshot.records.services.length} services`;
  if (path.endsWith('.hxl.csv')) await writeFile(path, exportHxl(snapshot));
  else if (path.endsWith('.xlsx')) await writeFile(path, exportWorkbook(snapshot));
  else if (path.endsWith('.csv')) await writeFile(path, exportTable(snapshot));
  else if (path.endsWith('.ndjson')) await writeFile(path, exportJsonLines(snapshot.records));
  else if (path.endsWith('.zip')) await writeFile(path, writeZip(exportPackage(snapshot.records)));
  else await writeFolder(path, exportPackage(snapshot.records));
  return `${count} written to ${path}.`;
}

async function writeFolder(path: string, files: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(path, { recursive: true });
  await Promise.all([...files].map(([name, text]) => writeFile(join(path, name), text)));
}

/** Runs work on the directory's database, wherever it is. */
export type WithDirectory = (work: (deps: DirectoryDeps) => Promise<void>) => Promise<void>;

/** `dellusi directory import|export`. */
export function directoryCommand(
  withDirectory: WithDirectory,
  io: { readonly print: (line: string) => void },
): Command {
  const directory = new Command('directory').description('the directory of services');
  directory
    .command('import <path>')
    .description('a datapackage (folder or .zip), HSDS .json or .ndjson, or a table of actors (.xlsx, .csv)')
    .option('--dry-run', 'only tell what would change')
    .option('--retire-gone', 'set services inactive that are not in what comes in')
    .action((path: string, flags: ImportFlags) =>
      withDirectory(async (deps) => io.print((await directoryImport(deps, path, flags)).join('\n'))),
    );
  directory
    .command('export <path>')
    .description(
      'a folder or .zip (datapackage), .ndjson (HSDS), .csv or .xlsx (table of actors), .hxl.csv (HXL tags)',
    )
    .option('--public', 'leave out what must not leave the desk: safe houses, unverified contacts')
    .action((path: string, flags: { public?: boolean }) =>
      withDirectory(async (deps) => io.print(await directoryExport(deps, path, flags))),
    );
  return directory;
}
