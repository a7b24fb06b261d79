import type { Say } from '../language/say.ts';
import { touched } from './chain.ts';
import type { Context, ConversationState, Effect, Input, Turn } from './dialog.ts';
import { languageOf } from './facts.ts';
import { forgottenDigitsTurn } from './forgotten_digits.ts';
import { lockOf, tried, wrongSay } from './pin.ts';

/** A caseworker has answered on a phone that others read: it waits, and the message shows nothing. */
export function newsTurn(context: Context, state: ConversationState): Turn | null {
  const lock = lockOf(context);
  const just = lock.openUntil !== null && Date.parse(lock.openUntil) > context.now.getTime();
  if (just) return { says: [], state, effects: [{ type: 'release' }] };
  if (lock.news) return null;
  const told = { ...lock, news: true };
  return {
    says: [waitingSay(context)],
    state: { ...state, lock: told },
    effects: [{ type: 'lock', lock: told }],
  };
}

/** The four digits, or an OK where none were chosen, open what waits; all else goes its usual way. */
export function readNewsTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  const lock = lockOf(context);
  const forgotten = forgottenDigitsTurn(context, state, input);
  // While new digits are chosen an OK opens nothing: it may be anybody's.
  const choosing = state.dialog?.name === 'pin' && lock.digits === null;
  if (forgotten || !lock.news || choosing) return forgotten;
  if (lock.digits === null)
    return saysOk(context, input) ? opened(context, state, { ...lock }) : saidAgain(context, state, input);
  const digits = /^\s*(\d{4})\s*$/.exec(input.text)?.[1];
  if (!digits) return saidAgain(context, state, input);
  const { right, lock: after } = tried(context, digits);
  if (right) return opened(context, state, after);
  // Four digits may answer a question too; then they are that answer and no wrong try.
  if (state.dialog && context.facts.holder === 'bot') return null;
  const effects: Effect[] = [{ type: 'lock', lock: after }];
  return { says: [wrongSay(after)], state: { ...touched(context, state), lock: after }, effects };
}

/** Whoever writes while an adviser holds the chat would hear nothing at all: how to open what waits is said again. */
function saidAgain(context: Context, state: ConversationState, { text }: Input): Turn | null {
  const command = context.understand.command(text, languageOf(context.facts));
  if (context.facts.holder !== 'caseworker' || command) return null;
  return { says: [waitingSay(context)], state: touched(context, state), effects: [] };
}

/** Nothing in it shows whom it is from, nor about what. */
function waitingSay(context: Context): Say {
  return lockOf(context).digits === null
    ? { key: 'bot.news.waiting', values: { service_name: context.settings.serviceName } }
    : { key: 'bot.news.shared_phone' };
}

function saysOk({ understand, facts }: Context, { text }: Input): boolean {
  return understand.yesNo(text, languageOf(facts)) === true && !/\d/.test(text);
}

function opened(context: Context, state: ConversationState, lock: ReturnType<typeof lockOf>): Turn {
  const openUntil = lock.openUntil ?? new Date(context.now.getTime() + 15 * 60_000).toISOString();
  const read = { ...lock, news: false, openUntil };
  return {
    says: [],
    state: { ...touched(context, state), lock: read },
    effects: [{ type: 'lock', lock: read }, { type: 'release' }],
  };
}
