import type { TextLanguage } from '../language/languages.ts';
import type { Context, ConversationState, Effect, Input, Turn } from './dialog.ts';
import { after, languageOf } from './facts.ts';
import { guessLanguage } from './first_contact.ts';

/** A first message is answered in its own language where that is sure, otherwise in the country's first. */
export function inTheirLanguage<T extends Turn | null>(
  context: Context,
  state: ConversationState,
  input: Input,
  answer: (known: Context) => T,
): T {
  const guessed = state.lastAt === null ? (guessLanguage(context, input) ?? countrys(context)) : null;
  if (!guessed) return answer(context);
  const known: Effect = { type: 'know', facts: { textLanguage: guessed } };
  const turn = answer(after(context, [known]));
  return turn && { ...turn, effects: [known, ...turn.effects] };
}

/** What a country is answered in before anything is known; null: French, which needs no telling. */
function countrys({ settings, facts }: Context): TextLanguage | null {
  const [first] = settings.languages;
  return facts.textLanguage === null && first && first !== languageOf(facts) ? first : null;
}
