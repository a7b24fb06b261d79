import type { Context, ConversationState, Dialog, Input, Turn } from './dialog.ts';

/** A code that brings the conversation to another phone: asked for on the old one, sent from the new one. */
export const move: Dialog = {
  begin: ({ newMoveCode }) => {
    const code = newMoveCode();
    return {
      says: [{ key: 'bot.move.code', values: { move_code: code } }],
      state: null,
      effects: [{ type: 'offer_move', code }],
    };
  },
  reply: (_context, _state, input) => ({ says: [], state: null, passOn: input }),
  ask: () => [],
};

/** Where eight digits are not an answer to something. */
const startingPoints = new Set<unknown>([undefined, 'first_contact', 'consent', 'menu']);

/** Eight digits from a phone without a case are such a code; whether it holds is seen when it is taken up. */
export function moveTurn({ facts }: Context, state: ConversationState, { text }: Input): Turn | null {
  const code = /^\s*(\d{4})[\s-]?(\d{4})\s*$/.exec(text);
  if (
    !code ||
    !startingPoints.has(state.dialog?.name) ||
    facts.case ||
    facts.optedOut ||
    facts.holder !== 'bot'
  )
    return null;
  return { says: [], state, effects: [{ type: 'move', code: `${code[1]}${code[2]}` }] };
}
