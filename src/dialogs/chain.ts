import type { Say } from '../language/say.ts';
import type { Progress } from '../questionnaire/form.ts';
import type { Context, ConversationState, DialogName, DialogState, Effect, Step, Turn } from './dialog.ts';
import { dialogs } from './dialogs.ts';
import { after } from './facts.ts';

/** The state of somebody who never wrote before. */
export const freshState: ConversationState = {
  version: 1,
  dialog: null,
  waiting: [],
  answers: {},
  misses: 0,
  lastAt: null,
};

/** A state as it was kept, without the dialogs that this version no longer has. */
export function knownState(kept: ConversationState): ConversationState {
  const isKnown = (dialog: DialogState | null) => dialog !== null && Object.hasOwn(dialogs, dialog.name);
  return {
    ...kept,
    dialog: isKnown(kept.dialog) ? kept.dialog : null,
    waiting: kept.waiting.filter(isKnown),
  };
}

/**
 * Without the dialogs that nobody may answer any more: questions that a caseworker had the bot ask end with the case, and
 * those for another age once the desk has learnt how old somebody is.
 */
export function withoutEnded({ facts }: Context, state: ConversationState): ConversationState {
  const goesOn = (dialog: DialogState) => {
    if (facts.keeping === 'minor' && forAdults.has(dialog.name)) return false;
    if (facts.keeping === 'adult' && dialog.name === 'minor') return false;
    return facts.case !== null || !(dialog.name === 'full' && dialog.desk === true);
  };
  const dialog = state.dialog && goesOn(state.dialog) ? state.dialog : null;
  return { ...state, dialog, waiting: state.waiting.filter(goesOn) };
}

/** The last interrupted dialog, taken up again. */
export function takenUp(context: Context, state: ConversationState): ConversationState {
  const last = state.waiting.at(-1);
  if (!last) return state;
  const standing = dialogs[last.name].resumed;
  const dialog = standing ? standing(context, last, state.answers) : last;
  const left = { ...state, dialog, waiting: state.waiting.slice(0, -1) };
  return dialog ? left : takenUp(context, left);
}

/** The question of the present dialog. */
export function askAgain(context: Context, state: ConversationState, simpler: boolean): readonly Say[] {
  const { dialog } = state;
  return dialog ? dialogs[dialog.name].ask(context, dialog, state.answers, simpler) : [];
}

/** Begins a dialog by its name. */
export function begin(
  context: Context,
  name: DialogName,
  options: Readonly<Record<string, unknown>>,
  answers: Progress,
): Step {
  return dialogs[name].begin(context, options, answers);
}

/** Dialogs that nobody comes back to: they hold no question that must be answered. */
export const passing = new Set<DialogName>([
  'waiting',
  'menu',
  'services',
  'info',
  'language',
  'erase',
  'offer_person',
  'wish',
]);

/** What nobody under 18 is asked (DESIGN section 4). */
export const forAdults = new Set<DialogName>([
  ...(['first_contact', 'consent', 'refused', 'menu', 'needs', 'full', 'services', 'callback'] as const),
  ...(['voice', 'information', 'leaving', 'relative', 'foreigner', 'for_other', 'danger', 'wish'] as const),
]);

/** Starts a dialog above the present one, which waits to be taken up again. */
export function interrupt(
  context: Context,
  state: ConversationState,
  name: DialogName,
  options: Readonly<Record<string, unknown>> = {},
): Turn {
  const { dialog } = state;
  const comesBack = dialog && dialog.name !== name && !dialog.lingers && !passing.has(dialog.name);
  const waiting = comesBack ? [...state.waiting, dialog] : state.waiting;
  return follow(
    context,
    { ...state, dialog: null, waiting, misses: 0 },
    begin(context, name, options, state.answers),
  );
}

/** The state with nothing asked: the present dialog waits to be taken up again. */
export function setAside(state: ConversationState): ConversationState {
  const { dialog, waiting } = state;
  if (!dialog) return state;
  return { ...state, dialog: null, waiting: dialog.lingers ? waiting : [...waiting, dialog] };
}

/** How many dialogs may follow each other in one turn; more would be a circle. */
const longestChain = 8;

/** Carries a step out on the state, and the dialogs it leads to, until one waits for an answer. */
export function follow(context: Context, state: ConversationState, first: Step): Turn {
  let step = first;
  let current = context;
  const says: Say[] = [];
  const effects: Effect[] = [];
  let answers = state.answers;
  let forget = first.forget === true;
  for (let i = 0; i < longestChain; i++) {
    says.push(...step.says);
    effects.push(...(step.effects ?? []));
    answers = step.answers ?? answers;
    current = after(current, step.effects ?? []);
    if (step.wants) return { says: [], state, effects: [], wants: step.wants };
    if (!step.next) break;
    forget ||= step.next.name === 'minor';
    step = begin(current, step.next.name, step.next.options ?? {}, answers);
  }
  if (effects.some((effect) => effect.type === 'erase')) return { says, state: freshState, effects };
  // Nothing of one person is shown to the other who writes now.
  if (effects.some((effect) => effect.type === 'other_person'))
    return { says: [], state: touched(context, state), effects };
  const kept = forget ? { ...state, waiting: [] } : withoutSettled(current, state);
  const left: ConversationState = {
    ...touched(context, kept),
    answers,
    dialog: step.state,
    misses: 0,
    ...lockIn(effects),
    ...(step.undo ? { undo: { ...step.undo, waiting: kept.waiting } } : {}),
  };
  if (step.state !== null) return { says, state: left, effects };
  const next = resumed(current, left, says, step.lingers ?? null);
  return { says, state: next, effects };
}

/** A yes that was given on another way (to a call) is not asked for again; a child is never led back to what is for adults. */
function withoutSettled({ facts }: Context, state: ConversationState): ConversationState {
  if (facts.keeping === 'minor')
    return { ...state, waiting: state.waiting.filter(({ name }) => !forAdults.has(name)) };
  const mayWrite = facts.writing === 'yes' || facts.writing === 'shared';
  const settled = new Set<DialogName>([
    ...(mayWrite ? (['first_contact'] as const) : []),
    ...(facts.keeping === 'adult' ? (['consent'] as const) : []),
  ]);
  return { ...state, waiting: state.waiting.filter(({ name }) => !settled.has(name)) };
}

function lockIn(effects: readonly Effect[]): Pick<ConversationState, 'lock'> {
  const last = effects.findLast((effect) => effect.type === 'lock');
  return last ? { lock: last.lock } : {};
}

/**
 * A dialog is over: what it interrupted is asked again in the same message, or else its own choices linger on the
 * screen; nobody is left at a dead end.
 */
function resumed(
  context: Context,
  over: ConversationState,
  says: Say[],
  lingers: DialogState | null,
): ConversationState {
  const { facts } = context;
  if (facts.holder === 'caseworker') return over;
  const back = takenUp(context, over);
  const state = { ...back, dialog: null };
  if (back.dialog) {
    if (back.dialog.name === 'opted_out') return back;
    const wordings = [false, true].map((simpler) => askAgain(context, back, simpler));
    const asked = wordings.some((question) => askInTheSame(context, says, question));
    return asked || !lingers ? back : lingering(over, lingers);
  }
  const known = facts.writing || facts.keeping || facts.case || facts.optedOut;
  if (known && (says.length > 0 || facts.optedOut)) return lingering(state, lingers);
  const name = nextDialog(context);
  const first = begin(context, name, {}, state.answers);
  const dialog = first.state ?? { name };
  const question = first.says.length > 0 ? first.says : askAgain(context, { ...state, dialog }, false);
  // What was never put must not be answered: a "1" meant for something else would be taken for a yes.
  return { ...state, dialog: askInTheSame(context, says, question) ? first.state : null };
}

/** A dialog that lingers is left by anything else, and nobody comes back to it. */
function lingering(state: ConversationState, dialog: DialogState | null): ConversationState {
  return { ...state, dialog: dialog && { ...dialog, lingers: true } };
}

/** Where somebody stands of whom nothing is asked. */
export function nextDialog({ facts }: Context): DialogName {
  if (facts.keeping === 'minor') return 'minor';
  if (facts.case) return 'waiting';
  if (facts.keeping === 'refused') return 'refused';
  return facts.keeping ? 'menu' : 'first_contact';
}

/** Texts that only acknowledge: they give way to the question where both do not fit one SMS. */
const acknowledgements = new Set([
  'bot.language.set',
  'bot.voice.kept',
  'bot.move.done',
  'bot.who.somebody_else',
]);

/** Adds a question to what is said already, unless the message grows over one SMS; false: the weightier stayed alone. */
function askInTheSame(context: Context, says: Say[], question: readonly Say[]): boolean {
  if (context.fits([...says, ...question], context.facts)) says.push(...question);
  else if (says.every((say) => acknowledgements.has(say.key))) says.splice(0, says.length, ...question);
  else return false;
  return true;
}

/** The state with the time of this message; what the last one did can no longer be undone. */
export function touched(context: Context, { undo: _, ...state }: ConversationState): ConversationState {
  return { ...state, lastAt: context.now.toISOString() };
}
