import { askChoice, readYesNo, yesNo } from './choose.ts';
import type { Dialog } from './dialog.ts';

/** Somebody from another country who cannot go on or home: a human looks for who may help. */
export const foreigner: Dialog = {
  begin: (_context, { words }) => ({
    says: [askChoice('bot.foreigner.intro', yesNo)],
    state: { name: 'foreigner', ...(words ? { words } : {}) },
  }),

  reply(context, state, input) {
    const yes = readYesNo(context, input);
    if (yes === null) return { says: [], state, missed: true };
    const options = { reason: 'person_wanted', words: state.words };
    return yes ? { says: [], state: null, next: { name: 'callback', options } } : { says: [], state: null };
  },

  ask: () => [askChoice('bot.foreigner.intro', yesNo)],
};
