import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { embedded, type OpenDatabase, openDatabase } from '../../db/open.ts';
import { findPaths } from '../../src/config.ts';

const { migrations } = findPaths();
let template: Promise<PGlite> | undefined;
let schemas = 0;

/** Which databases the tests run on: the embedded one always, PostgreSQL when TEST_DATABASE_URL names one. */
export const databases: readonly ('embedded' | 'server')[] = process.env.TEST_DATABASE_URL
  ? ['embedded', 'server']
  : ['embedded'];

/** A fresh, migrated database for one test file; close it in afterAll. */
export async function freshDatabase(kind: 'embedded' | 'server' = 'embedded'): Promise<OpenDatabase> {
  return kind === 'embedded' ? freshEmbedded() : freshServer();
}

async function freshEmbedded(): Promise<OpenDatabase> {
  template ??= PGlite.create().then(async (pglite) => (await embedded(pglite, migrations)).pglite!);
  return embedded((await (await template).clone()) as PGlite, migrations);
}

async function freshServer(): Promise<OpenDatabase> {
  const url = new URL(process.env.TEST_DATABASE_URL!);
  const name = `dellusi_test_${process.pid}_${Date.now()}_${schemas++}`;
  await onServer(url, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const open = await openDatabase({ url: own.href, migrations });
  return {
    ...open,
    close: async () => {
      await open.close();
      await onServer(url, `drop database ${name} with (force)`);
    },
  };
}

async function onServer(url: URL, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(statement);
  await client.end();
}
