import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { openDirectory } from '../../src/directory/live-store.ts';
import { readPack } from '../../src/directory/seed.ts';
import { announce } from '../../src/directory/store.ts';
import { freshDatabase } from '../support/database.ts';
import { today } from './senegal.ts';

let open: OpenDatabase;
beforeAll(async () => {
  open = await freshDatabase();
});
afterAll(() => open.close());

it('two replicas on one database: what one changes, the other tells without a restart', async () => {
  const options = {
    db: open.db,
    pack: await readPack(join(import.meta.dirname, '../../db/seed/sen')),
    lookEverySeconds: 0,
  };
  const [here, there] = [await openDirectory(options), await openDirectory(options)];
  const ask = () =>
    there.nearest({ needs: ['documents'], place: 'SN0701', at: today }).map((each) => each.phone);
  expect(ask()).toEqual(['800 805 805']);
  await open.db.execute(sql`update services set status = 'temporarily closed' where key = 'ajs-kolda'`);
  await announce(open.db, []);
  await here.refresh();
  expect(ask()).toEqual(['800 805 805']);
  await there.refresh();
  expect(ask()).toEqual([]);
});
