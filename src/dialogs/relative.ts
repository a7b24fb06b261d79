import type { Say } from '../language/say.ts';
import { askChoice, choiceList, readChoice, readYesNo, yesNo } from './choose.ts';
import type { Dialog, DialogState } from './dialog.ts';

const choices = choiceList('relative', ['1', 'missing'], ['2', 'returning'], ['3', 'other']);

/** Somebody writes about a relative: one without news, or one who has come back. */
export const relative: Dialog = {
  begin: (_context, { who, words }) => {
    const state: DialogState = { name: 'relative', ...(who ? { who } : {}), ...(words ? { words } : {}) };
    return { says: [ask(state)], state };
  },

  reply(context, state, input) {
    if (!state.who) {
      const who = readChoice(context, input, choices);
      if (who === 'other') return { says: [], state: null };
      const chosen = { ...state, name: 'relative' as const, who };
      return who ? { says: [ask(chosen)], state: chosen } : { says: [], state, missed: true };
    }
    const yes = readYesNo(context, input);
    if (yes === null) return { says: [], state, missed: true };
    if (!yes) return { says: [], state: null };
    const options = { reason: 'person_wanted', words: state.words, needs: ['family'] };
    return { says: [], state: null, next: { name: 'callback', options } };
  },

  ask: (_context, state) => [ask(state)],
};

function ask({ who }: DialogState): Say {
  if (!who) return askChoice('bot.relative.intro', choices);
  return askChoice(`bot.relative.${who === 'missing' ? 'missing' : 'returning'}`, yesNo);
}
