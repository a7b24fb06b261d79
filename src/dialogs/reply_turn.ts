import { saysMinor } from './age.ts';
import { branchTurn, secrecySay } from './branches.ts';
import { askAgain, begin, follow, interrupt, nextDialog, takenUp, touched } from './chain.ts';
import { unreadConsent } from './consent.ts';
import { complains } from './danger_turn.ts';
import type { Context, ConversationState, DialogName, DialogState, Input, Step, Turn } from './dialog.ts';
import { dialogs } from './dialogs.ts';
import { greetedTurn } from './greeted.ts';
import { pickedTurn, wishTurn } from './heard.ts';
import { spokenUnheard } from './heard_later.ts';
import { lateHourTurn } from './late_hour.ts';
import { misunderstood } from './misunderstood.ts';
import { which } from './which.ts';
import { topicAsked } from './wishes.ts';

/** What was written, as the answer to what was asked; then as another who writes, a wish, or something not understood. */
export function replyTurn(context: Context, state: ConversationState, input: Input): Turn {
  const elsewhere = state.dialog?.name !== 'minor' && context.facts.keeping !== 'minor';
  if (elsewhere && !complains(state) && saysMinor(context, input))
    return interrupt(context, { ...state, waiting: [] }, 'minor');
  const current = state.dialog ? state : takenUp(context, state);
  if (spokenUnheard(input) && !hearsVoice(context, current.dialog))
    return interrupt(context, { ...state, dialog: null, waiting: [] }, 'voice');
  const late = lateHourTurn(context, current, input);
  if (late) return late;
  if (!current.dialog) return nothingAsked(context, state, input);
  if (!state.dialog)
    return { says: askAgain(context, current, false), state: touched(context, current), effects: [] };
  const greeted = greetedTurn(context, current, input);
  if (greeted) return greeted;
  const picked = pickedTurn(context, current, input);
  if (picked) return picked;
  if (unreadConsent(context, current, input)) return { says: [], state: current, effects: [] };
  const { name } = current.dialog;
  const heard = dialogs[name].reply(context, current.dialog, input, current.answers);
  const step = withSheet(context, name, heard, input);
  if (step.passOn) return replyTurn(context, takenUp(context, { ...current, dialog: null }), step.passOn);
  if (!step.missed) return follow(context, { ...current, misses: 0 }, step);
  return (
    which(context, current, input) ??
    branchTurn(context, current, input) ??
    wishTurn(context, current, input) ??
    misunderstood(context, current, input, step)
  );
}

/** Dialogs that take a voice note for an answer themselves. */
const withVoice = new Set<DialogName>([
  'voice',
  'complaint',
  'danger',
  'waiting',
  'minor',
  'opted_out',
  'full',
]);

/** Whoever answers these in a voice note is called all the same. */
const askedOfCall = new Set<unknown>(['language', 'call_name_and_hour']);

function hearsVoice(context: Context, dialog: DialogState | null): boolean {
  const name = dialog?.name ?? nextDialog(context);
  return withVoice.has(name) || askedOfCall.has(dialog?.question);
}

/** A question that a sheet or the notice answers is answered at once, and stands in the case all the same. */
function withSheet(context: Context, name: DialogName, step: Step, input: Input): Step {
  if (name !== 'waiting' || step.next) return step;
  const topic = topicAsked(context, input);
  if (topic) return { ...step, says: [], state: null, next: topic };
  return context.understand.branch(input.text) === 'secrecy' ? { ...step, says: [secrecySay] } : step;
}

/** Nobody asked anything: somebody with an open case adds to it, everybody else gets the menu. */
function nothingAsked(context: Context, state: ConversationState, input: Input): Turn {
  const name = nextDialog(context);
  const wish = name === 'menu' ? wishTurn(context, { ...state, dialog: { name } }, input) : null;
  if (wish) return wish;
  if (name !== 'waiting' && name !== 'minor')
    return follow(context, state, begin(context, name, {}, state.answers));
  // A "1" answers nothing that was never put.
  const heard = dialogs[name].reply(context, { name, unasked: true }, input, state.answers);
  const step = withSheet(context, name, heard, input);
  return step.missed
    ? misunderstood(context, { ...state, dialog: { name } }, input, step)
    : follow(context, state, step);
}
