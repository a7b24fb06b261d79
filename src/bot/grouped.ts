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
