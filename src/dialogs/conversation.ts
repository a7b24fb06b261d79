import type { Danger } from '../language/understanding.ts';
import { branchOf } from './branches.ts';
import {
  askAgain,
  begin,
  follow,
  freshState,
  interrupt,
  nextDialog,
  setAside,
  takenUp,
  touched,
} from './chain.ts';
import { answerCommand } from './commands.ts';
import { unreadConsent } from './consent.ts';
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
import { askedFromDesk, eventTurn } from './events.ts';
import { after, languageOf } from './facts.ts';
import { guessLanguage, heardLanguage } from './first_contact.ts';
import { greetedTurn } from './greeted.ts';
import { pickedTurn, undoTurn, wishTurn } from './heard.ts';
import { spokenUnheard } from './heard_later.ts';
import { saysMinor } from './minor.ts';
import { misunderstood } from './misunderstood.ts';
import { moveTurn } from './move.ts';
import { readNewsTurn } from './news.ts';
import { goesOnHere } from './stopped_elsewhere.ts';
import { which } from './which.ts';
import { whoTurn } from './who_turn.ts';
import { topicAsked } from './wishes.ts';

export { eventTurn, freshState, readNewsTurn };

/** One message through everything, in the order of the turn: event, opt-out, danger, news, owner, dialogs. */
export function converse(context: Context, state: ConversationState, input: Input): Turn {
  return (
    eventTurn(context, state, input) ??
    optOutTurn(context, state, input) ??
    dangerTurn(context, state, input) ??
    readNewsTurn(context, state, input) ??
    ownerTurn(context, state, input) ??
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
  if (!context.facts.optedOut) return fromElsewhereTurn(context, state, input);
  // Danger is answered even to somebody who asked for silence: their life comes first.
  return (
    dangerTurn(context, state, input) ??
    answeredWhileStopped(context, state, input) ??
    dialogTurn(context, asOptedOut(state), input)
  );
}

function fromElsewhereTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  const here = goesOnHere(context, state);
  if (!here) return null;
  const turn = converse(after(context, here.effects), here.state, input);
  return { ...turn, effects: [...here.effects, ...turn.effects] };
}

/** Danger and EFFACER ask something after STOP too; what does not answer it is for `opted_out`. */
function answeredWhileStopped(context: Context, state: ConversationState, input: Input): Turn | null {
  const { dialog, answers } = state;
  if (dialog?.name !== 'danger' && dialog?.name !== 'minor' && dialog?.name !== 'erase') return null;
  const step = dialogs[dialog.name].reply(context, dialog, input, answers);
  return step.missed || step.passOn ? null : follow(context, state, step);
}

function asOptedOut(state: ConversationState): ConversationState {
  if (state.dialog?.name === 'opted_out') return state;
  return { ...state, dialog: { name: 'opted_out', asked: false }, waiting: keepable(state) };
}

function keepable(state: ConversationState): readonly DialogState[] {
  const { dialog, waiting } = state;
  return dialog && dialog.name !== 'opted_out' && !dialog.lingers ? [...waiting, dialog] : waiting;
}

/** Danger told in plain words interrupts anything, before consent too (vital interest). */
export function dangerTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  const told = context.understand.danger(input.text, languageOf(context.facts));
  if (!told || alreadyAnswered(state, told.danger) || complains(state)) return null;
  return inTheirLanguage(context, state, input, (known) => answerDanger(known, state, input, told));
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

/** What a complaint tells goes past the advisers, one of whom it may be about; its own answer names the lines. */
function complains({ dialog }: ConversationState): boolean {
  return dialog?.name === 'complaint' && !dialog.answered;
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

/** The bot is silent while a caseworker holds the conversation, but for what it is to ask for the desk. */
export function ownerTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  if (context.facts.holder !== 'caseworker') return null;
  const silent = { says: [], state: touched(context, state), effects: [] };
  return (
    complaintTurn(context, state, input) ??
    deskAnswerTurn(context, state, input) ??
    deskFormTurn(context, state, input) ??
    silent
  );
}

/** PLAINTE goes past the caseworker who holds the conversation, whom it may be about. */
function complaintTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  const { dialog, waiting } = state;
  if (dialog?.name === 'complaint') {
    const step = dialogs.complaint.reply(context, dialog, input, state.answers);
    return step.missed ? null : aside(context, state, step);
  }
  const command = context.understand.command(input.text, languageOf(context.facts))?.command;
  if (command !== 'complaint') return null;
  const kept = dialog && askedFromDesk(state) ? [...waiting, dialog] : waiting;
  return aside(context, { ...state, waiting: kept }, begin(context, 'complaint', {}, state.answers));
}

/** A step of its own while a caseworker holds the conversation: what waits is not taken up after it. */
function aside(context: Context, state: ConversationState, step: Step): Turn {
  const turn = follow(context, { ...state, dialog: null, waiting: [], misses: 0 }, step);
  return { ...turn, state: { ...turn.state, waiting: state.waiting } };
}

/** Questions of the full form that the caseworker wants asked; what cannot be read is left to the caseworker. */
function deskFormTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  if (!askedFromDesk(state)) return null;
  const turn = replyTurn(context, state, input);
  return turn.state.misses > 1 || turn.state.dialog?.name === 'offer_person'
    ? { says: [], state: { ...touched(context, state), dialog: null, misses: 0 }, effects: [] }
    : turn;
}

/**
 * Only the very next message can answer a question from the desk: later a "1" may answer something that the caseworker
 * asked, and must never be taken for a consent.
 */
function deskAnswerTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  const { dialog } = state;
  if (!dialog || !isFromDesk(dialog)) return null;
  const step = dialogs[dialog.name].reply(context, dialog, input, state.answers);
  const { waiting } = state;
  if (step.missed) return { says: [], state: { ...touched(context, state), dialog: null }, effects: [] };
  const turn = follow(context, { ...state, waiting: [] }, step);
  return { ...turn, state: { ...turn.state, waiting } };
}

function isFromDesk({ name, answered, about }: DialogState): boolean {
  if (name === 'complaint') return answered !== undefined;
  return name === 'pass_on' || (name === 'reminder' && about === 'closing');
}

/** Everything else: a first message, a global word, or an answer to what was asked. */
export function dialogTurn(context: Context, state: ConversationState, input: Input): Turn {
  return inTheirLanguage(
    context,
    state,
    input,
    (known) =>
      undoTurn(known, state, input) ??
      whoTurn(known, state) ??
      moveTurn(known, state, input) ??
      firstTurn(known, state, input) ??
      commandTurn(known, state, input) ??
      replyTurn(known, state, input),
  );
}

/** A first message is answered in its own language where that is sure. */
function inTheirLanguage<T extends Turn | null>(
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

/** Words that may open a conversation before "may we write to you here?" has been answered. */
const openers = new Set(['call', 'person', 'language', 'erase', 'complaint', 'info', 'urgent']);

function firstTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  const { writing, keeping, case: open } = context.facts;
  if (state.dialog || state.waiting.length > 0 || writing || keeping) return null;
  // The case waits already: another note only goes to it.
  if (spokenUnheard(input) && open) return null;
  const command = context.understand.command(input.text, languageOf(context.facts))?.command;
  if (command && openers.has(command)) return null;
  if (saysMinor(context, input)) return null;
  const branch = branchTurn(context, state, input);
  if (branch) return branch;
  const campaign = context.campaign(input.text);
  const name = spokenUnheard(input) ? 'voice' : 'first_contact';
  const heard = heardLanguage(context, input);
  const turn = follow(context, state, begin(context, name, heard ? { heard } : {}, state.answers));
  return campaign ? { ...turn, effects: [{ type: 'arrive', campaign }, ...turn.effects] } : turn;
}

/** Somebody else writes, or with something else: a short branch, after which what was asked is asked again. */
function branchTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  const branch = branchOf(context, input);
  if (!branch) return null;
  if ('interrupt' in branch) {
    if (state.dialog?.name === branch.interrupt) return null;
    return interrupt(context, state, branch.interrupt, branch.options);
  }
  return follow(context, setAside(state), { says: branch.says, state: null });
}

function commandTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  if (input.choice) return null;
  const found = context.understand.command(input.text, languageOf(context.facts));
  if (!found || found.command === 'stop') return null;
  if (takesWords(state) && wordsIn(input.text) > 2) return null;
  const answered = answerCommand(context, state, found);
  if (!answered) return null;
  if (answered.interrupt) return interrupt(context, state, answered.interrupt, answered.options ?? {});
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
  const elsewhere = state.dialog?.name !== 'minor' && context.facts.keeping !== 'minor';
  if (elsewhere && !complains(state) && saysMinor(context, input))
    return interrupt(context, { ...state, waiting: [] }, 'minor');
  const current = state.dialog ? state : takenUp(state);
  if (spokenUnheard(input) && !hearsVoice(context, current.dialog))
    return interrupt(context, { ...state, dialog: null, waiting: [] }, 'voice');
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
  if (step.passOn) return replyTurn(context, takenUp({ ...current, dialog: null }), step.passOn);
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

function hearsVoice(context: Context, dialog: DialogState | null): boolean {
  const name = dialog?.name ?? nextDialog(context);
  return withVoice.has(name) || (name === 'callback' && dialog?.question === 'language');
}

/** A question that a sheet answers is answered at once, and stands in the case all the same. */
function withSheet(context: Context, name: DialogName, step: Step, input: Input): Step {
  const topic = name === 'waiting' && !step.next ? topicAsked(context, input) : null;
  return topic ? { ...step, says: [], state: null, next: topic } : step;
}

/** Nobody asked anything: somebody with an open case adds to it, everybody else gets the menu. */
function nothingAsked(context: Context, state: ConversationState, input: Input): Turn {
  const name = nextDialog(context);
  const wish = name === 'menu' ? wishTurn(context, { ...state, dialog: { name } }, input) : null;
  if (wish) return wish;
  if (name !== 'waiting' && name !== 'minor')
    return follow(context, state, begin(context, name, {}, state.answers));
  const step = withSheet(context, name, dialogs[name].reply(context, { name }, input, state.answers), input);
  return step.missed
    ? misunderstood(context, { ...state, dialog: { name } }, input, step)
    : follow(context, state, step);
}
