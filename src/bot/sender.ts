import type { Jobs } from '../../db/jobs.ts';
import type { Database } from '../../db/open.ts';
import type { Keys } from '../../db/seal.ts';
import type { TextLanguage } from '../language/languages.ts';
import type { Render, Rendered } from '../language/say.ts';
import { smsSize } from '../language/sms.ts';
import type { DeliveryStatus, SendFault, SendOutcome } from '../messages/delivery.ts';
import {
  goBySms,
  recordSent,
  type SendResult,
  type TakenMessage,
  takeForSending,
  takeLeftBehind,
} from '../messages/send-store.ts';
import { forgetErased } from '../people/store.ts';
import type { Handed, Provider } from './channels/provider.ts';
import { grouped } from './grouped.ts';

export interface SenderDeps {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly keys: Keys;
  readonly now: () => Date;
  /** Puts says into words for a provider: what real people must not get is only shown in the simulator. */
  readonly renderFor: (provider: string) => Render;
  readonly providers: ReadonlyMap<string, Provider>;
  /** Told of every failure; null where it belongs to no single message. */
  readonly onFailure: (error: unknown, outboxId: number | null) => void;
}

/** How often a message is tried when the provider says "later". */
const mostTries = 5;

/** After this long in *sending* a message is taken for left behind by a crash; a call has given up long before. */
const leftBehindMs = 20_000;

/** How many messages may be on their way to the provider at once. */
const mostOnTheWay = 200;

/** Takes up queued messages and hands them to their providers. */
export interface Sender {
  /** Takes up what waits in these conversations; resolves when it is on its way, not when it has arrived. */
  wake(conversationIds: readonly number[]): Promise<void>;
  /**
   * Looks up what a crash left in *sending*: it is recorded as sent when the provider has it, and sent again when not.
   * `alone` says that no other process sends, so that everything in *sending* was left behind.
   */
  lookUp(alone?: boolean): Promise<void>;
  /** Resolves when nothing is on its way any more. */
  settled(): Promise<void>;
}

/**
 * Makes the sender. One message of each conversation is on its way at a time, so that they arrive in order; a slow call
 * holds up nobody else. Outcomes are written in groups, and what waited behind a message follows it.
 */
export function createSender(deps: SenderDeps): Sender {
  const onTheWay = new Set<Promise<void>>();
  const record = grouped(async (sendings: readonly Sending[]) => {
    const more = new Set(await recordSent(deps.db, sendings, deps.now()));
    await againLater(deps, sendings);
    if (sendings.some(({ message }) => isGoodbye(message))) await forgetErased(deps.db);
    const next = sendings.filter(isSettled).map(({ message }) => message.conversationId);
    if (next.some((id) => more.has(id))) follow(wake(next.filter((id) => more.has(id))));
    return sendings;
  });
  const follow = (work: Promise<unknown>) => {
    const done: Promise<void> = work
      .catch((error) => deps.onFailure(error, null))
      .then(() => {
        onTheWay.delete(done);
      });
    onTheWay.add(done);
  };
  const start = (taken: readonly TakenMessage[], hand: Hand) => {
    for (const message of taken) follow(handOver(deps, message, hand).then(record));
  };
  const wake = async (conversationIds: readonly number[]) => {
    start(await takeForSending(deps.db, deps.keys, conversationIds, deps.now()), send);
  };
  return {
    wake: async (conversationIds) => {
      while (onTheWay.size >= mostOnTheWay) await Promise.race(onTheWay);
      await wake(conversationIds);
    },
    lookUp: async (alone = false) => {
      const now = deps.now();
      const before = alone ? now : new Date(now.getTime() - leftBehindMs);
      for (let taken = null as readonly TakenMessage[] | null; taken?.length !== 0; ) {
        taken = await takeLeftBehind(deps.db, deps.keys, before, now);
        start(taken, lookUpThenSend);
      }
    },
    settled: async () => {
      while (onTheWay.size > 0) await Promise.all(onTheWay);
    },
  };
}

type Hand = (message: TakenMessage, outgoing: Handed, provider: Provider) => Promise<SendOutcome>;

const send: Hand = (_message, outgoing, provider) => provider.send(outgoing);

const lookUpThenSend: Hand = async (message, outgoing, provider) => {
  const found = await provider.find(outgoing, message.sendingAt, message.known);
  return found ? { sent: found } : provider.send(outgoing);
};

/** A message and what became of it. */
interface Sending extends SendResult {
  readonly message: TakenMessage;
}

/** Whether the next message of the same conversation may leave. */
function isSettled({ status }: SendResult): boolean {
  return status !== 'queued' && status !== 'sending';
}

function isGoodbye({ content }: TakenMessage): boolean {
  return 'says' in content && content.says.some((say) => say.key === 'bot.erase.done');
}

async function handOver(deps: SenderDeps, message: TakenMessage, hand: Hand): Promise<Sending> {
  const nothing = { providerId: null, errorCode: null, sealedText: null, segments: null };
  try {
    return await handRendered(deps, message, hand);
  } catch (error) {
    // Nothing left: providers do not throw, so it is the text that could not be made.
    deps.onFailure(error, message.id);
    return { message, id: message.id, status: later(message), ...nothing };
  }
}

async function handRendered(deps: SenderDeps, message: TakenMessage, hand: Hand): Promise<Sending> {
  const provider = deps.providers.get(message.provider);
  const { text, options, pin } = renderContent(deps, message);
  const base = {
    message,
    id: message.id,
    sealedText: message.key.seal(text),
    segments: message.channel === 'sms' ? smsSize(text).segments : null,
  };
  if (!provider) return { ...base, status: 'failed', providerId: null, errorCode: null };
  if (isOutsideWindow(message, deps.now())) {
    const status = (await goBySms(deps.db, message.id)) ? 'queued' : 'held';
    return { ...base, status, providerId: null, errorCode: null };
  }
  if (message.optedOut && message.author !== 'bot')
    return { ...base, status: 'cancelled', providerId: null, errorCode: null };
  const { id, channel, to, ours } = message;
  const outgoing: Handed = { id, channel, to, ours, text, options, ...(pin ? { pin } : {}) };
  const outcome = await hand(message, outgoing, provider).catch(
    (error: Error): SendOutcome => ({ unknown: error.name }),
  );
  return { ...base, ...resultOf(deps, message, outcome) };
}

/** WhatsApp takes free words only for a day after the person's last message; what is later waits until they write. */
const windowMs = 24 * 3_600_000;

function isOutsideWindow({ channel, lastInboundAt }: TakenMessage, now: Date): boolean {
  return (
    channel === 'whatsapp' && lastInboundAt !== null && now.getTime() - lastInboundAt.getTime() > windowMs
  );
}

function renderContent(
  { renderFor }: SenderDeps,
  { content, language, channel, provider, toChild }: TakenMessage,
): Rendered {
  if ('words' in content) return { text: content.words, language: language as TextLanguage, options: [] };
  return renderFor(provider)(content.says, language as TextLanguage, channel, toChild);
}

/** What to do about each kind of fault; a table, so that a new kind does not compile until it has a line. */
const statusAfter: Readonly<Record<SendFault, DeliveryStatus>> = {
  stopped: 'cancelled',
  bad_address: 'failed',
  window: 'held',
  try_later: 'queued',
  filtered: 'failed',
  configuration: 'failed',
  unknown_error: 'failed',
};

function resultOf(
  deps: SenderDeps,
  message: TakenMessage,
  outcome: SendOutcome,
): Pick<SendResult, 'status' | 'providerId' | 'errorCode'> {
  if ('sent' in outcome) return { status: 'accepted', providerId: outcome.sent, errorCode: null };
  // Nobody knows whether it left: it stays in *sending* and is looked up before it is sent again.
  if ('unknown' in outcome) {
    deps.onFailure(new Error(outcome.unknown), message.id);
    return { status: 'sending', providerId: null, errorCode: null };
  }
  const status = outcome.fault === 'try_later' ? later(message) : statusAfter[outcome.fault];
  return { status, providerId: null, errorCode: outcome.code };
}

function later({ tries }: TakenMessage): DeliveryStatus {
  return tries >= mostTries ? 'failed' : 'queued';
}

/** Wakes the sender again, later each time, for what the provider asked to try later. */
async function againLater({ db, jobs }: SenderDeps, sendings: readonly Sending[]): Promise<void> {
  for (const { message, status } of sendings)
    if (status === 'queued') {
      const at = new Date(Date.now() + 2000 * 2 ** message.tries);
      await db.transaction((tx) => jobs.add(tx, 'send', [message.conversationId], at));
    }
}
