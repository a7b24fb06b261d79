import { eq, sql } from 'drizzle-orm';
import type { Jobs, QueueName } from '../../db/jobs.ts';
import type { OpenDatabase } from '../../db/open.ts';
import { conversation, inbox, outbox, person } from '../../db/schema/index.ts';
import { createKeys, openPersonKey, type PersonKey } from '../../db/seal.ts';
import { type Bot, createBot } from '../../src/bot/bot.ts';
import type { Provider } from '../../src/bot/channels/provider.ts';
import { createDirectory } from '../../src/directory/create-directory.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { labelsFrom } from '../../src/language/labels.ts';
import { createUnderstanding } from '../../src/language/understand/understand.ts';
import type { Outgoing, SendOutcome } from '../../src/messages/delivery.ts';
import type { Inbound } from '../../src/messages/inbound.ts';
import type { Content } from '../../src/messages/store.ts';
import { fitsFrom } from '../../src/surroundings.ts';
import { contextOf, locales, render, tuesday } from '../dialogs/surroundings.ts';
import { senegalSnapshot } from '../directory/senegal.ts';
import { freshDatabase } from './database.ts';

/** A message with this word in it breaks whatever reads it. */
export const poison = 'xyzzy';

/** Jobs that a test hands out itself, one batch after the other, whatever hour they were meant for. */
export interface HandJobs extends Jobs {
  /** True: every wake-up is lost, as if the queue had forgotten it. */
  lost: boolean;
  /** Runs what waits until nothing does; failing handlers are tried three times, as the queue would. */
  run(): Promise<void>;
  readonly waiting: { readonly queue: QueueName; readonly ids: readonly (number | string)[] }[];
}

/** A provider that keeps what it is given; a test says what becomes of each message. */
export interface Post extends Provider {
  readonly sent: Outgoing[];
  /** What the next messages come to; afterwards all are taken. */
  readonly next: (SendOutcome | 'taken in silence' | Error)[];
  readonly looked: Outgoing[];
  /** Messages that arrived, by our id, whether we were told or not. */
  readonly arrived: Map<number, string>;
}

/** A bot on a fresh database, with a clock and a queue that move when the test says so. */
export interface TestBot {
  readonly open: OpenDatabase;
  readonly bot: Bot;
  readonly keys: ReturnType<typeof createKeys>;
  readonly clock: { now: Date };
  readonly jobs: HandJobs;
  readonly post: Post;
  readonly failures: object[];
  /** Sends messages of one person at once, runs everything, and returns the texts that came back. */
  say(from: string, ...texts: string[]): Promise<string[]>;
  receive(from: string, text: string, more?: Partial<Inbound>): ReturnType<Bot['receive']>;
  stateOf(from: string): Promise<{ dialog: { name: string } | null; answers: object }>;
  close(): Promise<void>;
}

let directory: Promise<Directory> | undefined;

/** Builds the bot on a database that is given or a fresh one of the kind. */
export async function testBot(
  kind: 'embedded' | 'server' | OpenDatabase,
  options: { readonly post?: Post; readonly alone?: boolean; readonly now?: Date } = {},
): Promise<TestBot> {
  directory ??= senegalSnapshot().then((snapshot) => createDirectory(snapshot, () => tuesday));
  const open = typeof kind === 'string' ? await freshDatabase(kind) : kind;
  const keys = createKeys([{ id: 't', secret: Buffer.alloc(32, 7) }]);
  const clock = { now: new Date(options.now ?? tuesday) };
  const [jobs, post] = [handJobs(), options.post ?? createPost()];
  const failures: object[] = [];
  const context = contextOf({ directory: await directory, look: 'sms', language: 'fr' });
  const understand = poisoned(createUnderstanding(locales, (await directory).places()));
  const bot = createBot({
    db: open.db,
    jobs,
    keys,
    now: () => clock.now,
    renderFor: () => render,
    labels: labelsFrom(locales),
    fits: fitsFrom(() => render),
    surroundings: () => ({ ...context, understand }),
    providers: [post],
    refresh: async () => {},
    askActors: async () => {},
    tellAlerts: async () => 0,
    unconsentedHours: 72,
    closedMonths: 12,
    alone: options.alone ?? false,
    log: { error: (details) => failures.push(details) },
  });
  await bot.start(true);
  // the clock of the sweep is the test's own
  await bot.stop();
  let number = 0;
  const receive: TestBot['receive'] = (from, text, more = {}) =>
    bot.receive({
      providerId: `post:in:${number++}`,
      provider: 'post',
      channel: 'sms',
      from,
      ours: '+221330000001',
      text,
      media: [],
      ...more,
    });
  return {
    open,
    bot,
    keys,
    clock,
    jobs,
    post,
    failures,
    receive,
    say: async (from, ...texts) => {
      const before = post.sent.length;
      await Promise.all(texts.map((text) => receive(from, text)));
      do {
        await jobs.run();
        await bot.stop();
      } while (jobs.waiting.length > 0);
      return post.sent.slice(before).map(({ text }) => text);
    },
    stateOf: async (from) => {
      const [row] = await rowsOf(open, keys, from);
      return openPersonKey(keys, row!.dataKey!).open(row!.state!);
    },
    close: () => open.close(),
  };
}

async function rowsOf({ db }: OpenDatabase, keys: ReturnType<typeof createKeys>, from: string) {
  const hash = keys.hash(`post|sms|${from}`);
  return db
    .select({ state: conversation.state, dataKey: person.dataKey, personId: person.id, id: conversation.id })
    .from(conversation)
    .innerJoin(person, eq(person.id, conversation.personId))
    .where(sql`${person.id} in (select person_id from address where hash = ${hash})`);
}

/** The conversation of somebody, by number. */
export async function conversationOf(test: TestBot, from: string) {
  const [row] = await rowsOf(test.open, test.keys, from);
  return { ...row!, key: openPersonKey(test.keys, row!.dataKey!) };
}

/** What came from somebody and what became of it, in order. */
export async function inboxOf(test: TestBot, from: string) {
  const { id } = await conversationOf(test, from);
  return test.open.db.select().from(inbox).where(eq(inbox.conversationId, id)).orderBy(inbox.id);
}

/** What was queued for somebody, in order. */
export async function outboxOf(test: TestBot, from: string) {
  const { id, key } = await conversationOf(test, from);
  const rows = await test.open.db
    .select()
    .from(outbox)
    .where(eq(outbox.conversationId, id))
    .orderBy(outbox.id);
  return rows.map((row) => ({ ...row, content: row.sealed && contentOf(key, row.sealed) }));
}

function contentOf(key: PersonKey, sealed: Buffer): Content | null {
  try {
    return key.open<Content>(sealed);
  } catch {
    return null;
  }
}

function poisoned<T extends object>(understand: T): T {
  return new Proxy(understand, {
    get: (target, name) => {
      const read = Reflect.get(target, name) as (text: string, ...rest: unknown[]) => unknown;
      return (text: string, ...rest: unknown[]) => {
        if (text.includes(poison)) throw new TypeError('a magic word');
        return read(text, ...rest);
      };
    },
  });
}

function handJobs(): HandJobs {
  const handlers = new Map<QueueName, (ids: (number | string)[]) => Promise<void>>();
  const waiting: { queue: QueueName; ids: readonly (number | string)[] }[] = [];
  const jobs: HandJobs = {
    lost: false,
    waiting,
    add: async (_tx, queue, ids) => {
      if (!jobs.lost && ids.length > 0) waiting.push({ queue, ids });
    },
    work: async (queue, handler) => {
      handlers.set(queue, handler);
    },
    start: async () => {},
    stop: async () => {},
    run: async () => {
      for (let queue = waiting[0]?.queue; queue; queue = waiting[0]?.queue) {
        const batch = waiting.filter((job) => job.queue === queue);
        waiting.splice(0, waiting.length, ...waiting.filter((job) => job.queue !== queue));
        await threeTimes(() => handlers.get(queue)!([...new Set(batch.flatMap(({ ids }) => ids))]));
      }
    },
  };
  return jobs;
}

async function threeTimes(work: () => Promise<void>): Promise<void> {
  for (let left = 3; left > 0; left--)
    try {
      return await work();
    } catch (error) {
      if (left === 1) throw error;
    }
}

function createPost(): Post {
  const post: Post = {
    name: 'post',
    sent: [],
    next: [],
    looked: [],
    arrived: new Map(),
    send: async (message) => {
      const outcome = post.next.shift() ?? { sent: `post:out:${message.id}` };
      if (outcome instanceof Error) throw outcome;
      if (outcome !== 'taken in silence' && !('sent' in outcome)) return outcome;
      post.sent.push(message);
      post.arrived.set(message.id, `post:out:${message.id}`);
      return outcome === 'taken in silence' ? { unknown: 'the connection broke' } : outcome;
    },
    fetchMedia: async () => ({ bytes: Buffer.from('ce que dit la voix'), contentType: 'audio/ogg' }),
    find: async (message) => {
      post.looked.push(message);
      return post.arrived.get(message.id) ?? null;
    },
  };
  return post;
}
