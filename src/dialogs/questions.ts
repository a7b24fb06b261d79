import { freshState } from './chain.ts';
import type { ConversationState, DialogState } from './dialog.ts';

/** The state in which a question that nobody wrote for stands first; what was asked before waits. */
export function withQuestion(state: ConversationState | null, question: DialogState): ConversationState {
  const before = state ?? freshState;
  const { dialog } = before;
  const waits = dialog && dialog.name !== question.name && dialog.name !== 'waiting';
  const waiting = waits ? [...before.waiting, dialog] : before.waiting;
  return { ...before, dialog: question, waiting, misses: 0 };
}

/** The state without such a question, as long as it has not been answered; null: it does not stand first. */
export function withoutQuestion(
  state: ConversationState | null,
  name: DialogState['name'],
): ConversationState | null {
  return state?.dialog?.name === name ? { ...state, dialog: null } : null;
}
