import type { Danger } from '../language/understanding.ts';
import { saysMinor } from './age.ts';
import { interrupt } from './chain.ts';
import type { Context, ConversationState, Input, Turn } from './dialog.ts';
import { languageOf } from './facts.ts';
import { inTheirLanguage } from './in_their_language.ts';

/** Danger told in plain words interrupts anything, before consent too (vital interest). */
export function dangerTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  const told = context.understand.danger(input.text, languageOf(context.facts));
  if (!told || alreadyAnswered(state, told.danger) || complains(state)) return null;
  // an age alone is no danger: the path for young people asks whether somebody is with them
  if (told.danger === 'minor_alone' && onlyAge(context, input)) return null;
  return inTheirLanguage(context, state, input, (known) => answerDanger(known, state, input, told));
}

/** What a complaint tells goes past the advisers, one of whom it may be about; its own answer names the lines. */
export function complains({ dialog }: ConversationState): boolean {
  return dialog?.name === 'complaint' && !dialog.answered;
}

/** "J'ai 16 ans", and nothing else. */
function onlyAge(context: Context, input: Input): boolean {
  return saysMinor(context, input) && input.text.trim().split(/\s+/).length <= 4;
}

function answerDanger(
  context: Context,
  state: ConversationState,
  input: Input,
  told: { readonly danger: Danger; readonly because: string },
): Turn | null {
  const young = context.facts.keeping === 'minor' || state.dialog?.name === 'minor';
  if (young || told.danger === 'minor_alone' || saysMinor(context, input))
    return minorInDanger(context, state, told);
  return interrupt(context, state, 'danger', { danger: told.danger, because: told.because });
}

function alreadyAnswered({ dialog }: ConversationState, danger: Danger): boolean {
  return dialog?.name === 'danger' && dialog.danger === danger;
}

/** A child in danger stays on the child's path; only the alert comes first. */
function minorInDanger(
  context: Context,
  state: ConversationState,
  told: { readonly danger: Danger; readonly because: string },
): Turn | null {
  if (state.dialog?.name === 'minor') return null;
  return interrupt(context, { ...state, waiting: [] }, 'minor', {
    danger: told.danger,
    because: told.because,
  });
}
