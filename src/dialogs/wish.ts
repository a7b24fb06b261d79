import { askChoice, readChoice } from './choose.ts';
import type { Dialog, DialogState } from './dialog.ts';
import { offeredIn, wishList } from './wishes.ts';

/**
 * Half understood: the likeliest wishes to pick from (`heard.ts` acts on the one picked); none of them leads back to
 * the question that was interrupted, and so does any other answer.
 */
export const wish: Dialog = {
  begin(context, { between }) {
    const state: DialogState = { name: 'wish', between };
    return { says: wish.ask(context, state, {}, false), state };
  },

  reply(context, state, input) {
    const offered = offeredIn(context, state);
    const none = readChoice(context, input, wishList(offered)) === 'other';
    return { says: [], state: null, ...(none ? {} : { passOn: input }) };
  },

  ask: (context, state) => [askChoice('bot.wish.which', wishList(offeredIn(context, state)))],
};
