import type { Say } from '../language/say.ts';
import type { Danger } from '../language/understanding.ts';
import type { Progress } from '../questionnaire/form.ts';
import { answerCommand } from './commands.ts';
import type {
  Context,
  ConversationState,
  DialogName,
  DialogState,
  Effect,
  Input,
  Step,
  Turn,
} from './dialog.ts';
import { dialogs } from './dialogs.ts';
import { after, languageOf } from './facts.ts';
import { guessLanguage } from './first_contact.ts';
import { saysMinor } from './minor.ts';

/** The state of somebody who never wrote before. */
export const freshState: ConversationState = {
  version: 1,
  dialog: null,
  waiting: [],
  answers: {},
  misses: 0,
  lastAt: null,
};

/** A pause after which somebody is welcomed back before the question is put again. */
const longPause = 12 * 3_600_000;

/** One message through everything, in the order of the turn: opt-out, danger, owner, dialogs. */
export function converse(context: Context, state: ConversationState, input: Input): Turn {
  return (
    optOutTurn(context, state, input) ??
    dangerTurn(context, state, input) ??
    ownerTurn(context, state) ??
    dialogTurn(context, state, input)
  );
}

/** STOP works at once, everywhere; who stopped is asked before anything else is sent. */
export function optOutTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  const command = context.understand.command(input.text, languageOf(context.facts))?.command;
  if (command === 'stop')
    return {
      says: context.facts.optedOut ? [] : [{ key: 'bot.stop.done' }],
      state: { ...state, dialog: { name: 'opted_out', asked: false }, waiting: keepable(state), misses: 0 },
      effects: [{ type: 'opt_out', out: true }],
    };
  if (!context.facts.optedOut) return null;
  // Danger is answered even to somebody who asked for silence: their life comes first.
  return dangerTurn(context, state, input) ?? dialogTurn(context, asOptedOut(state), input);
}

function asOptedOut(state: ConversationState): ConversationState {
  if (state.dialog?.name === 'opted_out') return state;
  return { ...state, dialog: { name: 'opted_out', asked: false }, waiting: keepable(state) };
}

function keepable(state: ConversationState): readonly DialogState[] {
  return state.dialog && state.dialog.name !== 'opted_out' ? [...state.waiting, state.dialog] : state.waiting;
}

/** Danger told in plain words interrupts anything, before consent too (vital interest). */
export function dangerTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  const told = context.understand.danger(input.text, languageOf(context.facts));
  if (!told || alreadyAnswered(state, told.danger)) return null;
  if (told.danger === 'minor_alone' || context.facts.keeping === 'minor' || state.dialog?.name === 'minor')
    return minorInDanger(context, state, input, told);
  return interrupt(context, state, 'danger', { danger: told.danger, because: told.because }, input);
}

function alreadyAnswered({ dialog }: ConversationState, danger: Danger): boolean {
  return dialog?.name === 'danger' && dialog.danger === danger;
}

/** A child in danger stays on the child's path; only the alert comes first. */
function minorInDanger(
  context: Context,
  state: ConversationState,
  input: Input,
  told: { danger: Danger; because: string },
): Turn | null {
  if (state.dialog?.name === 'minor') return null;
  return interrupt(
    context,
    { ...state, waiting: [] },
    'minor',
    { danger: told.danger, because: told.because },
    input,
  );
}

/** The bot is silent while a caseworker holds the conversation. */
export function ownerTurn(context: Context, state: ConversationState): Turn | null {
  return context.facts.holder === 'caseworker'
    ? { says: [], state: touched(context, state), effects: [] }
    : null;
}

/** Everything else: a first message, a global word, or an answer to what was asked. */
export function dialogTurn(context: Context, state: ConversationState, input: Input): Turn {
  const guessed = state.lastAt === null ? guessLanguage(context, input) : null;
  const effects: Effect[] = guessed ? [{ type: 'know', facts: { textLanguage: guessed } }] : [];
  const known = guessed ? { ...context, facts: { ...context.facts, textLanguage: guessed } } : context;
  const turn =
    firstTurn(known, state, input) ?? commandTurn(known, state, input) ?? replyTurn(known, state, input);
  return { ...turn, effects: [...effects, ...turn.effects] };
}

/** Words that may open a conversation before "may we write to you here?" has been answered. */
const openers = new Set(['call', 'person', 'language', 'erase', 'complaint', 'info']);

function firstTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  if (state.dialog || state.waiting.length > 0 || context.facts.writing) return null;
  const command = context.understand.command(input.text, languageOf(context.facts))?.command;
  if (command && openers.has(command)) return null;
  if (saysMinor(context, input)) return null;
  const campaign = context.campaign(input.text);
  const turn = follow(
    context,
    state,
    begin(context, 'first_contact', { voice: input.media.includes('voice') }, state.answers),
  );
  return campaign ? { ...turn, effects: [{ type: 'arrive', campaign }, ...turn.effects] } : turn;
}

function commandTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  if (input.choice) return null;
  const found = context.understand.command(input.text, languageOf(context.facts));
  if (!found || found.command === 'stop') return null;
  if (takesWords(state) && wordsIn(input.text) > 2) return null;
  const answered = answerCommand(context, state, found);
  if (!answered) return null;
  if (answered.interrupt) return interrupt(context, state, answered.interrupt, answered.options ?? {}, input);
  if (answered.says && state.dialog)
    return { says: answered.says, state: touched(context, state), effects: [] };
  const says = answered.again
    ? [...(answered.says ?? []), ...askAgain(context, state, false)]
    : (answered.says ?? []);
  if (answered.step) return follow(context, state, answered.step);
  return { says, state: touched(context, state), effects: [] };
}

/** Questions that are answered in the person's own words: a sentence there is the answer, whatever it resembles. */
const inOwnWords = new Set<unknown>(['call_name_and_hour', 'name_and_call', 'own_words']);

function takesWords({ dialog }: ConversationState): boolean {
  return dialog?.name === 'complaint' || inOwnWords.has(dialog?.question);
}

function wordsIn(text: string): number {
  return text.trim().split(/\s+/).length;
}

function replyTurn(context: Context, state: ConversationState, input: Input): Turn {
  if (saysMinor(context, input) && state.dialog?.name !== 'minor' && context.facts.keeping !== 'minor')
    return interrupt(context, { ...state, waiting: [] }, 'minor', {}, input);
  const current = state.dialog ? state : takenUp(state);
  if (!current.dialog) return nothingAsked(context, state, input);
  if (!state.dialog)
    return { says: askAgain(context, current, false), state: touched(context, current), effects: [] };
  const step = dialogs[current.dialog.name].reply(context, current.dialog, input, current.answers);
  if (step.passOn) return replyTurn(context, takenUp({ ...current, dialog: null }), step.passOn);
  if (!step.missed) return follow(context, { ...current, misses: 0 }, step);
  return misunderstood(context, current, step);
}

/** Nobody asked anything: somebody with an open case adds to it, everybody else gets the menu. */
function nothingAsked(context: Context, state: ConversationState, input: Input): Turn {
  const name = nextDialog(context);
  if (name !== 'waiting' && name !== 'minor')
    return follow(context, state, begin(context, name, {}, state.answers));
  return follow(context, state, dialogs[name].reply(context, { name }, input, state.answers));
}

function nextDialog({ facts }: Context): DialogName {
  if (facts.keeping === 'minor') return 'minor';
  if (facts.case) return 'waiting';
  if (facts.keeping === 'refused') return 'refused';
  return facts.keeping ? 'menu' : 'first_contact';
}

/** The last interrupted dialog, taken up again. */
function takenUp(state: ConversationState): ConversationState {
  const last = state.waiting.at(-1);
  return last ? { ...state, dialog: last, waiting: state.waiting.slice(0, -1) } : state;
}

/**
 * Once: the question again. Twice: more simply. The third time a person is offered, for whoever cannot say it here
 * should not have to go on trying.
 */
function misunderstood(context: Context, state: ConversationState, step: Step): Turn {
  const misses = state.misses + 1;
  const effects: Effect[] = [
    ...(step.effects ?? []),
    { type: 'not_understood', question: questionName(state.dialog) },
  ];
  if (afterPause(context, state)) {
    const question = askAgain(context, state, false);
    const welcome = [{ key: 'bot.resume.welcome_back' }, ...question];
    const says = context.fits(welcome, context.facts) ? welcome : question;
    return { says, state: touched(context, state), effects: step.effects ?? [] };
  }
  if (misses >= 3 && state.dialog?.name !== 'offer_person') {
    const offered = interrupt(context, { ...state, misses: 0 }, 'offer_person', {}, null);
    return { ...offered, effects: [...effects, ...offered.effects] };
  }
  const says = step.says.length > 0 ? step.says : again(context, state, misses);
  return { says, state: { ...touched(context, state), misses }, effects };
}

function again(context: Context, state: ConversationState, misses: number): readonly Say[] {
  const question = askAgain(context, state, misses > 1);
  const sorry = [{ key: 'bot.misunderstood.again' }, ...question];
  if (misses === 1 && context.fits(sorry, context.facts)) return sorry;
  const simpler = [{ key: 'bot.misunderstood.again' }, ...askAgain(context, state, true)];
  return misses === 1 && context.fits(simpler, context.facts) ? simpler : askAgain(context, state, true);
}

function afterPause({ now }: Context, { lastAt }: ConversationState): boolean {
  return lastAt !== null && now.getTime() - Date.parse(lastAt) > longPause;
}

function questionName(dialog: DialogState | null): string {
  return [dialog?.name, dialog?.question].filter(Boolean).join('.');
}

function askAgain(context: Context, state: ConversationState, simpler: boolean): readonly Say[] {
  const { dialog } = state;
  return dialog ? dialogs[dialog.name].ask(context, dialog, state.answers, simpler) : [];
}

function begin(
  context: Context,
  name: DialogName,
  options: Readonly<Record<string, unknown>>,
  answers: Progress,
): Step {
  return dialogs[name].begin(context, options, answers);
}

/** Dialogs that nobody comes back to: they hold no question that must be answered. */
const passing = new Set<DialogName>([
  'waiting',
  'menu',
  'services',
  'info',
  'language',
  'erase',
  'offer_person',
]);

/** Starts a dialog above the present one, which waits to be taken up again. */
function interrupt(
  context: Context,
  state: ConversationState,
  name: DialogName,
  options: Readonly<Record<string, unknown>>,
  _input: Input | null,
): Turn {
  const paused = state.dialog && state.dialog.name !== name && !passing.has(state.dialog.name);
  const waiting = paused && state.dialog ? [...state.waiting, state.dialog] : state.waiting;
  return follow(
    context,
    { ...state, dialog: null, waiting, misses: 0 },
    begin(context, name, options, state.answers),
  );
}

/** How many dialogs may follow each other in one turn; more would be a circle. */
const longestChain = 8;

/** Carries a step out on the state, and the dialogs it leads to, until one waits for an answer. */
function follow(context: Context, state: ConversationState, first: Step): Turn {
  let step = first;
  let current = context;
  const says: Say[] = [];
  const effects: Effect[] = [];
  let answers = state.answers;
  // A child is never led back to a question for adults.
  let forget = first.forget === true || context.facts.keeping === 'minor';
  for (let i = 0; i < longestChain; i++) {
    says.push(...step.says);
    effects.push(...(step.effects ?? []));
    answers = step.answers ?? answers;
    current = after(current, step.effects ?? []);
    if (!step.next) break;
    forget ||= step.next.name === 'minor';
    step = begin(current, step.next.name, step.next.options ?? {}, answers);
  }
  if (effects.some((effect) => effect.type === 'erase')) return { says, state: freshState, effects };
  const kept = forget ? { ...state, waiting: [] } : state;
  const left: ConversationState = { ...touched(context, kept), answers, dialog: step.state, misses: 0 };
  return { says, state: step.state === null ? resumed(current, left, says) : left, effects };
}

/** A dialog is over: what it interrupted is asked again in the same message; nobody is left at a dead end. */
function resumed(context: Context, state: ConversationState, says: Say[]): ConversationState {
  const { facts } = context;
  if (state.waiting.length > 0) {
    const back = takenUp(state);
    askInTheSame(context, says, askAgain(context, back, false));
    return back;
  }
  if (facts.writing || facts.keeping || facts.case || facts.optedOut) return state;
  const first = begin(context, 'first_contact', {}, state.answers);
  askInTheSame(context, says, first.says);
  return { ...state, dialog: first.state };
}

/** Texts that only acknowledge: they give way to the question where both do not fit one SMS. */
const acknowledgements = new Set(['bot.language.set', 'bot.erase.kept', 'bot.voice.kept']);

/** Adds a question to what is said already, unless the message would grow over one SMS; then the weightier stays. */
function askInTheSame(context: Context, says: Say[], question: readonly Say[]): void {
  if (context.fits([...says, ...question], context.facts)) says.push(...question);
  else if (says.every((say) => acknowledgements.has(say.key))) says.splice(0, says.length, ...question);
}

function touched(context: Context, state: ConversationState): ConversationState {
  return { ...state, lastAt: context.now.toISOString() };
}
