import { askAgain, touched } from './chain.ts';
import type { Context, ConversationState, Input, Turn } from './dialog.ts';
import { languageOf } from './facts.ts';
import { afterPause } from './misunderstood.ts';

/** Dialogs that take any words, a greeting too, or that a greeting leaves. */
const takeAnything = new Set<unknown>(['waiting', 'opted_out', 'reminder']);

/** Somebody only says hello again, or thanks: the question is put again, and nobody is told that they were not understood. */
export function greetedTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  if (input.choice || !state.dialog || takeAnything.has(state.dialog.name)) return null;
  const { understand, facts } = context;
  // "ça va" greets, and says yes.
  if (!understand.greeting(input.text) && !understand.thanks(input.text)) return null;
  if (understand.yesNo(input.text, languageOf(facts)) !== null) return null;
  const question = askAgain(context, state, false);
  if (question.length === 0) return null;
  const welcome = [{ key: 'bot.resume.welcome_back' }, ...question];
  const back = facts.newHere || afterPause(context, state);
  const says = back && context.fits(welcome, facts) ? welcome : question;
  return { says, state: { ...touched(context, state), misses: 0 }, effects: [] };
}
