import type { TextLanguage } from '../language/languages.ts';
import type { Say } from '../language/say.ts';
import type { Command } from '../language/understanding.ts';
import { passing } from './chain.ts';
import type { Context, ConversationState, DialogName, Step } from './dialog.ts';
import { dialogs } from './dialogs.ts';

/** What a global word leads to: another dialog, a step of the present one, or a few words and the question again. */
export interface CommandAnswer {
  readonly interrupt?: DialogName;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly step?: Step;
  readonly says?: readonly Say[];
  readonly again?: boolean;
}

type Answerer = (context: Context, state: ConversationState, language?: TextLanguage) => CommandAnswer | null;

/** One line per global word; `null` leaves the message to the dialog that asked. */
const answers: Readonly<Record<Command, Answerer>> = {
  menu: (context) => ({ interrupt: menuOf(context) }),
  help: () => ({ says: [{ key: 'bot.help.body' }] }),
  // "aide moi" of somebody in danger asks for no list of words
  help_me: (_context, { dialog }) =>
    dialog?.name === 'danger' ? null : { says: [{ key: 'bot.help.body' }] },
  urgent: ({ facts }, { dialog }) => {
    if (asksWhetherUrgent(dialog)) return null;
    if (facts.keeping !== 'minor') return { interrupt: 'danger', options: { ask: 'kind' } };
    return { interrupt: 'minor', options: { danger: 'minor_alone' } };
  },
  person: ({ facts }) => ({
    interrupt: facts.keeping === 'minor' ? 'minor' : 'callback',
    options: { reason: 'person_wanted' },
  }),
  call: ({ facts }) => ({ interrupt: facts.keeping === 'minor' ? 'minor' : 'callback' }),
  language: (context, state, language) => {
    if (language && asksForLanguage(context, state)) return null;
    return { interrupt: 'language', options: language ? { language } : {} };
  },
  info: (_context, { dialog }) => (dialog?.name === 'info' ? null : { interrupt: 'info' }),
  back: (context, state) => back(context, state),
  complaint: () => ({ interrupt: 'complaint' }),
  my_data: () => ({ interrupt: 'my_data' }),
  erase: () => ({ interrupt: 'erase' }),
  start: (context, { dialog }) => {
    if (dialog?.name === 'opted_out') return null;
    return dialog ? { again: true } : { interrupt: menuOf(context) };
  },
  more: () => null,
  stop: () => null,
  requests: () => ({ interrupt: 'requests' }),
  anonymous: () => null,
};

const beforeSilence = new Set<Command>(['erase', 'urgent']);

/** Answers a global word at this point of the conversation. */
export function answerCommand(
  context: Context,
  state: ConversationState,
  found: { readonly command: Command; readonly language?: TextLanguage },
): CommandAnswer | null {
  // Somebody who stopped is asked first whether messages are welcome again; only erasing and danger go before that.
  if (context.facts.optedOut && !beforeSilence.has(found.command)) return null;
  return answers[found.command](context, state, found.language);
}

/** The menu for somebody of their age and consent. */
function menuOf({ facts }: Context): DialogName {
  if (facts.keeping === 'minor') return 'minor';
  return facts.keeping === 'refused' ? 'refused' : 'menu';
}

/** "C'est urgent" answers "can something not wait until tomorrow?", and in danger it says nothing new. */
function asksWhetherUrgent(dialog: ConversationState['dialog']): boolean {
  return dialog?.name === 'danger' || dialog?.question === 'urgent_today' || dialog?.question === 'urgent';
}

/** "Wolof" answers "in which language shall we call you?" before it switches the texts. */
function asksForLanguage({ facts }: Context, { dialog }: ConversationState): boolean {
  if (dialog?.name === 'language') return true;
  if (dialog?.name === 'voice') return !facts.spokenLanguage;
  return dialog?.name === 'callback' ? dialog.question === 'language' : dialog?.question === 'contact';
}

function back(context: Context, state: ConversationState): CommandAnswer {
  const { dialog } = state;
  if (!dialog) return { interrupt: menuOf(context) };
  const step = dialogs[dialog.name].back?.(context, dialog, state.answers);
  if (step) return { step };
  if (mustBeAnswered.has(dialog.name)) return { again: true };
  if (state.waiting.length > 0) return { step: { says: [], state: null } };
  return passing.has(dialog.name) && dialog.name !== 'menu' && context.facts.keeping
    ? { interrupt: menuOf(context) }
    : { again: true };
}

/** Questions that RETOUR does not leave: consent, danger, and what somebody else waits to hear. */
const mustBeAnswered = new Set<DialogName>([
  'first_contact',
  'consent',
  'danger',
  'who',
  'opted_out',
  'pass_on',
  'followup',
]);
