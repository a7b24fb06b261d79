import type { Say } from '../language/say.ts';
import { askAgain, interrupt, touched } from './chain.ts';
import type { Context, ConversationState, DialogState, Effect, Input, Step, Turn } from './dialog.ts';
import { languageOf } from './facts.ts';

/** A pause after which somebody is welcomed back before the question is put again. */
const longPause = 12 * 3_600_000;

/**
 * Once: the question again. Twice: more simply. The third time a person is offered, for whoever cannot say it here
 * should not have to go on trying.
 */
export function misunderstood(context: Context, state: ConversationState, input: Input, step: Step): Turn {
  const misses = state.misses + 1;
  const effects: Effect[] = [...(step.effects ?? []), notUnderstood(context, state, input)];
  if (afterPause(context, state)) {
    const question = askAgain(context, state, false);
    const welcome = [{ key: 'bot.resume.welcome_back' }, ...question];
    const says = context.fits(welcome, context.facts) ? welcome : question;
    return { says, state: touched(context, state), effects: step.effects ?? [] };
  }
  // The question stands in a reply that has not gone out: nobody can have answered it yet.
  if (context.facts.unsent && state.misses === 0)
    return { says: askAgain(context, state, false), state: touched(context, state), effects: [] };
  if (misses >= 3 && state.dialog?.name !== 'offer_person') {
    const offered = interrupt(context, { ...state, misses: 0 }, 'offer_person');
    return { ...offered, effects: [...effects, ...offered.effects] };
  }
  const says = step.says.length > 0 ? step.says : again(context, state, input, misses);
  return { says, state: { ...touched(context, state), misses }, effects };
}

/** The words are kept, nameless, only of adults who agreed that answers are kept. */
function notUnderstood({ facts, understand }: Context, state: ConversationState, input: Input): Effect {
  const words = facts.keeping === 'adult' ? understand.nameless(input.text) : null;
  const question = questionName(state.dialog);
  return { type: 'not_understood', question, language: languageOf(facts), ...(words ? { words } : {}) };
}

function again(context: Context, state: ConversationState, input: Input, misses: number): readonly Say[] {
  // The offer of a person said already that nothing was understood.
  if (state.dialog?.name === 'offer_person') return askAgain(context, state, true);
  const question = askAgain(context, state, misses > 1);
  const first = { key: isHeld(context, state, input) ? 'bot.consent.held' : 'bot.misunderstood.again' };
  const sorry = [first, ...question];
  if (misses === 1 && context.fits(sorry, context.facts)) return sorry;
  const simpler = [first, ...askAgain(context, state, true)];
  return misses === 1 && context.fits(simpler, context.facts) ? simpler : askAgain(context, state, true);
}

/** Fewer words are a try at the question. */
const wordsOfTheirOwn = 3;

/** Told before the yes: it was no mistake, and is read after it. */
function isHeld({ facts, understand }: Context, { dialog }: ConversationState, { text }: Input): boolean {
  if (understand.yesNo(text, languageOf(facts)) !== null) return false;
  const before = facts.keeping === null && (dialog?.name === 'first_contact' || dialog?.name === 'consent');
  return before && text.trim().split(/\s+/).length >= wordsOfTheirOwn;
}

/** True when somebody comes back after hours. */
export function afterPause({ now }: Context, { lastAt }: ConversationState): boolean {
  return lastAt !== null && now.getTime() - Date.parse(lastAt) > longPause;
}

function questionName(dialog: DialogState | null): string {
  return [dialog?.name, dialog?.question].filter(Boolean).join('.');
}
