import { saysMinor } from './age.ts';
import { branchTurn } from './branches.ts';
import { askAgain, begin, follow, freshState, interrupt, touched, withoutEnded } from './chain.ts';
import { answerCommand } from './commands.ts';
import { dangerTurn } from './danger_turn.ts';
import type { Context, ConversationState, DialogState, Effect, Input, Turn } from './dialog.ts';
import { dialogs } from './dialogs.ts';
import { eventTurn } from './events.ts';
import { after, languageOf } from './facts.ts';
import { heardLanguage } from './first_contact.ts';
import { undoTurn } from './heard.ts';
import { spokenUnheard } from './heard_later.ts';
import { inTheirLanguage } from './in_their_language.ts';
import { moveTurn } from './move.ts';
import { readNewsTurn } from './news.ts';
import { ownerTurn } from './owner_turn.ts';
import { replyTurn } from './reply_turn.ts';
import { goesOnHere } from './stopped_elsewhere.ts';
import { toldChangeTurn } from './told_change.ts';
import { whoTurn } from './who_turn.ts';

export { dangerTurn, eventTurn, freshState, ownerTurn, readNewsTurn };

/** One message through everything, in the order of the turn: event, opt-out, danger, news, owner, dialogs. */
export function converse(context: Context, kept: ConversationState, input: Input): Turn {
  const state = withoutEnded(context, kept);
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

/** Everything else: a first message, a global word, or an answer to what was asked. */
export function dialogTurn(context: Context, state: ConversationState, input: Input): Turn {
  if (context.facts.holder === 'bot' || context.facts.case) return spokenTurn(context, state, input);
  const effects: Effect[] = [{ type: 'bot_speaks' }];
  const turn = spokenTurn(after(context, effects), state, input);
  return { ...turn, effects: [...effects, ...turn.effects] };
}

function spokenTurn(context: Context, state: ConversationState, input: Input): Turn {
  return inTheirLanguage(
    context,
    state,
    input,
    (known) =>
      undoTurn(known, state, input) ??
      whoTurn(known, state) ??
      moveTurn(known, state, input) ??
      firstTurn(known, state, input) ??
      toldChangeTurn(known, state, input) ??
      commandTurn(known, state, input) ??
      replyTurn(known, state, input),
  );
}

/** Words that may open a conversation before "may we write to you here?" has been answered. */
const openers = new Set(['call', 'person', 'language', 'erase', 'complaint', 'info', 'urgent']);

function firstTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  const { writing, keeping, case: open } = context.facts;
  if (state.dialog || state.waiting.length > 0 || writing || keeping) return null;
  // The case waits already: another note only goes to it; so do the words and the place of somebody in danger.
  if (open && (spokenUnheard(input) || (open.danger && tells(context, input)))) return null;
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

/** More than a greeting, thanks or a stray digit, after which who writes is asked as of everybody. */
function tells({ understand }: Context, { text, location }: Input): boolean {
  if (location) return true;
  return /\p{L}/u.test(text) && !understand.greeting(text) && !understand.thanks(text);
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
