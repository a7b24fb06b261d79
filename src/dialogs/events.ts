import type { ConversationEvent } from '../messages/inbound.ts';
import { follow, interrupt, setAside } from './chain.ts';
import type { Context, ConversationState, DialogState, Input, Lock, Turn } from './dialog.ts';
import { dialogs } from './dialogs.ts';
import { newsTurn } from './news.ts';
import { mayRemind } from './reminder.ts';

type Answer<E extends ConversationEvent> = (
  context: Context,
  state: ConversationState,
  event: E,
) => Turn | null;
type Answers = { readonly [T in ConversationEvent['type']]: Answer<Extract<ConversationEvent, { type: T }>> };

/** What the bot does about each kind of event; null: nothing. */
const answers: Answers = {
  ask: (context, state, { groups, known }) => {
    // Closed meanwhile: nobody is there to read the answers.
    if (context.facts.keeping !== 'adult' || !context.facts.case) return null;
    return interrupt(context, state, 'full', { groups, known, desk: true });
  },
  news: (context, state) => newsTurn(context, state),
  forget_digits: (context, state) => {
    const lock: Lock = { digits: null, tries: 0, news: context.facts.lock?.news ?? false, openUntil: null };
    const fresh = { ...context, facts: { ...context.facts, lock } };
    const turn = interrupt(fresh, { ...state, lock }, 'pin');
    return { ...turn, effects: [{ type: 'lock', lock }, ...turn.effects] };
  },
  complaint: (context, state, { code }) => interrupt(context, state, 'complaint', { answered: code }),
  remind: (context, state) =>
    mayRemind(context, state) ? interrupt(context, state, 'reminder', { about: 'unfinished' }) : null,
  moved: (context, state) => {
    const paused = setAside(state);
    return follow(context, paused, { says: [{ key: 'bot.move.done' }], state: null });
  },
  writes_now: (context, state, { known, tried }) => {
    const shared: ConversationState = { ...state, others: true };
    if (known) return interrupt(context, shared, 'who', { tried });
    return follow(context, setAside(shared), { says: [{ key: 'bot.who.somebody_else' }], state: null });
  },
  closing: (context, state, { days }) =>
    context.facts.case ? interrupt(context, state, 'reminder', { about: 'closing', days }) : null,
  appointment: (context, state, { at }) => {
    const asked: DialogState = { name: 'reminder', about: 'appointment', at };
    const says = dialogs.reminder.ask(context, asked, state.answers, false);
    // With the case closed, what is answered must find somebody all the same.
    return { says, state: context.facts.case ? state : { ...setAside(state), dialog: asked }, effects: [] };
  },
};

/** Something happened without the person; whoever wants no messages hears nothing of it. */
export function eventTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  const { event } = input;
  if (!event) return null;
  const quiet: Turn = { says: [], state, effects: [] };
  if (context.facts.optedOut || context.facts.writing === 'no') return quiet;
  const turn = (answers[event.type] as Answer<ConversationEvent>)(context, state, event);
  // The person has not come back by this: a pause is a pause all the same.
  return turn ? { ...turn, state: { ...turn.state, lastAt: state.lastAt } } : quiet;
}

/** A caseworker holds the conversation and has the bot ask something. */
export function askedFromDesk({ dialog }: ConversationState): boolean {
  return dialog?.name === 'full' && dialog.desk === true;
}
