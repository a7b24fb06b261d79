import type { Context, ConversationState, Effect, Input, Turn } from './dialog.ts';
import { after } from './facts.ts';
import { guessLanguage } from './first_contact.ts';

/** A first message is answered in its own language where that is sure. */
export function inTheirLanguage<T extends Turn | null>(
  context: Context,
  state: ConversationState,
  input: Input,
  answer: (known: Context) => T,
): T {
  const guessed = state.lastAt === null ? guessLanguage(context, input) : null;
  if (!guessed) return answer(context);
  const known: Effect = { type: 'know', facts: { textLanguage: guessed } };
  const turn = answer(after(context, [known]));
  return turn && { ...turn, effects: [known, ...turn.effects] };
}
