import type { Told } from '../handoff/case.ts';
import type { Say } from '../language/say.ts';
import type { Progress } from '../questionnaire/form.ts';
import { touched } from './chain.ts';
import type { Context, ConversationState, DialogState, Input, Turn } from './dialog.ts';
import { languageOf } from './facts.ts';

/**
 * "J'ai changé de numéro", "je suis maintenant à Thiès" from somebody whose case is open: noted for a caseworker to check,
 * and confirmed once. A number that somebody types proves nothing about who they are, and nothing is ever sent to it.
 */
export function toldChangeTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  if (!context.facts.case || input.choice || !isFree(context, state)) return null;
  const change = context.understand.change(input.text);
  const asked = state.dialog?.asks === 'number';
  if ((asked || change === 'new_number') && holdsNumber(input.text))
    return noted(context, state, { number: input.text.trim() }, { key: 'bot.handoff.number_noted' });
  if (change === 'new_number') return askNumber(context, state);
  const { place } = context.understand.place(input.text, languageOf(context.facts));
  if (change !== 'new_place' || !place) return null;
  const say = { key: 'bot.place.noted', values: { place: place.name.slice(0, 40) } };
  const answers = withPlace(context, state.answers, place.id);
  return noted(context, { ...state, answers }, { place: place.id }, say);
}

/** Nothing else is asked just now: to a question such words are an answer. */
function isFree({ facts }: Context, { dialog }: ConversationState): boolean {
  return facts.holder === 'caseworker' || !dialog || dialog.name === 'waiting' || dialog.lingers === true;
}

/** Enough digits for a telephone number, however they are grouped. */
function holdsNumber(text: string): boolean {
  return /\d(?:[\s.-]?\d){6,}/.test(text);
}

/** The caseworker who holds the chat asks for it themselves. */
function askNumber(context: Context, state: ConversationState): Turn | null {
  if (context.facts.holder === 'caseworker') return null;
  const dialog: DialogState = { name: 'waiting', asks: 'number' };
  const says = [{ key: 'bot.handoff.number_ask' }];
  return { says, state: { ...touched(context, state), dialog, misses: 0 }, effects: [] };
}

function noted(context: Context, state: ConversationState, told: Told, say: Say): Turn {
  const { holder } = context.facts;
  const said: DialogState = { name: 'waiting', said: context.now.toISOString() };
  const dialog = holder === 'caseworker' ? state.dialog : said;
  return {
    says: [say],
    state: { ...touched(context, state), dialog, misses: 0 },
    effects: [{ type: 'told', told }],
  };
}

/** What is near is looked for at the new place at once; the case itself moves only when somebody at the desk says so. */
function withPlace({ now }: Context, answers: Progress, id: string): Progress {
  const question = answers.town ? 'town' : 'place';
  return { ...answers, [question]: { value: id, origin: 'bot', at: now.toISOString() } };
}
