import { setImmediate } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import type { Assume, ExtractTablesWithRelations } from 'drizzle-orm';
import { drizzle as drizzleServer } from 'drizzle-orm/node-postgres';
import { migrate as migrateServer } from 'drizzle-orm/node-postgres/migrator';
import type { PgDatabase, PgQueryResultHKT, PgTransaction } from 'drizzle-orm/pg-core';
import { drizzle as drizzleEmbedded } from 'drizzle-orm/pglite';
import { migrate as migrateEmbedded } from 'drizzle-orm/pglite/migrator';
import pg from 'pg';
import * as schema from './schema/index.ts';

type Rows<R> = { rows: Assume<R, Record<string, unknown>>[] };
interface RowsHKT extends PgQueryResultHKT {
  type: Rows<this['row']>;
}

/** The database, whichever driver is behind it. */
export type Database = PgDatabase<RowsHKT, typeof schema>;
/** A transaction on it; a function that asks for one cannot be given the database by mistake. */
export type Transaction = PgTransaction<RowsHKT, typeof schema, ExtractTablesWithRelations<typeof schema>>;
/** Where a read may run: inside a transaction or outside. */
export type Connection = Database | Transaction;

/** An open database and what its owner needs beside it. */
export interface OpenDatabase {
  readonly db: Database;
  readonly kind: 'embedded' | 'server';
  /** The embedded database itself (pg-boss and the desk's feed take it). */
  readonly pglite?: PGlite;
  readonly url?: string;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** PostgreSQL connection string; absent: embedded. */
  readonly url?: string;
  /** Folder of the embedded database; absent: in memory. */
  readonly dataDir?: string;
  readonly migrations: string;
  readonly poolSize?: number;
}

/** Any number will do, as long as every replica uses the same: only one migrates at a time. */
const migrationLock = 7_203_511;

/** Opens PostgreSQL (15 or later) or the embedded database and brings its tables up to date. */
export function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  return options.url ? openServer(options.url, options) : openEmbedded(options);
}

async function openServer(url: string, { migrations, poolSize = 10 }: OpenOptions): Promise<OpenDatabase> {
  await migrateUnderLock(url, migrations);
  const pool = new pg.Pool({ connectionString: url, max: poolSize });
  // An idle connection that the server closes must not end the process: the pool opens another.
  pool.on('error', () => {});
  return { db: drizzleServer(pool, { schema }), kind: 'server', url, close: () => pool.end() };
}

async function migrateUnderLock(url: string, migrations: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await requireVersion(client);
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await migrateServer(drizzleServer(client), { migrationsFolder: migrations });
  } finally {
    await client.end();
  }
}

async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  );
  if ((rows[0]?.version ?? 0) < 150_000) throw new Error('PostgreSQL 15 or later is needed.');
}

async function openEmbedded({ dataDir, migrations }: OpenOptions): Promise<OpenDatabase> {
  const pglite = dataDir ? await PGlite.create({ dataDir }) : await PGlite.create();
  yieldToTheNetwork(pglite);
  return embedded(pglite, migrations);
}

/**
 * The embedded database runs in this process, and one statement follows the other without a pause as long as any waits:
 * under load no webhook would be read any more. So each lets the event loop go round once before it takes its place.
 * Within transactions too: a round accepts one new connection, and a hundred may wait.
 */
function yieldToTheNetwork(pglite: PGlite): void {
  const exec = pglite.exec.bind(pglite);
  const transaction = pglite.transaction.bind(pglite);
  pglite.exec = async (...args) => setImmediate().then(() => exec(...args));
  pglite.transaction = async (work) =>
    setImmediate().then(() =>
      transaction((tx) => {
        yieldBeforeQueries(tx);
        return work(tx);
      }),
    );
  yieldBeforeQueries(pglite);
}

function yieldBeforeQueries(client: Pick<PGlite, 'query'>): void {
  const query = client.query.bind(client);
  client.query = async (...args) => setImmediate().then(() => query(...args));
}

/** Brings an embedded database that is already open up to date (tests clone a migrated one). */
export async function embedded(pglite: PGlite, migrations: string): Promise<OpenDatabase> {
  const db = drizzleEmbedded(pglite, { schema });
  await migrateEmbedded(db, { migrationsFolder: migrations });
  return { db, kind: 'embedded', pglite, close: () => pglite.close() };
}
