import type { Option } from '../language/say.ts';
import { askAgain, touched } from './chain.ts';
import type { Context, ConversationState, Input, Turn } from './dialog.ts';
import { languageOf } from './facts.ts';

/**
 * A message that fits two answers of the question: those two are asked, with the digits that they had, so that the
 * question itself reads what comes next.
 */
export function which(context: Context, state: ConversationState, input: Input): Turn | null {
  const asked = askAgain(context, state, false).findLast(({ options }) => options && options.length > 2);
  const options = asked?.options ?? [];
  const reading = context.understand.choice(
    input.text,
    options.map((option) => ({ ...option, labels: context.labels(option.key) })),
    languageOf(context.facts),
  );
  if (!reading || !('between' in reading)) return null;
  const fitting: readonly Option[] = options.filter(({ id }) => reading.between.includes(id));
  if (fitting.length < 2) return null;
  const says = [{ key: 'bot.misunderstood.which', options: fitting }];
  return { says, state: touched(context, state), effects: [] };
}
