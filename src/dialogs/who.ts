import type { Progress } from '../questionnaire/form.ts';
import { askChoice, readYesNo, yesNo } from './choose.ts';
import type { Context, Dialog } from './dialog.ts';
import { nameAndHour } from './thanks.ts';

/** "Is it Awa who writes?" (or, without a name, who wrote last) on a phone that others use; a no hands the phone over, and shows nothing of hers. */
export const who: Dialog = {
  begin: (context, { tried }, answers) => {
    const state = { name: 'who', tried: Number(tried ?? 0), whom: nameOf(context, answers) ?? '' } as const;
    return { says: who.ask(context, state, answers, false), state };
  },

  reply(context, state, input) {
    const yes = readYesNo(context, input);
    if (yes === null) return { says: [], state, missed: true };
    if (yes) return { says: [], state: null };
    return { says: [], state: null, effects: [{ type: 'other_person', tried: Number(state.tried) }] };
  },

  ask: (_context, { whom }) => [
    whom ? askChoice('bot.who.ask', yesNo, { name: String(whom) }) : askChoice('bot.who.ask_unnamed', yesNo),
  ],
};

/** The name that a person gave for calls, where they gave one. */
export function nameOf(context: Context, answers: Progress): string | null {
  const said = (answers.call_name_and_hour ?? answers.name_and_call)?.value;
  return nameAndHour(context, typeof said === 'string' ? said : '').name?.slice(0, 12) ?? null;
}
