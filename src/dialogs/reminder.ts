import type { Say } from '../language/say.ts';
import { currentQuestion } from '../questionnaire/progress.ts';
import { askChoice, readYesNo, yesNo } from './choose.ts';
import type { Context, ConversationState, Dialog, DialogState, Effect } from './dialog.ts';

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

/** "We had not finished. Shall we go on?" and "your case closes in 7 days"; whatever else is written is no answer to it. */
export const reminder: Dialog = {
  begin: (context, { about, days }) => {
    const state: DialogState = { name: 'reminder', about, ...(days ? { days } : {}) };
    return { says: [ask(context, state)], state };
  },

  reply(context, state, input) {
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

function ask({ settings }: Context, { about, days }: DialogState): Say {
  const service_name = settings.serviceName;
  if (about !== 'closing') return askChoice('bot.reminder.unfinished', yesNo, { service_name });
  return askChoice('bot.reminder.closing', yesNo, { service_name, count: Number(days) });
}
