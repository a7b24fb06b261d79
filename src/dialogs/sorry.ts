import type { Context, ConversationState, Turn } from './dialog.ts';
import { openingOf } from './opening.ts';
import { whenSay } from './when.ts';

/** What to say and do when a message could not be handled at all: sorry, and a human takes it up. */
export function sorryTurn(context: Context, state: ConversationState): Turn {
  const open = context.facts.case;
  const opening = open
    ? null
    : openingOf(context, state.answers, { reason: 'turn_failed', priority: 'urgent' });
  // Who wants to hear nothing hears nothing, and a caseworker who holds the conversation sees what came.
  const silent = context.facts.optedOut || context.facts.holder === 'caseworker';
  const when = whenSay(context, open?.dueAt ?? opening?.dueAt ?? context.duty.dueAt('urgent'));
  return {
    says: silent ? [] : [{ key: 'bot.error.sorry', values: { when } }],
    state,
    effects: opening ? [{ type: 'open_case', opening }] : [],
  };
}
