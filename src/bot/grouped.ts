import { setImmediate } from 'node:timers/promises';

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Most items in one group. */
const largestGroup = 100;

/**
 * Writes items in groups: whatever arrives while one group is being written goes together in the next, so that a
 * hundred webhooks cost one commit and a single one does not wait. Items are written in the order they came.
 */
export function grouped<Item, Result>(write: (items: readonly Item[]) => Promise<readonly Result[]>) {
  const waiting: Waiting<Item, Result>[] = [];
  let writing = false;

  const writeAll = async (): Promise<void> => {
    writing = true;
    // What came in together is written together: two messages sent at once are answered once.
    await setImmediate();
    while (waiting.length > 0) await writeGroup(write, waiting.splice(0, largestGroup));
    writing = false;
  };

  return (item: Item): Promise<Result> =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!writing) void writeAll();
    });
}

/** A group that fails is written one by one, so that one bad item does not refuse the others. */
async function writeGroup<Item, Result>(
  write: (items: readonly Item[]) => Promise<readonly Result[]>,
  group: readonly Waiting<Item, Result>[],
): Promise<void> {
  try {
    const results = await write(group.map((one) => one.item));
    group.forEach((one, i) => {
      one.resolve(results[i]!);
    });
  } catch (error) {
    if (group.length === 1) return group[0]!.reject(error);
    for (const one of group) await writeGroup(write, [one]);
  }
}

/** Takes up ids as they come; what comes while some are being worked on goes together in the next round. */
export interface TakeUp {
  wake(ids: readonly number[]): void;
  /** Resolves when nothing is being worked on any more. */
  settled(): Promise<void>;
}

/** Works on ids in rounds, one round at a time; a failing round is reported, and its ids are somebody else's to retry. */
export function takeUp(
  work: (ids: readonly number[]) => Promise<unknown>,
  onFailure: (error: unknown) => void,
): TakeUp {
  const waiting = new Set<number>();
  let rounds = Promise.resolve();
  let running = false;
  const runAll = async () => {
    while (waiting.size > 0) {
      const ids = [...waiting];
      waiting.clear();
      await work(ids).catch(onFailure);
    }
    running = false;
  };
  return {
    wake: (ids) => {
      for (const id of ids) waiting.add(id);
      if (running || waiting.size === 0) return;
      running = true;
      rounds = runAll();
    },
    settled: () => rounds,
  };
}
