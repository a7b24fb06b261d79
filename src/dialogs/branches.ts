import type { Say } from '../language/say.ts';
import type { Branch } from '../language/understanding.ts';
import type { Context, DialogName, Input } from './dialog.ts';
import { languageOf } from './facts.ts';

/** Where a branch leads: a dialog of its own, or a few words after which all goes on as before. */
export type BranchAnswer =
  | { readonly interrupt: DialogName; readonly options: Readonly<Record<string, unknown>> }
  | { readonly says: readonly Say[] };

type Answer = (context: Context, words: string) => BranchAnswer;

/** One line per branch. */
const answers: Readonly<Record<Branch, Answer>> = {
  leaving: () => ({ interrupt: 'leaving', options: {} }),
  relative_missing: (_context, words) => ({ interrupt: 'relative', options: { who: 'missing', words } }),
  relative_returning: (_context, words) => ({ interrupt: 'relative', options: { words } }),
  foreigner: (_context, words) => ({ interrupt: 'foreigner', options: { words } }),
  for_other: () => ({ interrupt: 'for_other', options: {} }),
  colleague: () => ({ says: [{ key: 'bot.colleague.told' }] }),
  journalist: () => ({ says: [{ key: 'bot.journalist.told' }] }),
  insult: () => ({ says: [{ key: 'bot.insult.calm' }] }),
};

/** The branch that a message tells of; young people stay on their own path. */
export function branchOf(context: Context, input: Input): BranchAnswer | null {
  if (context.facts.keeping === 'minor' || input.choice) return null;
  const branch = context.understand.branch(input.text) ?? leavingByWish(context, input);
  return branch ? answers[branch](context, input.text.trim()) : null;
}

function leavingByWish({ understand, facts }: Context, { text }: Input): Branch | null {
  if (text.trim().split(/\s+/).length < 3) return null;
  return understand.intent(text, languageOf(facts)).intent === 'travel' ? 'leaving' : null;
}
