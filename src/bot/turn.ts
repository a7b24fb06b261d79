import type { Jobs } from '../../db/jobs.ts';
import type { Database, Transaction } from '../../db/open.ts';
import type { Keys } from '../../db/seal.ts';
import { freshState, knownState, sorryTurn } from '../dialogs/index.ts';
import { openCaseOf } from '../handoff/case-store.ts';
import { recordsOf } from '../handoff/records-store.ts';
import { wordsBefore } from '../messages/held-store.ts';
import {
  countTry,
  keepMedia,
  type LockedConversation,
  lockConversations,
  markFailed,
  markHandled,
  markWritten,
  queueMessages,
  releaseHeld,
  saveConversations,
  type TriedMessage,
  type WaitingMessage,
  waitingMessages,
} from '../messages/store.ts';
import { addressFacts } from '../people/store.ts';
import type { Adapter } from './adapter.ts';
import { type ContextDeps, contextOf } from './context.ts';
import { addTurn, emptyPlan, inputOf, isRetyped, type Plan, type Running, replyMark } from './plan.ts';
import { writePlans } from './write-store.ts';

/** What every turn needs that is not the person's own. */
export interface TurnDeps extends ContextDeps {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly keys: Keys;
  readonly adapter: Adapter;
  /** Told after the commit: replies of these conversations are ready to leave. */
  readonly answered: (conversationIds: readonly number[]) => void;
  readonly onFailure: (error: unknown, conversationIds: readonly number[]) => void;
}

/** After this many failed tries a message is put aside, the person is told, and a human takes it up. */
const mostTries = 3;

/** Most conversations in one transaction: more save little, and the first would wait for the last. */
const largestGroup = 100;

/** Runs the turns of conversations that have waiting messages, in groups. */
export async function runTurns(deps: TurnDeps, conversationIds: readonly number[]): Promise<void> {
  for (let i = 0; i < conversationIds.length; i += largestGroup)
    await runGroup(deps, conversationIds.slice(i, i + largestGroup));
}

/**
 * Runs the turns of a group in one transaction for speed. When that fails they run one by one, so that a poisoned
 * message harms only itself.
 */
async function runGroup(deps: TurnDeps, conversationIds: readonly number[]): Promise<void> {
  try {
    await inTransaction(deps, conversationIds.length, (tx) => turnsTogether(deps, tx, conversationIds));
    deps.answered(conversationIds);
  } catch (error) {
    deps.onFailure(error, conversationIds);
    for (const id of conversationIds) await runAlone(deps, id);
  }
}

/** One transaction for the turns of so many conversations, with case codes enough for them. */
function inTransaction<T>(
  { codes, db }: TurnDeps,
  conversations: number,
  turns: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return codes.during(conversations, () => db.transaction(turns));
}

/** One conversation, one message at a time; a message that keeps failing is put aside in the end. */
async function runAlone(deps: TurnDeps, conversationId: number): Promise<void> {
  try {
    let handled = 1;
    while (handled > 0) {
      handled = await inTransaction(deps, 1, (tx) => turnsTogether(deps, tx, [conversationId], 1));
    }
  } catch (error) {
    deps.onFailure(error, [conversationId]);
    await afterFailure(deps, conversationId, error);
  }
  deps.answered([conversationId]);
}

/** Tries are counted on the message itself, in a transaction of their own: a new wake-up must not forget them. */
async function afterFailure(deps: TurnDeps, conversationId: number, error: unknown): Promise<void> {
  const tried = await countTry(deps.db, conversationId, faultName(error));
  if (!tried) return;
  if (tried.tries >= mostTries)
    await inTransaction(deps, 1, (tx) => apologise(deps, tx, conversationId, tried)).catch((again) =>
      deps.onFailure(again, [conversationId]),
    );
  const again = new Date(Date.now() + 1000 * 2 ** tried.tries);
  await deps.db.transaction((tx) => deps.jobs.add(tx, 'turn', [conversationId], again));
}

/** The kind of an error without its words: database errors repeat what was written. */
function faultName(error: unknown): string {
  const { name, code, cause } = error as { name?: string; code?: string; cause?: { code?: string } };
  return [name ?? 'Error', cause?.code ?? code].filter(Boolean).join(' ');
}

/** The steps of DESIGN section 3, for many conversations at once; returns how many messages were handled. */
async function turnsTogether(
  deps: TurnDeps,
  tx: Transaction,
  ids: readonly number[],
  most?: number,
): Promise<number> {
  const running = await takeUp(deps, tx, ids, most);
  for (const one of running)
    for (const message of one.messages)
      if (!isRetyped(one, message)) await passMessage(deps, tx, one, message);
  return settle(deps, tx, running);
}

/** Locks, then reads in a second statement, so that what came while waiting for the lock is seen. */
async function takeUp(
  deps: TurnDeps,
  tx: Transaction,
  ids: readonly number[],
  most?: number,
): Promise<Running[]> {
  const locked = await lockConversations(tx, deps.keys, ids);
  if (locked.length === 0) return [];
  const messages = await waitingMessages(tx, locked, most);
  if (messages.length === 0) return [];
  const turns = locked.map((one) => ofOneAddress(one, messages));
  const addresses = await addressFacts(
    tx,
    turns.map(({ addressId }) => addressId),
  );
  const cases = await openCaseOf(
    tx,
    locked.map((one) => one.id),
  );
  return turns.flatMap(({ locked: one, addressId, ...taken }) => {
    const address = addresses.get(addressId);
    if (!address || taken.messages.length === 0) return [];
    const open = cases.get(one.id) ?? null;
    return [{ locked: one, ...taken, address, open, plan: emptyPlan(stateOf(one)) }];
  });
}

/**
 * A turn answers one address: what came from another one after it waits for the next turn. An event comes from none and
 * belongs to where the person wrote last.
 */
function ofOneAddress(locked: LockedConversation, all: readonly WaitingMessage[]) {
  const own = all.filter((message) => message.conversationId === locked.id);
  const addressId = own[0] && !own[0].inbound.event ? own[0].addressId : locked.addressId;
  const until = own.findIndex((message) => !message.inbound.event && message.addressId !== addressId);
  const messages = until < 0 ? own : own.slice(0, until);
  return { locked, addressId, messages, more: until >= 0 };
}

function stateOf({ key, state }: LockedConversation): Plan['state'] {
  return state ? knownState(key.open<Plan['state']>(state)) : freshState;
}

/** One message through the dialogs; a second time with what a dialog wants to have read. */
async function passMessage(
  deps: TurnDeps,
  tx: Transaction,
  running: Running,
  message: WaitingMessage,
): Promise<void> {
  const { plan, locked } = running;
  const passage = {
    conversationId: locked.id,
    messageId: message.id,
    context: contextOf(deps, running, message === running.messages[0]),
    state: plan.state,
    input: inputOf(message.inbound),
  };
  const { turn } = await deps.adapter.pass(passage);
  if (!turn.wants) return addTurn(plan, turn, message);
  const read =
    turn.wants === 'held'
      ? { held: await wordsBefore(tx, locked, message.id) }
      : { records: await recordsOf(tx, locked.personId, locked.key, deps.now()) };
  const again = await deps.adapter.pass({ ...passage, context: { ...passage.context, ...read } });
  addTurn(plan, again.turn, message);
}

/** Everything the turns decided, written together with the states, the replies and their send jobs. */
async function settle(deps: TurnDeps, tx: Transaction, running: readonly Running[]): Promise<number> {
  const handled = running.flatMap((one) => one.messages);
  if (handled.length === 0) return 0;
  const at = deps.now();
  await markHandled(
    tx,
    handled.map((message) => message.id),
    at,
  );
  await saveConversations(tx, running.map(stateRow), at);
  await markWritten(
    tx,
    running.filter(wasWrittenTo).map(({ address }) => address.id),
    at,
  );
  for (const one of running)
    for (const message of one.messages) await keepMedia(tx, deps.jobs, message, one.locked.key);
  await writePlans({ tx, jobs: deps.jobs, keys: deps.keys, at }, running);
  await releaseHeld(
    tx,
    deps.jobs,
    running.filter(mayRelease).map((one) => one.locked.id),
  );
  await queueMessages(tx, deps.jobs, running.filter((one) => one.plan.says.length > 0).map(reply), at);
  const unfinished = running.filter(({ more }) => more).map(({ locked }) => locked.id);
  await deps.jobs.add(tx, 'turn', unfinished);
  return handled.length;
}

/**
 * What was held goes when the person writes, unless what they write is STOP; on a phone that others read only behind the
 * four digits or an OK.
 */
function mayRelease(running: Running): boolean {
  const { plan, locked, address } = running;
  if (plan.optOut ?? address.optedOut) return false;
  if (plan.release) return true;
  return wasWrittenTo(running) && (plan.person.writing ?? locked.person.writing) !== 'shared';
}

/** Only what the person sends opens WhatsApp's window of a day, not what happens at the desk. */
function wasWrittenTo({ messages }: Running): boolean {
  return messages.some(({ inbound }) => !inbound.event);
}

function stateRow({ locked, address, plan }: Running) {
  return { id: locked.id, addressId: address.id, state: locked.key.seal(plan.state) };
}

/** One merged message a turn: WhatsApp bills each reply, SMS each segment. */
function reply({ locked, address, plan }: Running) {
  const complaint = replyMark(plan);
  return {
    ...(complaint ? { complaint } : {}),
    conversationId: locked.id,
    addressId: address.id,
    key: locked.key,
    language: plan.person.textLanguage ?? locked.person.textLanguage ?? 'fr',
    author: 'bot' as const,
    content: { says: plan.says },
  };
}

/**
 * The last try failed: the message is kept aside unread, the person is told in their language, and a case is opened.
 * A state that cannot be read is what failed then: the conversation begins anew.
 */
async function apologise(
  deps: TurnDeps,
  tx: Transaction,
  conversationId: number,
  message: TriedMessage,
): Promise<void> {
  const at = deps.now();
  await markFailed(tx, message.id, at);
  const [locked] = await lockConversations(tx, deps.keys, [conversationId]);
  const address = (await addressFacts(tx, [message.addressId])).get(message.addressId);
  if (!locked || !address) return;
  const open = (await openCaseOf(tx, [conversationId])).get(conversationId) ?? null;
  const plan = emptyPlan(readableState(locked));
  const one: Running = { locked, messages: [], more: false, address, open, plan };
  addTurn(one.plan, sorryTurn(contextOf(deps, one), one.plan.state), message);
  await saveConversations(tx, [stateRow(one)], at);
  await writePlans({ tx, jobs: deps.jobs, keys: deps.keys, at }, [one]);
  if (one.plan.says.length > 0) await queueMessages(tx, deps.jobs, [reply(one)], at);
}

function readableState(locked: LockedConversation): Plan['state'] {
  try {
    return stateOf(locked);
  } catch {
    return freshState;
  }
}
