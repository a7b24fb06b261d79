import type { Jobs } from '../../db/jobs.ts';
import type { Database } from '../../db/open.ts';
import type { Keys } from '../../db/seal.ts';
import type { TextLanguage } from '../language/languages.ts';
import type { Render, Rendered } from '../language/say.ts';
import { smsSize } from '../language/sms.ts';
import type { DeliveryStatus, Outgoing, SendFault, SendOutcome } from '../messages/delivery.ts';
import {
  recordSent,
  type SendResult,
  type TakenMessage,
  takeForSending,
  takeLeftBehind,
} from '../messages/send-store.ts';
import { forgetErased } from '../people/store.ts';
import type { Provider } from './channels/provider.ts';

export interface SenderDeps {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly keys: Keys;
  readonly now: () => Date;
  /** Puts says into words for a provider: what real people must not get is only shown in the simulator. */
  readonly renderFor: (provider: string) => Render;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly onFailure: (error: unknown, outboxId: number) => void;
}

/** How often a message is tried when the provider says "later". */
const mostTries = 5;

/** After this long in *sending* a message is taken for left behind by a crash. */
const leftBehindMs = 30_000;

/**
 * Sends what waits in these conversations, one message of each at a time so that they arrive in order, until nothing is
 * left.
 */
export async function sendWaiting(deps: SenderDeps, conversationIds: readonly number[]): Promise<void> {
  let ids = conversationIds;
  while (ids.length > 0) {
    const taken = await takeForSending(deps.db, deps.keys, ids, deps.now());
    if (taken.length === 0) return;
    const results = await handOver(deps, taken, (message, outgoing, provider) =>
      provider.send(outgoing).catch(asUnknown(message.id)),
    );
    ids = taken.filter((_, i) => isSettled(results[i]!)).map((message) => message.conversationId);
  }
}

/** Looks up what a crash left in *sending*: it is recorded as sent when the provider has it, and sent again when not. */
export async function sendLeftBehind(deps: SenderDeps): Promise<void> {
  const now = deps.now();
  const taken = await takeLeftBehind(deps.db, deps.keys, new Date(now.getTime() - leftBehindMs), now);
  await handOver(deps, taken, async (message, outgoing, provider) => {
    const found = await provider.find(outgoing, message.sendingAt);
    return found ? { sent: found } : provider.send(outgoing).catch(asUnknown(message.id));
  });
  if (taken.length > 0)
    await sendWaiting(
      deps,
      taken.map((message) => message.conversationId),
    );
}

function asUnknown(id: number) {
  return (error: unknown): SendOutcome => ({ unknown: `message ${id}: ${(error as Error).name}` });
}

type Hand = (message: TakenMessage, outgoing: Outgoing, provider: Provider) => Promise<SendOutcome>;

/** Whether the next message of the same conversation may leave. */
function isSettled({ status }: SendResult): boolean {
  return status !== 'queued' && status !== 'sending';
}

async function handOver(deps: SenderDeps, taken: readonly TakenMessage[], hand: Hand): Promise<SendResult[]> {
  const results = await Promise.all(taken.map((message) => handOne(deps, message, hand)));
  await recordSent(deps.db, results, deps.now());
  await againLater(deps, taken, results);
  if (taken.some(isGoodbye)) await forgetErased(deps.db);
  return results;
}

function isGoodbye({ content }: TakenMessage): boolean {
  return 'says' in content && content.says.some((say) => say.key === 'bot.erase.done');
}

async function handOne(deps: SenderDeps, message: TakenMessage, hand: Hand): Promise<SendResult> {
  const provider = deps.providers.get(message.provider);
  const rendered = renderContent(deps, message);
  const base = {
    id: message.id,
    sealedText: message.key.seal(rendered.text),
    segments: message.channel === 'sms' ? smsSize(rendered.text).segments : null,
  };
  if (!provider) return { ...base, status: 'failed', providerId: null, errorCode: null };
  if (isOutsideWindow(message, deps.now()))
    return { ...base, status: 'held', providerId: null, errorCode: null };
  if (message.optedOut && message.author !== 'bot')
    return { ...base, status: 'cancelled', providerId: null, errorCode: null };
  const { id, channel, to, ours } = message;
  const outcome = await hand(
    message,
    { id, channel, to, ours, text: rendered.text, options: rendered.options },
    provider,
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
  { content, language, channel, provider }: TakenMessage,
): Rendered {
  if ('words' in content) return { text: content.words, language: language as TextLanguage, options: [] };
  return renderFor(provider)(content.says, language as TextLanguage, channel);
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
  const status =
    outcome.fault === 'try_later' && message.tries >= mostTries ? 'failed' : statusAfter[outcome.fault];
  return { status, providerId: null, errorCode: outcome.code };
}

/** Wakes the sender again, later each time, for what the provider asked to try later. */
async function againLater(
  deps: SenderDeps,
  taken: readonly TakenMessage[],
  results: readonly SendResult[],
): Promise<void> {
  const later = taken.filter((_, i) => results[i]?.status === 'queued');
  for (const message of later) {
    const at = new Date(Date.now() + 2000 * 2 ** message.tries);
    await deps.db.transaction((tx) => deps.jobs.add(tx, 'send', [message.conversationId], at));
  }
}
