import type { Context, ConversationState, Turn } from './dialog.ts';
import { openingOf } from './opening.ts';
import { whenSay } from './when.ts';

/** What to say and do when a message could not be handled at all: sorry, and a human takes it up. */
export function sorryTurn(context: Context, state: ConversationState): Turn {
  const open = context.facts.case;
  const opening = open
    ? null
    : openingOf(context, state.answers, { reason: 'turn_failed', priority: 'urgent' });
  const when = whenSay(context, open?.dueAt ?? opening?.dueAt ?? context.duty.dueAt('urgent'));
  return {
    says: [{ key: 'bot.error.sorry', values: { when } }],
    state,
    effects: opening ? [{ type: 'open_case', opening }] : [],
  };
}
