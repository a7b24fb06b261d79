import { describe, expect, it, vi } from 'vitest';
import { grouped, takeUp } from '../../src/bot/grouped.ts';

describe('writing in groups', () => {
  /** A writer that notes its groups and waits for `go` before the first. */
  function noting(fail: (items: readonly number[]) => boolean = () => false) {
    const groups: (readonly number[])[] = [];
    const { promise: start, resolve: go } = Promise.withResolvers<void>();
    const write = grouped(async (items: readonly number[]) => {
      groups.push(items);
      if (groups.length === 1) await start;
      if (fail(items)) throw new Error(`not ${items}`);
      return items.map((item) => item * 10);
    });
    return { groups, go, write };
  }

  it('writes together and in order what comes in together, and what comes meanwhile after it', async () => {
    const { groups, go, write } = noting();
    const first = Promise.all([1, 2].map(write));
    await vi.waitFor(() => expect(groups).toEqual([[1, 2]]));
    const second = Promise.all([3, 4].map(write));
    go();
    expect([await first, await second]).toEqual([
      [10, 20],
      [30, 40],
    ]);
    expect(groups).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('writes at most a hundred together', async () => {
    const { groups, go, write } = noting();
    const written = Promise.all(Array.from({ length: 250 }, (_, i) => write(i)));
    go();
    expect(await written).toHaveLength(250);
    expect(groups.map((group) => group.length)).toEqual([100, 100, 50]);
  });

  it('writes one by one what fails together, so that only the bad one is refused', async () => {
    const { groups, go, write } = noting((items) => items.includes(3));
    const written = Promise.allSettled([1, 2, 3, 4].map(write));
    go();
    expect((await written).map((result) => result.status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(groups).toEqual([[1, 2, 3, 4], [1], [2], [3], [4]]);
    expect(await write(5)).toBe(50);
  });
});

describe('taking up', () => {
  /** Work that notes its rounds and ends each when told to. */
  function rounds() {
    const seen: (readonly number[])[] = [];
    const failures: unknown[] = [];
    const ends: ((error?: Error) => void)[] = [];
    const work = (ids: readonly number[]) =>
      new Promise<void>((resolve, reject) => {
        seen.push(ids);
        ends.push((error) => (error ? reject(error) : resolve()));
      });
    return { seen, ends, failures, taken: takeUp(work, (error) => failures.push(error)) };
  }

  it('begins at once, and takes what came meanwhile together, each once', async () => {
    const { seen, ends, taken } = rounds();
    taken.wake([1]);
    taken.wake([2, 3]);
    taken.wake([3, 1]);
    expect(seen).toEqual([[1]]);
    ends[0]!();
    await vi.waitFor(() => expect(seen).toEqual([[1], [2, 3, 1]]));
    ends[1]!();
    await taken.settled();
    taken.wake([4]);
    expect(seen.at(-1)).toEqual([4]);
  });

  it('goes on after a round that fails, and after a call with nothing to do', async () => {
    const { seen, ends, failures, taken } = rounds();
    taken.wake([]);
    taken.wake([1]);
    ends[0]!(new Error('no database'));
    await taken.settled();
    expect(failures).toEqual([new Error('no database')]);
    taken.wake([2]);
    expect(seen).toEqual([[1], [2]]);
  });
});
