import type { Say } from '../language/say.ts';
import type { Context, Dialog, DialogName, DialogState, Effect, Input, Lock, Step } from './dialog.ts';
import { languageOf } from './facts.ts';
import { thanksByMessage } from './thanks.ts';

/** Wrong tries after which nothing is tried for a day. */
export const mostTries = 5;
/** Long enough that guessing helps nobody, and nobody is locked out for good. */
const closedMs = 24 * 60 * 60_000;
/** After the right digits nothing is asked for again for so long. */
const openMs = 15 * 60_000;

const noLock: Lock = { digits: null, tries: 0, news: false, openUntil: null };

/** The lock of a conversation, an open one where none was made. */
export function lockOf({ facts }: Context): Lock {
  return facts.lock ?? noLock;
}

/** Whether what is personal may be shown now. */
export function isOpen(context: Context): boolean {
  const { digits, openUntil } = lockOf(context);
  return digits === null || (openUntil !== null && Date.parse(openUntil) > context.now.getTime());
}

/** Whether too many wrong digits were sent lately. */
export function isClosed(context: Context): boolean {
  const { closedUntil } = lockOf(context);
  return typeof closedUntil === 'string' && Date.parse(closedUntil) > context.now.getTime();
}

/** The lock after these digits: open for a while, one try more, or closed for a day. */
export function tried(context: Context, digits: string): { readonly right: boolean; readonly lock: Lock } {
  const lock = lockOf(context);
  if (isClosed(context)) return { right: false, lock };
  const later = (ms: number) => new Date(context.now.getTime() + ms).toISOString();
  if (lock.digits === digits)
    return { right: true, lock: { ...lock, tries: 0, openUntil: later(openMs), closedUntil: null } };
  // a day after the last of five the count begins anew
  const tries = (lock.tries < mostTries ? lock.tries : 0) + 1;
  return { right: false, lock: { ...lock, tries, closedUntil: tries < mostTries ? null : later(closedMs) } };
}

/** What somebody hears whose digits were wrong: how to have new ones chosen. */
export function wrongSay({ tries }: Lock): Say {
  return { key: tries < mostTries ? 'bot.pin.wrong' : 'bot.pin.locked' };
}

/** The four digits of somebody whose phone others read: chosen, changed, or asked for before something is shown. */
export const pin: Dialog = {
  begin(context, { onward, unlock, handoff }) {
    const question = lockOf(context).digits === null ? 'choose' : 'old';
    if (question === 'old' && isClosed(context)) return { says: [wrongSay(lockOf(context))], state: null };
    if (unlock && isOpen(context)) return { says: [], state: null, next: { name: onward as DialogName } };
    const state: DialogState = {
      name: 'pin',
      question: unlock ? 'unlock' : question,
      ...(onward ? { onward } : {}),
      ...(handoff ? { handoff } : {}),
    };
    return { says: pin.ask(context, state, {}, false), state };
  },

  reply(context, state, input) {
    const digits = /^\s*(\d)\s*(\d)\s*(\d)\s*(\d)\s*$/.exec(input.text)?.slice(1).join('');
    if (state.question === 'choose') return choose(context, state, input, digits);
    if (!digits) return { says: [], state, missed: true };
    const { right, lock } = tried(context, digits);
    const effects: Effect[] = [{ type: 'lock', lock }];
    if (!right) return { says: [wrongSay(lock)], state: lock.tries < mostTries ? state : null, effects };
    if (state.question === 'old')
      return { says: [{ key: 'bot.pin.choose' }], state: { ...state, question: 'choose' }, effects };
    return { says: [], state: null, effects, next: { name: state.onward as DialogName } };
  },

  ask: (_context, { question }) => [{ key: question === 'choose' ? 'bot.pin.choose' : 'bot.pin.ask' }],
};

/** Four digits that are not the first to be guessed; whoever wants none says so. */
function choose(context: Context, state: DialogState, input: Input, digits: string | undefined): Step {
  if (!digits) {
    const refused =
      /^\s*0\s*$/.test(input.text) ||
      context.understand.yesNo(input.text, languageOf(context.facts)) === false;
    return refused ? done(context, state, []) : { says: [], state, missed: true };
  }
  if (isWeak(digits)) return { says: [{ key: 'bot.pin.weak' }], state };
  const { news } = lockOf(context);
  const lock = { ...lockOf(context), digits, tries: 0, closedUntil: null };
  if (!news) return done(context, state, [{ type: 'lock', lock }]);
  // Whoever chooses them now could send them next: what waits is read at once.
  const openUntil = new Date(context.now.getTime() + openMs).toISOString();
  return done(context, state, [
    { type: 'lock', lock: { ...lock, news: false, openUntil } },
    { type: 'release' },
  ]);
}

function done(context: Context, { handoff }: DialogState, effects: readonly Effect[]): Step {
  const says = handoff ? [thanksByMessage(context)] : effects.length > 0 ? [{ key: 'bot.pin.set' }] : [];
  return { says, state: null, effects };
}

/** One digit four times, digits in a row, and years: the first that anybody tries. */
export function isWeak(digits: string): boolean {
  const steps = [...digits].slice(1).map((digit, i) => Number(digit) - Number(digits[i]));
  const even = steps.every((step) => step === steps[0] && Math.abs(step) <= 1);
  return even || /^(19|20)\d\d$/.test(digits) || /^(\d\d)\1$/.test(digits);
}
