import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../db/open.ts';
import { findPaths } from '../../src/config.ts';

let open: OpenDatabase;

beforeAll(async () => {
  open = await openDatabase({ migrations: findPaths().migrations });
});
afterAll(() => open.close());

/** How often the event loop goes round while `work` runs: each time webhooks are read. */
async function roundsDuring(work: () => Promise<unknown>): Promise<number> {
  let rounds = 0;
  let running = true;
  const count = () => {
    rounds++;
    if (running) setImmediate(count);
  };
  setImmediate(count);
  await work();
  running = false;
  return rounds;
}

it('leaves the network its turn while statements and transactions queue up', async () => {
  const many = async (one: () => Promise<unknown>) => {
    for (let i = 0; i < 50; i++) await one();
  };
  const statement = () => open.db.execute(sql`select 1`);
  const transaction = () => open.db.transaction((tx) => tx.execute(sql`select 1`));
  const rounds = await roundsDuring(() =>
    Promise.all([many(statement), many(transaction), many(transaction)]),
  );
  expect(rounds).toBeGreaterThanOrEqual(50);
});
