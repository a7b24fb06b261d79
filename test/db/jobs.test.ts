import { describe, expect, it } from 'vitest';
import { openJobs } from '../../db/jobs.ts';
import { databases, freshDatabase } from '../support/database.ts';

describe.each(databases)('jobs on the %s database', (kind) => {
  it('are added inside a transaction before anybody works, also where the queues are from an earlier start', async () => {
    const open = await freshDatabase(kind);
    const fail = (error: Error) => {
      throw error;
    };
    const earlier = openJobs(open, fail);
    await earlier.start();
    await earlier.stop();
    const jobs = openJobs(open, fail);
    await jobs.start();
    await open.db.transaction((tx) => jobs.add(tx, 'turn', [1, 2]));
    const { promise: taken, resolve } = Promise.withResolvers<(number | string)[]>();
    await jobs.work('turn', async (ids) => resolve(ids));
    expect((await taken).sort()).toEqual([1, 2]);
    await jobs.stop();
    await open.close();
  });

  it('are gone with a transaction that fails', async () => {
    const open = await freshDatabase(kind);
    const jobs = openJobs(open, () => {});
    await jobs.start();
    const undone = open.db.transaction(async (tx) => {
      await jobs.add(tx, 'turn', [7]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await open.db.transaction((tx) => jobs.add(tx, 'turn', [8]));
    const { promise: taken, resolve } = Promise.withResolvers<(number | string)[]>();
    await jobs.work('turn', async (ids) => resolve(ids));
    expect(await taken).toEqual([8]);
    await jobs.stop();
    await open.close();
  });
});
