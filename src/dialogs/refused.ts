import { askChoice, choiceList, readChoice, readYesNo } from './choose.ts';
import type { Context, Dialog, Input } from './dialog.ts';
import { lines } from './lines.ts';

const choices = choiceList('refused', ['1', 'services'], ['2', 'information'], ['3', 'change_mind']);

/** Who refused that answers are kept: services and information still work, without a name. */
export const refused: Dialog = {
  begin: (context) => ({ says: ask(context), state: { name: 'refused' } }),

  reply(context, state, input) {
    switch (readChoice(context, input, choices)) {
      case 'services':
        return { says: [], state: null, next: { name: 'services' } };
      case 'information':
        return { says: [], state: null, next: { name: 'information' } };
      case 'change_mind':
        return { says: [], state: null, next: { name: 'consent', options: { onward: 'needs' } } };
      default:
        // nothing of all that: silence until they write again
        return saysNothing(input) || readYesNo(context, input) === false
          ? { says: [{ key: 'bot.information.thanks' }], state: null }
          : { says: [], state, missed: true };
    }
  },

  ask,
};

function saysNothing({ text }: Input): boolean {
  return /^\s*0\s*$/.test(text);
}

function ask(context: Context) {
  return [askChoice('bot.consent.refused', choices, { lines: lines(context, ['urgent', 'medical']) })];
}
