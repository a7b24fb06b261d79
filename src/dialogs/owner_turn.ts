import { begin, follow, touched } from './chain.ts';
import type { Context, ConversationState, DialogState, Input, Step, Turn } from './dialog.ts';
import { dialogs } from './dialogs.ts';
import { askedFromDesk } from './events.ts';
import { languageOf } from './facts.ts';
import { replyTurn } from './reply_turn.ts';
import { toldChangeTurn } from './told_change.ts';

/** The bot is silent while a caseworker holds the conversation, but for what it is to ask for the desk. */
export function ownerTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  if (context.facts.holder !== 'caseworker' || isForBot(context, state, input)) return null;
  const silent = { says: [], state: touched(context, state), effects: [] };
  return (
    complaintTurn(context, state, input) ??
    deskAnswerTurn(context, state, input) ??
    deskFormTurn(context, state, input) ??
    toldChangeTurn(context, state, input) ??
    silent
  );
}

/** Nobody holds a case here, a supervisor only answers a complaint: a global word is meant for the bot. */
function isForBot(
  { facts, understand }: Context,
  { dialog }: ConversationState,
  { text, choice }: Input,
): boolean {
  if (facts.case || choice || dialog?.name === 'complaint') return false;
  return understand.command(text, languageOf(facts)) !== null;
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
 * Only the very next message, or the one after an unclear answer, can answer a question from the desk: later a "1" may
 * answer something that the caseworker asked, and must never be taken for a consent.
 */
function deskAnswerTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  const { dialog } = state;
  if (!dialog || !isFromDesk(dialog)) return null;
  const step = dialogs[dialog.name].reply(context, dialog, input, state.answers);
  const { waiting } = state;
  if (step.missed) {
    // "peut-être" answers nothing: asked once more, then it is the caseworker's to clear up.
    const says = dialog.again ? [] : dialogs[dialog.name].ask(context, dialog, state.answers, false);
    const left = dialog.again ? null : { ...dialog, again: true };
    return { says, state: { ...touched(context, state), dialog: left }, effects: [] };
  }
  const turn = follow(context, { ...state, waiting: [] }, step);
  return { ...turn, state: { ...turn.state, waiting } };
}

function isFromDesk({ name, answered, about, question }: DialogState): boolean {
  if (name === 'complaint') return answered !== undefined;
  if (name === 'pin') return question === 'choose';
  return name === 'pass_on' || (name === 'reminder' && about === 'closing');
}
