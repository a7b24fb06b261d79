import type { Inbound } from '../messages/inbound.ts';
import type { Received } from '../messages/ingest-store.ts';

interface Waiting {
  readonly message: Inbound;
  readonly resolve: (received: Received) => void;
  readonly reject: (error: unknown) => void;
}

/** Most messages stored in one transaction. */
const largestBatch = 100;

/**
 * Stores messages in groups: whatever arrives while one group is being written goes together in the next, so that a
 * hundred webhooks cost one commit and a single one does not wait.
 */
export function createReceiver(store: (messages: readonly Inbound[]) => Promise<Received[]>) {
  const waiting: Waiting[] = [];
  let writing = 0;

  const writeNext = async (): Promise<void> => {
    const batch = waiting.splice(0, largestBatch);
    if (batch.length === 0) return;
    writing += 1;
    try {
      await storeBatch(store, batch);
    } finally {
      writing -= 1;
      if (waiting.length > 0) void writeNext();
    }
  };

  return (message: Inbound): Promise<Received> =>
    new Promise((resolve, reject) => {
      waiting.push({ message, resolve, reject });
      if (writing === 0) void writeNext();
    });
}

/** A batch that fails is stored one by one, so that one bad message does not refuse the others. */
async function storeBatch(
  store: (messages: readonly Inbound[]) => Promise<Received[]>,
  batch: readonly Waiting[],
): Promise<void> {
  try {
    const received = await store(batch.map((one) => one.message));
    batch.forEach((one, i) => {
      one.resolve(received[i]!);
    });
  } catch (error) {
    if (batch.length === 1) return batch[0]!.reject(error);
    for (const one of batch) await storeBatch(store, [one]);
  }
}
