import { asc, desc, eq, getTableColumns, getTableName, gt, inArray, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Connection, Database } from '../../db/open.ts';
import * as schema from '../../db/schema/directory.ts';
import { ownersOf } from './changes.ts';
import type { Country } from './country.ts';
import type { Place } from './directory.ts';
import { listOpportunities } from './opportunity-store.ts';
import type { Outline } from './outlines.ts';
import { type Records, recordTables } from './records.ts';
import { partColumns, readRecordsOf } from './records-store.ts';
import type { Pack } from './seed.ts';
import { eachRow, inSlices, type Work } from './slices.ts';
import type { Snapshot } from './snapshot.ts';
import { readStandings } from './standings-store.ts';

/** Told while a pack is written, so that a first start can show how far it is. */
export type Progress = (done: number, total: number) => void;

const rowsAtOnce = 2000;

/** The tables of the records, by the name that records give them. */
export const tableOf: { readonly [Table in keyof Records]: PgTable } = {
  organizations: schema.organizations,
  services: schema.services,
  locations: schema.locations,
  service_at_locations: schema.service_at_locations,
  addresses: schema.addresses,
  phones: schema.phones,
  schedules: schema.schedules,
  languages: schema.languages,
  service_areas: schema.service_areas,
  cost_options: schema.cost_options,
  required_documents: schema.required_documents,
  taxonomies: schema.taxonomies,
  taxonomy_terms: schema.taxonomy_terms,
  attributes: schema.attributes,
  other_records: schema.other_records,
};

/** Writes a pack into the database unless it stands there already; true when something was written. */
export async function loadPack(db: Database, pack: Pack, progress: Progress = () => {}): Promise<boolean> {
  if (await isLoaded(db, pack)) return false;
  return db.transaction(async (tx) => {
    // Several replicas may start at once: one loads, the others wait here and then find it done.
    await tx.execute(sql`select pg_advisory_xact_lock(7203512)`);
    if (await isLoaded(tx, pack)) return false;
    await writePack(tx, pack, progress);
    return true;
  });
}

async function isLoaded(db: Connection, { country, hash }: Pack): Promise<boolean> {
  const found = await db
    .select({ hash: schema.directoryPack.hash })
    .from(schema.directoryPack)
    .where(eq(schema.directoryPack.country, country.iso3));
  return found[0]?.hash === hash;
}

async function writePack(db: Connection, pack: Pack, progress: Progress): Promise<void> {
  const edited = await editedByPeople(db);
  const records = untouched(pack.records, edited);
  const total = recordTables.reduce((sum, table) => sum + records[table].length, pack.places.length);
  let done = 0;
  const count = (rows: number) => {
    done += rows;
    progress(done, total);
  };
  await clearPack(db, pack, records, edited);
  await writeRows(db, schema.place, pack.places, count);
  for (const table of recordTables) await writeRows(db, tableOf[table], records[table], count);
  await writePackRow(db, pack);
  await announce(db, []);
}

// What a caseworker has changed is better than what a newer pack says about the same entry, its place and its numbers.
function untouched(records: Records, edited: ReadonlySet<string>): Records {
  if (edited.size === 0) return records;
  const owners = ownersOf([records]);
  const keep = ({ id }: { readonly id: string }) => {
    const own = owners.get(id);
    return !own || [...own].some((service) => !edited.has(service));
  };
  return Object.fromEntries(
    Object.entries(records).map(([table, rows]) => [table, (rows as readonly { id: string }[]).filter(keep)]),
  ) as unknown as Records;
}

// The old pack's places and the parts of its entries go; an entry that the new pack no longer has becomes inactive.
async function clearPack(
  db: Connection,
  pack: Pack,
  records: Records,
  edited: ReadonlySet<string>,
): Promise<void> {
  const country = pack.country.iso3;
  await db.delete(schema.place).where(eq(schema.place.country, country));
  const there = await db
    .select({ id: schema.services.id })
    .from(schema.services)
    .where(eq(schema.services.country, country));
  const ids = there.map(({ id }) => id).filter((id) => !edited.has(id));
  const kept = new Set(records.services.map(({ id }) => id));
  const gone = ids.filter((id) => !kept.has(id));
  for (let from = 0; from < ids.length; from += rowsAtOnce) {
    const part = ids.slice(from, from + rowsAtOnce);
    for (const column of Object.values(partColumns))
      await db.delete(column.table).where(inArray(column, part));
  }
  if (gone.length > 0)
    await db.update(schema.services).set({ status: 'inactive' }).where(inArray(schema.services.id, gone));
}

async function writePackRow(db: Connection, { country, hash, outlines }: Pack): Promise<void> {
  const row = { country: country.iso3, hash, facts: country, outlines, loadedAt: new Date() };
  await db
    .insert(schema.directoryPack)
    .values(row)
    .onConflictDoUpdate({ target: schema.directoryPack.country, set: row });
}

async function editedByPeople(db: Connection): Promise<ReadonlySet<string>> {
  const rows = await db.selectDistinct({ id: schema.metadata.resource_id }).from(schema.metadata);
  return new Set(rows.map(({ id }) => id));
}

/** Inserts rows in bulk; a row that stands there already, by its id, is replaced. */
export async function writeRows(
  db: Connection,
  table: PgTable,
  rows: readonly object[],
  count: (rows: number) => void = () => {},
): Promise<void> {
  const columns = Object.entries(getTableColumns(table)).filter(([, column]) => !column.generatedIdentity);
  const names = sql.raw(columns.map(([, column]) => `"${column.name}"`).join(', '));
  const replace = columns
    .filter(([name]) => name !== 'id')
    .map(([, { name }]) => `"${name}" = excluded."${name}"`);
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const part = rows.slice(from, from + rowsAtOnce);
    // One JSON parameter instead of one for each cell: many times faster with both drivers.
    const json = JSON.stringify(part.map((row) => namedAsColumns(row, columns)));
    const insert = sql`insert into ${table} (${names}) select ${names}
      from jsonb_populate_recordset(null::${table}, ${json}::jsonb)
      on conflict (id) do update set ${sql.raw(replace.join(', '))}`;
    await db.execute(insert).catch(tellCause);
    count(part.length);
  }
}

function namedAsColumns(
  row: object,
  columns: readonly (readonly [string, { readonly name: string }])[],
): object {
  const fields = row as Readonly<Record<string, unknown>>;
  return Object.fromEntries(columns.map(([field, column]) => [column.name, fields[field]]));
}

// The driver's message repeats every value of a thousand rows; its cause says what was wrong.
function tellCause(error: unknown): never {
  throw new Error(
    `The directory could not be written: ${((error as Error).cause as Error | undefined)?.message ?? error}`,
  );
}

/** Says that the directory has changed: services to read again, none for all of it. */
export async function announce(db: Connection, services: readonly string[]): Promise<void> {
  await db.insert(schema.directoryVersion).values({ services: [...services] });
}

/** Reads everything that a directory in memory is made from. */
export async function readSnapshot(db: Connection): Promise<Snapshot> {
  const version = await currentVersion(db);
  const packs = await db.select().from(schema.directoryPack).orderBy(asc(schema.directoryPack.country));
  const places = await db.select().from(schema.place).orderBy(asc(schema.place.id));
  return {
    version,
    countries: packs.map((pack) => pack.facts as Country),
    places: places as Place[],
    outlines: packs.flatMap((pack) => pack.outlines as Outline[]),
    records: await readRecords(db),
    ...(await readStandings(db)),
    opportunities: await listOpportunities(db, yesterday()),
  };
}

/** Reads again only the services that have changed since a snapshot was taken. */
export async function renewSnapshot(
  db: Connection,
  old: Snapshot,
  services: readonly string[],
): Promise<Snapshot> {
  const version = await currentVersion(db);
  const fresh = await readRecordsOf(db, services);
  const standings = await readStandings(db);
  const opportunities = await listOpportunities(db, yesterday());
  return {
    ...old,
    version,
    records: await inSlices(replaced(old.records, fresh, services)),
    ...standings,
    opportunities,
  };
}

// A day of grace for countries whose clock is behind; whoever asks is told only what is open on their day.
function yesterday(): string {
  return new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
}

const ownerFields = ['id', 'service_id', 'link_id', 'location_id'] as const;

function* replaced(old: Records, fresh: Records, services: readonly string[]): Work<Records> {
  const stale = new Set(services);
  yield* eachRow(old.service_at_locations, (at) => {
    if (stale.has(at.service_id)) stale.add(at.location_id);
  });
  for (const organization of fresh.organizations) stale.add(organization.id);
  const renewed: Record<string, readonly object[]> = {};
  for (const table of recordTables) {
    const kept: object[] = [];
    yield* eachRow(old[table] as readonly object[], (row) => {
      if (!isStale(row as Record<string, unknown>, stale)) kept.push(row);
    });
    renewed[table] = [...kept, ...fresh[table]];
  }
  return renewed as unknown as Records;
}

function isStale(row: Record<string, unknown>, stale: ReadonlySet<string>): boolean {
  return ownerFields.some((field) => stale.has(row[field] as string));
}

/** Reads all records of the directory. */
export async function readRecords(db: Connection): Promise<Records> {
  const entries: [string, unknown[]][] = [];
  for (const table of recordTables) entries.push([table, await readInParts(db, tableOf[table])]);
  return Object.fromEntries(entries) as unknown as Records;
}

/** So many pages of 8 kB are read and mapped at a time: some thousand rows, a few milliseconds. */
const pagesInPart = 64;

/**
 * All rows of a table, as they lie, part by part: mapping a hundred thousand at once would hold up every message. What
 * moves or comes in meanwhile has a newer version number and is read again.
 */
async function readInParts(db: Connection, table: PgTable): Promise<unknown[]> {
  const { rows: sizes } = await db.execute<{ pages: number }>(
    sql`select (pg_relation_size(${getTableName(table)}::regclass) / 8192)::int as pages`,
  );
  const rows: unknown[] = [];
  for (let page = 0; page < (sizes[0]?.pages ?? 0); page += pagesInPart) {
    const [from, to] = [`(${page},0)`, `(${page + pagesInPart},0)`];
    const part = db.select().from(table);
    rows.push(...(await part.where(sql`ctid >= ${from}::tid and ctid < ${to}::tid`)));
  }
  return rows;
}

/** The number of the latest change. */
export async function currentVersion(db: Connection): Promise<number> {
  const { directoryVersion } = schema;
  const latest = await db
    .select({ id: directoryVersion.id })
    .from(directoryVersion)
    .orderBy(desc(directoryVersion.id))
    .limit(1);
  return latest[0]?.id ?? 0;
}

/** What has changed since a version: ids of services, or `all`. */
export async function changesSince(
  db: Connection,
  version: number,
): Promise<{ readonly version: number; readonly services: readonly string[] | 'all' }> {
  const { directoryVersion } = schema;
  const rows = await db
    .select()
    .from(directoryVersion)
    .where(gt(directoryVersion.id, version))
    .orderBy(asc(directoryVersion.id));
  const all = rows.some((row) => row.services.length === 0);
  const services = [...new Set(rows.flatMap((row) => row.services))];
  return { version: rows.at(-1)?.id ?? version, services: all ? 'all' : services };
}
