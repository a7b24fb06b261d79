import { randomUUID } from 'node:crypto';
import { inArray, sql } from 'drizzle-orm';
import type { Connection, Database } from '../../db/open.ts';
import * as schema from '../../db/schema/directory.ts';
import { adopted } from './adopt.ts';
import { type Changes, changesBetween } from './changes.ts';
import { type Records, recordTables } from './records.ts';
import { announce, readRecords, tableOf, writeRows } from './store.ts';

/** The database, for those who may not reach into `db/` themselves. */
export type DirectoryDatabase = Database;

export interface ImportOptions {
  /** Who imports, for the history: an e-mail address or the name of the command. */
  readonly by: string;
  readonly at: Date;
  /** True: services that are not in what came in are set inactive (never deleted). */
  readonly retireGone?: boolean;
}

/** What an import would change, with the directory before and after. */
export interface Preview extends Changes {
  readonly before: Records;
  readonly after: Records;
}

/** What an import would change; nothing is written. */
export async function previewImport(db: Connection, came: CameIn): Promise<Preview> {
  const before = await readRecords(db);
  const after = joined(before, came);
  return { ...changesBetween(before, after), before, after };
}

/** What came in, ready to be written. */
export interface CameIn {
  readonly records: Records;
  readonly fromTable?: boolean;
}

function joined(before: Records, { records, fromTable }: CameIn): Records {
  return fromTable ? adopted(records, before) : records;
}

/** Writes what came in, with its history, in one transaction; doing it twice changes nothing the second time. */
export async function applyImport(db: Database, came: CameIn, options: ImportOptions): Promise<Changes> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7203512)`);
    const before = await readRecords(tx);
    const records = joined(before, came);
    const changes = changesBetween(before, records);
    if (changes.records.length > 0 || changes.dropped.length > 0)
      await writeChanges(tx, records, changes, options);
    if (options.retireGone && changes.gone.length > 0) await retire(tx, changes.gone, options);
    return changes;
  });
}

async function writeChanges(
  tx: Connection,
  records: Records,
  changes: Changes,
  options: ImportOptions,
): Promise<void> {
  const touched = new Set([...changes.added, ...changes.changed]);
  const ids = new Map(recordTables.map((table) => [table, new Set<string>()]));
  for (const { table, id } of changes.records) ids.get(table)!.add(id);
  for (const id of touched) ids.get('services')!.add(id);
  for (const table of recordTables) {
    const rows = (records[table] as readonly { id: string }[]).filter((row) => ids.get(table)!.has(row.id));
    const dated =
      table === 'services' ? rows.map((row) => ({ ...row, last_modified: options.at.toISOString() })) : rows;
    await writeRows(tx, tableOf[table], dated);
  }
  await dropParts(tx, changes);
  await writeRows(tx, schema.metadata, historyOf(changes, options));
  await announce(tx, touched.size <= 500 ? [...touched] : []);
}

// Parts of a service that the new version no longer has (a number, a day); the history keeps what they were.
async function dropParts(tx: Connection, { dropped }: Changes): Promise<void> {
  for (const table of recordTables) {
    const ids = dropped.filter((each) => each.table === table).map(({ id }) => id);
    const { id } = tableOf[table] as unknown as { id: typeof schema.phones.id };
    for (let from = 0; from < ids.length; from += 1000) {
      await tx.delete(tableOf[table]).where(inArray(id, ids.slice(from, from + 1000)));
    }
  }
}

function historyOf({ added, records, dropped }: Changes, { by, at }: ImportOptions): object[] {
  const fresh = new Set(added);
  const entry = (resource_id: string, resource_type: string) => ({
    id: randomUUID(),
    resource_id,
    resource_type,
    last_action_date: at,
    updated_by: by,
  });
  const created = added.map((id) => ({
    ...entry(id, 'service'),
    last_action_type: 'create',
    field_name: '',
    previous_value: '',
    replacement_value: '',
  }));
  const changed = records.flatMap(({ table, id, fields, owners }) =>
    owners.every((owner) => fresh.has(owner))
      ? []
      : fields
          .filter(({ field }) => field !== 'last_modified')
          .flatMap(({ field, before, after }) =>
            owners.map((owner) => ({
              ...entry(owner, 'service'),
              last_action_type: 'update',
              field_name: table === 'services' || id === owner ? field : `${table}.${field}`,
              previous_value: before,
              replacement_value: after,
            })),
          ),
  );
  const gone = dropped.flatMap(({ table, owners, was }) =>
    owners.map((owner) => ({
      ...entry(owner, 'service'),
      last_action_type: 'update',
      field_name: table,
      previous_value: was,
      replacement_value: '',
    })),
  );
  return [...created, ...changed, ...gone];
}

async function retire(tx: Connection, ids: readonly string[], { by, at }: ImportOptions): Promise<void> {
  for (let from = 0; from < ids.length; from += 1000) {
    const part = ids.slice(from, from + 1000);
    const set = { status: 'inactive', last_modified: at.toISOString() };
    await tx.update(schema.services).set(set).where(inArray(schema.services.id, part));
    await writeRows(
      tx,
      schema.metadata,
      part.map((id) => ({
        id: randomUUID(),
        resource_id: id,
        resource_type: 'service',
        last_action_date: at,
        last_action_type: 'update',
        field_name: 'status',
        previous_value: 'active',
        replacement_value: 'inactive',
        updated_by: by,
      })),
    );
  }
  await announce(tx, ids.length <= 500 ? ids : []);
}
