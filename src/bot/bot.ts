import type { Jobs, QueueName } from '../../db/jobs.ts';
import type { Database } from '../../db/open.ts';
import type { Keys } from '../../db/seal.ts';
import type { Context } from '../dialogs/index.ts';
import { addDeliveryEvents } from '../handoff/delivery-store.ts';
import type { TextLanguage } from '../language/languages.ts';
import type { Render } from '../language/say.ts';
import type { StatusReport } from '../messages/delivery.ts';
import type { Inbound } from '../messages/inbound.ts';
import { type Received, storeInbound } from '../messages/ingest-store.ts';
import { mediaFailed, mediaToFetch, storeMedia, takeMedia } from '../messages/media-store.ts';
import { conversationsToSend, recordStatus } from '../messages/send-store.ts';
import { anythingWaits, conversationsToWake, stillWaiting } from '../messages/watch-store.ts';
import { forgetErased } from '../people/store.ts';
import { createAdapter } from './adapter.ts';
import type { Provider } from './channels/provider.ts';
import { createCodes } from './codes-store.ts';
import { createErasure } from './erasure.ts';
import { askFollowUps } from './follow-up-store.ts';
import { grouped, takeUp } from './grouped.ts';
import { createReminders } from './reminders.ts';
import { createSender } from './sender.ts';
import { runTurns, type TurnDeps } from './turn.ts';

export interface BotDeps {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly keys: Keys;
  readonly now: () => Date;
  readonly renderFor: (provider: string) => Render;
  readonly labels: (language: TextLanguage | null) => Context['labels'];
  readonly fits: TurnDeps['fits'];
  readonly surroundings: TurnDeps['surroundings'];
  readonly providers: readonly Provider[];
  /** Reads roster and campaigns anew. */
  readonly refresh: () => Promise<void>;
  /** Tells the people on duty of open alerts; returns how many were told. */
  readonly tellAlerts: () => Promise<number>;
  /** Asks actors whether their entries are still right. */
  readonly askActors: (at: Date) => Promise<void>;
  /** Hours after which what came before a yes is erased. */
  readonly unconsentedHours: number;
  /** Months after the end of a person's last case until they are erased. */
  readonly closedMonths: number;
  /** No other process works on this database (the embedded one). */
  readonly alone: boolean;
  readonly log: { error(details: object, message: string): void };
  /** Case codes one after the other instead of from the database's sequence (tests). */
  readonly codes?: TurnDeps['codes'];
}

/** The door for people: what comes in, what is answered, what is sent. */
export interface Bot {
  /** Stores a message durably; only then may the provider be answered. */
  receive(message: Inbound): Promise<Received>;
  /** Records what the provider says of a message that it took. */
  report(status: StatusReport): Promise<void>;
  /** Starts handling and sending; `false` for a web replica that only receives. */
  start(worker: boolean): Promise<void>;
  /** Takes up nothing more, and waits for what is on its way. */
  stop(): Promise<void>;
  /** Resolves when nothing waits to be handled or sent. */
  idle(): Promise<void>;
  /** Takes up what was left behind and erases what is due; runs every few seconds by itself. */
  sweep(): Promise<void>;
}

const sweepEveryMs = 5000;

/** Builds the bot on an open database; nothing runs before `start`. */
export function createBot(deps: BotDeps): Bot {
  const { db, jobs, keys, now } = deps;
  // While this process works it takes up what it has written at once; a replica that only receives leaves it to the jobs.
  let working = false;
  const afterwards = (late: QueueName) => later(jobs, late, () => working);
  const turnDeps: TurnDeps = {
    ...deps,
    jobs: afterwards('send'),
    answered: (ids) => working && sends.wake(ids),
    adapter: createAdapter(),
    codes: deps.codes ?? createCodes(db),
    onFailure: (error, ids) => deps.log.error({ fault: faultOf(error), conversations: ids }, 'a turn failed'),
  };
  const providers = new Map(deps.providers.map((provider) => [provider.name, provider]));
  const sender = createSender({
    ...deps,
    providers,
    onFailure: (error, id) => deps.log.error({ fault: faultOf(error), outbox: id }, 'a send failed'),
  });
  const notTaken = (error: unknown) =>
    deps.log.error({ fault: faultOf(error) }, 'messages were not taken up');
  const turns = takeUp((ids) => runTurns(turnDeps, ids), notTaken);
  const sends = takeUp((ids) => sender.wake(ids), notTaken);
  const erasure = createErasure(deps);
  const remind = createReminders();
  const sweep = inTurn(async () => {
    await sweepOnce(deps);
    await sender.lookUp();
    const at = now();
    await askFollowUps({ db, jobs, keys, timeZone: deps.surroundings(at).settings.timeZone }, at);
    await remind({ db, jobs, keys, timeZone: deps.surroundings(at).settings.timeZone }, at);
    await deps.askActors(at);
    await erasure(at);
  });
  let timer: NodeJS.Timeout | undefined;
  return {
    receive: grouped(async (messages: readonly Inbound[]) => {
      const { received, conversations } = await storeInbound(db, afterwards('turn'), keys, messages, now());
      if (working) turns.wake(conversations);
      return received;
    }),
    report: async (status) => {
      const moved = await recordStatus(db, status, now());
      if (moved) await addDeliveryEvents(db, moved.conversationId, status.status, now());
    },
    start: async (worker) => {
      if (!worker) {
        timer = repeat(deps.refresh, deps.log);
        return;
      }
      // What a crash left is taken up at once; on the embedded database nobody else can be busy with it.
      await sender.lookUp(deps.alone);
      await sweepOnce(deps, 0);
      await jobs.work('turn', async (ids) => runTurns(turnDeps, await stillWaiting(db, ids as number[])));
      await jobs.work('send', (ids) => sender.wake(ids as number[]));
      await jobs.work('alert', async () => {
        await deps.tellAlerts();
      });
      await jobs.work('media', (ids) => fetchMedia(deps, providers, ids as string[]));
      timer = repeat(sweep, deps.log);
      working = true;
    },
    stop: async () => {
      clearInterval(timer);
      working = false;
      await jobs.stop();
      await turns.settled();
      await sends.settled();
      await sender.settled();
    },
    idle: async () => {
      while (await anythingWaits(db)) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    sweep,
  };
}

/** How long a job waits for what this process takes up by itself. */
const safetyNetMs = 5000;

/** Jobs whose wake-ups of one queue come later: this process takes that work up at once, and they are there if it cannot. */
function later(jobs: Jobs, late: QueueName, working: () => boolean): Jobs {
  return {
    ...jobs,
    add: (tx, queue, ids, startAfter) =>
      jobs.add(
        tx,
        queue,
        ids,
        startAfter ?? (queue === late && working() ? new Date(Date.now() + safetyNetMs) : undefined),
      ),
  };
}

/** One after the other: two sweeps at once would do the same work twice. */
function inTurn(work: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.catch(() => {}).then(work);
    return last;
  };
}

function repeat(work: () => Promise<void>, log: BotDeps['log']): NodeJS.Timeout {
  let running = false;
  const again = async () => {
    if (running) return;
    running = true;
    await work().catch((error) => log.error({ fault: faultOf(error) }, 'a sweep failed'));
    running = false;
  };
  return setInterval(again, sweepEveryMs).unref();
}

/** What may be logged of an error: database errors repeat people's words in their message. */
function faultOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  return name === 'DrizzleQueryError' || cause?.code
    ? `${name} ${cause?.code ?? ''} ${cause?.message ?? ''}`
    : `${name}: ${message}`;
}

/** Messages older than this that nobody took up are woken by the sweep. */
const forgottenMs = 3000;

async function sweepOnce(deps: BotDeps, age = forgottenMs): Promise<void> {
  const { db, jobs } = deps;
  const at = deps.now();
  const before = new Date(at.getTime() - age);
  const [turns, sends, files] = [
    await conversationsToWake(db, before),
    await conversationsToSend(db, before),
    await mediaToFetch(db, new Date(at.getTime() - 60_000)),
  ];
  if (turns.length + sends.length + files.length > 0)
    await db.transaction(async (tx) => {
      await jobs.add(tx, 'turn', turns);
      await jobs.add(tx, 'send', sends);
      await jobs.add(tx, 'media', files);
    });
  await deps.refresh();
  await deps.tellAlerts();
  await forgetErased(db);
}

async function fetchMedia(
  deps: BotDeps,
  providers: ReadonlyMap<string, Provider>,
  ids: readonly string[],
): Promise<void> {
  for (const file of await takeMedia(deps.db, deps.keys, ids)) {
    const provider = providers.get(file.provider);
    try {
      if (!provider?.fetchMedia) throw new Error(`${file.provider} has no media`);
      await storeMedia(deps.db, file, await provider.fetchMedia(file.reference), deps.now());
    } catch (error) {
      deps.log.error({ fault: faultOf(error), media: file.id }, 'a file could not be fetched');
      const again = new Date(Date.now() + 30_000);
      if (await mediaFailed(deps.db, file.id))
        await deps.db.transaction((tx) => deps.jobs.add(tx, 'media', [file.id], again));
    }
  }
}
