import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { assureService, setStatus } from '../../src/directory/edit-store.ts';
import { openDirectory } from '../../src/directory/live-store.ts';
import { type Report, reportLetDown, reportServices } from '../../src/directory/report-store.ts';
import { readPack } from '../../src/directory/seed.ts';
import { announce, readSnapshot } from '../../src/directory/store.ts';
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

it('what people say counts: two who found it closed take a service off the list, a check puts it back', async () => {
  const options = {
    db: open.db,
    pack: await readPack(join(import.meta.dirname, '../../db/seed/sen')),
    lookEverySeconds: 0,
  };
  const live = await openDirectory(options);
  const thies = () => live.nearest({ needs: ['documents'], place: 'SN1302', at: today, limit: 1 })[0];
  const { serviceId } = thies()!;
  const report = (said: Report, teller?: string) =>
    reportServices(open.db, [{ serviceId, said, at: today, ...(teller ? { teller } : {}) }]);
  const stillTold = async (work: Promise<unknown>) => {
    await work;
    await live.refresh();
    return thies()?.serviceId === serviceId;
  };
  expect(await stillTold(report('closed', 'one person'))).toBe(true);
  expect(await stillTold(report('not_there', 'one person'))).toBe(true);
  expect(await stillTold(report('found'))).toBe(true);
  expect(await stillTold(report('wrong_number'))).toBe(false);
  expect(await stillTold(assureService(open.db, serviceId, { by: 'awa@example.org', at: today }))).toBe(true);
});

it('a referral that came to nothing counts once, lowers the rank and takes nothing off the list', async () => {
  const pack = await readPack(join(import.meta.dirname, '../../db/seed/sen'));
  const live = await openDirectory({ db: open.db, pack, lookEverySeconds: 0 });
  const thies = () => live.nearest({ needs: ['documents'], place: 'SN1302', at: today, limit: 1 })[0]!;
  const service = thies();
  const referral = { id: 'a referral', serviceAtLocationId: service.id };
  await reportLetDown(open.db, referral, 'declined', new Date());
  await reportLetDown(open.db, referral, 'no_response', new Date());
  await reportLetDown(open.db, { id: 'by hand', serviceAtLocationId: null }, 'declined', new Date());
  await live.refresh();
  expect(thies().id).toBe(service.id);
  expect(thies().because).toContain('let_down.1');
  await reportLetDown(open.db, referral, null, new Date());
  await live.refresh();
  expect(thies().because).not.toContain('let_down.1');
});

it('reading again only what has changed gives the same as reading everything', async () => {
  const options = {
    db: open.db,
    pack: await readPack(join(import.meta.dirname, '../../db/seed/sen')),
    lookEverySeconds: 0,
  };
  const live = await openDirectory(options);
  const id = live.snapshot().records.services.find((service) => service.key === 'ajs-thies')!.id;
  await setStatus(open.db, id, 'inactive', { by: 'awa@example.org', at: today });
  await live.refresh();
  const sorted = (rows: readonly { id: string }[]) => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  const whole = await readSnapshot(open.db);
  for (const [table, rows] of Object.entries(live.snapshot().records)) {
    expect(sorted(rows)).toEqual(sorted(whole.records[table as keyof typeof whole.records]));
  }
});
