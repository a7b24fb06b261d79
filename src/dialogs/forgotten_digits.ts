import { touched } from './chain.ts';
import type { Context, ConversationState, Effect, Input, Turn } from './dialog.ts';
import { languageOf } from './facts.ts';
import { openingOf } from './opening.ts';
import { isClosed, lockOf } from './pin.ts';
import { whenSay } from './when.ts';

/**
 * The four digits are forgotten: nothing opens; an adviser calls, makes sure who it is, and has new ones chosen. By telephone,
 * because a message would wait behind the digits too.
 */
export function forgottenDigitsTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  const lock = lockOf(context);
  if (lock.digits === null || context.facts.optedOut || !isForgotten(context, state, input)) return null;
  const due = context.facts.case?.dueAt ?? context.duty.dueAt('normal');
  const dialog = state.dialog?.name === 'pin' ? null : state.dialog;
  return {
    says: [{ key: 'bot.pin.forgotten', values: { when: whenSay(context, due) } }],
    state: { ...touched(context, state), dialog, misses: 0 },
    effects: [toBeCalled(context, state), { type: 'told', told: { digits: 'forgotten' } }],
  };
}

/** "Oubliés ? PERSONNE": the word that the text itself offers, once it has; or said in words at any time. */
function isForgotten(context: Context, { dialog }: ConversationState, { text }: Input): boolean {
  if (context.understand.change(text) === 'forgot_digits') return true;
  const { news, tries } = lockOf(context);
  const offered = dialog?.name === 'pin' || isClosed(context) || (news && tries > 0);
  const command = context.understand.command(text, languageOf(context.facts))?.command;
  return offered && (command === 'person' || command === 'call');
}

function toBeCalled(context: Context, { answers }: ConversationState): Effect {
  if (context.facts.case) return { type: 'patch_case', patch: { contact: 'call' } };
  const options = { reason: 'person_wanted', contact: 'call' } as const;
  return { type: 'open_case', opening: openingOf(context, answers, options) };
}
