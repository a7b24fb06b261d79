import { eq } from 'drizzle-orm';
import type { Transaction } from '../../db/open.ts';
import { conversation } from '../../db/schema/index.ts';
import type { PersonKey } from '../../db/seal.ts';
import {
  type ConversationState,
  type PassOnQuestion,
  passOnState,
  withoutQuestion,
  withQuestion,
} from '../dialogs/index.ts';

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
  const without = withoutQuestion(state, 'pass_on');
  if (without) await saveState(tx, conversationId, key, without);
}

/** Lets the person's next message answer this question; what the bot had asked before waits. */
export async function putQuestion(
  tx: Transaction,
  { id, state: sealed }: { readonly id: number; readonly state: Buffer | null },
  key: PersonKey,
  question: PassOnQuestion,
): Promise<void> {
  const state = sealed ? key.open<ConversationState>(sealed) : null;
  await saveState(tx, id, key, withQuestion(state, passOnState(question)));
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
