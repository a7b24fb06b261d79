import { describe, expect, it } from 'vitest';
import { grouped } from '../../src/bot/grouped.ts';

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

  it('writes one at once, and what came meanwhile together and in order', async () => {
    const { groups, go, write } = noting();
    const written = Promise.all([1, 2, 3, 4].map(write));
    go();
    expect(await written).toEqual([10, 20, 30, 40]);
    expect(groups).toEqual([[1], [2, 3, 4]]);
  });

  it('writes at most a hundred together', async () => {
    const { groups, go, write } = noting();
    const written = Promise.all(Array.from({ length: 251 }, (_, i) => write(i)));
    go();
    expect(await written).toHaveLength(251);
    expect(groups.map((group) => group.length)).toEqual([1, 100, 100, 50]);
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
    expect(groups).toEqual([[1], [2, 3, 4], [2], [3], [4]]);
    expect(await write(5)).toBe(50);
  });
});
