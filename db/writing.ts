import type { Jobs } from './jobs.ts';
import type { Transaction } from './open.ts';
import type { Keys } from './seal.ts';

/** What a write needs that seals texts and wakes somebody: one transaction, its jobs, the keys, the moment. */
export interface Writing {
  readonly tx: Transaction;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly keys: Keys;
  readonly at: Date;
}
