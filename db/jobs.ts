import { sql } from 'drizzle-orm';
import { fromDrizzle, fromPglite, PgBoss } from 'pg-boss';
import type { Connection, OpenDatabase } from './open.ts';

/** What waits to be done: a turn to run, a message to send, a voice note to fetch, an alert to pass on. */
export const queues = ['turn', 'send', 'media', 'alert'] as const;
export type QueueName = (typeof queues)[number];

/** Jobs on the same database as the data, so that a row and its wake-up are committed together. */
export interface Jobs {
  /** Adds wake-ups inside the caller's transaction; `ids` are conversations (turn, send), media or alerts. */
  add(tx: Connection, queue: QueueName, ids: readonly (number | string)[], startAfter?: Date): Promise<void>;
  /** Starts taking jobs; the handler gets each id once a batch. */
  work(queue: QueueName, handler: (ids: (number | string)[]) => Promise<void>): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

type Wake = { ids: (number | string)[] };

/** How many ids ride in one job: few enough to retry, many enough that jobs cost next to nothing. */
const idsInOneJob = 50;

const queueOptions = {
  policy: 'standard',
  retryLimit: 3,
  retryDelay: 1,
  retryBackoff: true,
  // A killed worker's jobs are taken up again after ten seconds instead of fifteen minutes.
  heartbeatSeconds: 10,
  deleteAfterSeconds: 60,
  notify: true,
} as const;

/** Opens the job queues on an open database. */
export function openJobs(open: OpenDatabase, onError: (error: Error) => void): Jobs {
  const boss = new PgBoss({
    ...(open.pglite
      ? { db: fromPglite(open.pglite), backend: 'pglite' }
      : { connectionString: withoutWaiting(open.url ?? ''), max: 4 }),
    useListenNotify: true,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    schedule: false,
  });
  boss.on('error', onError);
  return {
    add: (tx, queue, ids, startAfter) => add(boss, tx, queue, ids, startAfter),
    work: async (queue, handler) => {
      const options = {
        batchSize: 100,
        pollingIntervalSeconds: 0.5,
        notifyPollingIntervalSeconds: 0.5,
        burstWhenBatchFull: true,
      };
      await boss.work<Wake>(queue, options, async (jobs) => {
        await handler([...new Set(jobs.flatMap((job) => job.data.ids))]);
      });
    },
    start: async () => {
      await boss.start();
      for (const queue of queues) {
        await boss.createQueue(queue, queueOptions);
        // pg-boss reads a queue's settings when it first adds to it, over a connection of its own. The embedded
        // database has only one: inside a transaction that reading would wait for ever. So the first time is now.
        await boss.insert(queue, []);
      }
    },
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
}

/**
 * The queue's own connections do not wait for the disk: what they write is which jobs were taken and done, and a job
 * taken again after a power cut finds nothing left to do. Jobs themselves are added by the caller's transaction.
 */
function withoutWaiting(url: string): string {
  const own = new URL(url);
  const options = [own.searchParams.get('options'), '-c synchronous_commit=off'];
  own.searchParams.set('options', options.filter(Boolean).join(' '));
  // The driver takes a plus for a plus.
  own.search = own.search.replaceAll('+', '%20');
  return own.href;
}

async function add(
  boss: PgBoss,
  tx: Connection,
  queue: QueueName,
  ids: readonly (number | string)[],
  startAfter?: Date,
): Promise<void> {
  const jobs = [];
  for (let i = 0; i < ids.length; i += idsInOneJob)
    jobs.push({ data: { ids: ids.slice(i, i + idsInOneJob) }, ...(startAfter ? { startAfter } : {}) });
  if (jobs.length > 0) await boss.insert(queue, jobs, { db: fromDrizzle(tx, sql) });
}
