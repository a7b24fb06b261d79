import { askChoice, readYesNo, yesNo } from './choose.ts';
import type { Dialog } from './dialog.ts';

/** EFFACER: asks once, then everything that points to the person goes. */
export const erase: Dialog = {
  begin: () => ({ says: [askChoice('bot.erase.ask', yesNo)], state: { name: 'erase' } }),

  reply(context, state, input) {
    // "0" says no more than that nobody wants to go on with it.
    const yes = /^\s*0\s*$/.test(input.text) ? false : readYesNo(context, input);
    if (yes === null) return { says: [], state, missed: true };
    return yes
      ? { says: [{ key: 'bot.erase.done' }], state: null, effects: [{ type: 'erase' }] }
      : { says: [{ key: 'bot.erase.kept' }], state: null };
  },

  ask: () => [askChoice('bot.erase.ask', yesNo)],
};
