import type { Say } from '../language/say.ts';
import type { Branch } from '../language/understanding.ts';
import { follow, interrupt, setAside } from './chain.ts';
import type { Context, ConversationState, DialogName, Input, Turn } from './dialog.ts';
import { languageOf } from './facts.ts';

/** Where a branch leads: a dialog of its own, or a few words after which all goes on as before. */
type BranchAnswer =
  | { readonly interrupt: DialogName; readonly options: Readonly<Record<string, unknown>> }
  | { readonly says: readonly Say[] };

type Answer = (context: Context, words: string) => BranchAnswer;

/** Who reads what is written here, as the notice says it. */
export const secrecySay: Say = { key: 'bot.secrecy.told' };

/** One line per branch. */
const answers: Readonly<Record<Branch, Answer>> = {
  leaving: () => ({ interrupt: 'leaving', options: {} }),
  relative_missing: (_context, words) => ({ interrupt: 'relative', options: { who: 'missing', words } }),
  relative_returning: (_context, words) => ({ interrupt: 'relative', options: { words } }),
  foreigner: (_context, words) => ({ interrupt: 'foreigner', options: { words } }),
  for_other: () => ({ interrupt: 'for_other', options: {} }),
  colleague: () => ({ says: [{ key: 'bot.colleague.told' }] }),
  journalist: () => ({ says: [{ key: 'bot.journalist.told' }] }),
  // "vous allez dire à la police ?"
  secrecy: () => ({ says: [secrecySay] }),
  insult: () => ({ says: [{ key: 'bot.insult.calm' }] }),
};

/** The branch that a message tells of; young people stay on their own path. */
function branchOf(context: Context, input: Input): BranchAnswer | null {
  if (context.facts.keeping === 'minor' || input.choice) return null;
  const branch = context.understand.branch(input.text) ?? leavingByWish(context, input);
  return branch ? answers[branch](context, input.text.trim()) : null;
}

function leavingByWish({ understand, facts }: Context, { text }: Input): Branch | null {
  if (text.trim().split(/\s+/).length < 3) return null;
  return understand.intent(text, languageOf(facts)).intent === 'travel' ? 'leaving' : null;
}

/** Somebody else writes, or with something else: a short branch, after which what was asked is asked again. */
export function branchTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  const branch = branchOf(context, input);
  if (!branch) return null;
  if ('interrupt' in branch) {
    if (state.dialog?.name === branch.interrupt) return null;
    return interrupt(context, state, branch.interrupt, branch.options);
  }
  return follow(context, setAside(state), { says: branch.says, state: null });
}
