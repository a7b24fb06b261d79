import { takenUp } from './chain.ts';
import type { Context, ConversationState, Effect } from './dialog.ts';

/**
 * Somebody who said STOP at another of their addresses writes from this one: here the conversation goes on where it was.
 * Null: nothing of the kind.
 */
export function goesOnHere(
  context: Context,
  state: ConversationState,
): { readonly state: ConversationState; readonly effects: readonly Effect[] } | null {
  const { facts } = context;
  const dialogs = [...state.waiting, state.dialog].filter((dialog) => dialog !== null);
  const going = dialogs.filter(({ name }) => name !== 'opted_out');
  if (facts.optedOut || going.length === dialogs.length) return null;
  // "Do not write here" was said of the other address; of this one nothing is known yet.
  const effects: Effect[] =
    facts.writing === 'no' ? [{ type: 'know', facts: { writing: null } as const }] : [];
  return { state: takenUp(context, { ...state, dialog: null, waiting: going, misses: 0 }), effects };
}
