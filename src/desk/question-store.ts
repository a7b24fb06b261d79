import { eq } from 'drizzle-orm';
import type { Transaction } from '../../db/open.ts';
import { conversation } from '../../db/schema/index.ts';
import type { PersonKey } from '../../db/seal.ts';
import { type ConversationState, freshState, type PassOnQuestion, passOnState } from '../dialogs/index.ts';

/** Takes a question from the desk back: what the person writes next answers the caseworker's own words. */
export async function withdrawQuestion(
  tx: Transaction,
  conversationId: number,
  key: PersonKey,
): Promise<void> {
  const [row] = await tx
    .select({ state: conversation.state })
    .from(conversation)
    .where(eq(conversation.id, conversationId));
  const state = row?.state ? key.open<ConversationState>(row.state) : null;
  if (state?.dialog?.name !== 'pass_on') return;
  await saveState(tx, conversationId, key, { ...state, dialog: null });
}

/** Lets the person's next message answer this question; what the bot had asked before waits. */
export async function putQuestion(
  tx: Transaction,
  { id, state: sealed }: { readonly id: number; readonly state: Buffer | null },
  key: PersonKey,
  question: PassOnQuestion,
): Promise<void> {
  const state = sealed ? key.open<ConversationState>(sealed) : freshState;
  const waits = state.dialog && state.dialog.name !== 'pass_on' && state.dialog.name !== 'waiting';
  const waiting = waits && state.dialog ? [...state.waiting, state.dialog] : state.waiting;
  await saveState(tx, id, key, { ...state, dialog: passOnState(question), waiting, misses: 0 });
}

async function saveState(
  tx: Transaction,
  id: number,
  key: PersonKey,
  state: ConversationState,
): Promise<void> {
  await tx
    .update(conversation)
    .set({ state: key.seal(state) })
    .where(eq(conversation.id, id));
}
