import type { Say } from '../language/say.ts';
import type { Progress } from '../questionnaire/form.ts';
import { currentQuestion } from '../questionnaire/progress.ts';
import { askChoice, readYesNo, yesNo } from './choose.ts';
import type { Context, ConversationState, Dialog, DialogState, Effect, Input, Step } from './dialog.ts';
import { after } from './facts.ts';
import { openingOf } from './opening.ts';
import { addedSay } from './waiting.ts';
import { opensSay } from './when.ts';

/**
 * Whether one discreet message may be sent about a form left unfinished: never on a phone that others read, and only
 * while there is something to go on with.
 */
export function mayRemind({ facts, forms }: Context, state: ConversationState): boolean {
  if (facts.keeping !== 'adult' || facts.writing !== 'yes' || facts.case || facts.holder !== 'bot')
    return false;
  const inForm = [...state.waiting, state.dialog].some((dialog) => dialog?.name === 'needs');
  return inForm && currentQuestion(forms.quick!, state.answers) !== null;
}

/** "We had not finished. Shall we go on?" "your case closes in 7 days" and an appointment; whatever else is written is no answer to it. */
export const reminder: Dialog = {
  begin: (context, { about, days }) => {
    const state: DialogState = { name: 'reminder', about, ...(days ? { days } : {}) };
    return { says: [ask(context, state)], state };
  },

  reply(context, state, input, answers) {
    if (state.about === 'appointment') return readAppointment(context, input, answers);
    const yes = readYesNo(context, input);
    const over = state.about === 'closing' && !context.facts.case;
    if (yes === null || over) return { says: [], state: null, passOn: input };
    if (state.about !== 'closing')
      return yes
        ? { says: [], state: null }
        : { says: [{ key: 'bot.information.thanks' }], state: null, forget: true };
    const words = { ownWords: [yes ? '(garder le dossier ouvert)' : '(le dossier peut être fermé)'] };
    const effects: Effect[] = context.facts.case ? [{ type: 'patch_case', patch: { words } }] : [];
    return {
      says: [{ key: yes ? 'bot.reminder.closing_kept' : 'bot.information.thanks' }],
      state: null,
      effects,
    };
  },

  ask: (context, state) => [ask(context, state)],
};

/** "I cannot come" goes into the case, or opens another one where that was closed; thanks and a yes need nobody. */
function readAppointment(context: Context, input: Input, answers: Progress): Step {
  const words = input.text.trim();
  const comes = readYesNo(context, input) === true || context.understand.thanks(words);
  if (comes) return { says: [{ key: 'bot.information.thanks' }], state: null };
  // What a child answers is heard on the child's own path; without a yes no words are kept, but in a case that is open.
  const { keeping, case: open } = context.facts;
  const mayKeep = keeping === 'adult' || (keeping === 'refused' && open !== null);
  if (!mayKeep || !/\p{L}/u.test(words)) return { says: [], state: null, passOn: input };
  const options = { reason: 'person_wanted', contact: 'message', ownWords: words } as const;
  const effects: Effect[] = open
    ? [{ type: 'patch_case', patch: { words: { ownWords: [words] } } }]
    : [{ type: 'open_case', opening: openingOf(context, answers, options) }];
  return { says: [addedSay(after(context, effects))], state: null, effects };
}

function ask(context: Context, { about, days, at }: DialogState): Say {
  const service_name = context.settings.serviceName;
  if (about === 'appointment') {
    const when = opensSay(context, new Date(String(at)));
    return { key: 'bot.reminder.appointment', values: { service_name, when } };
  }
  if (about !== 'closing') return askChoice('bot.reminder.unfinished', yesNo, { service_name });
  return askChoice('bot.reminder.closing', yesNo, { service_name, count: Number(days) });
}
