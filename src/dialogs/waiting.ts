import type { Say } from '../language/say.ts';
import type { Context, Dialog, Effect } from './dialog.ts';
import { whenSay } from './when.ts';

/** After a first "your case waits", later words are kept without an answer each: every message costs. */
const quietFor = 6 * 3_600_000;

/** A case is in the queue: what the person writes now is added to it. */
export const waiting: Dialog = {
  begin: () => ({ says: [], state: { name: 'waiting' } }),

  reply(context, state, input) {
    // Closed meanwhile: the message is for whatever comes next.
    if (!context.facts.case) return { says: [], state: null, passOn: input };
    const words = input.text.trim();
    const effects: Effect[] = words ? [{ type: 'patch_case', patch: { words: { ownWords: [words] } } }] : [];
    const last = typeof state.said === 'string' ? Date.parse(state.said) : 0;
    if (context.now.getTime() - last < quietFor) return { says: [], state, effects };
    return { says: standing(context), state: { name: 'waiting', said: context.now.toISOString() }, effects };
  },

  ask: (context) => standing(context),
};

function standing(context: Context): readonly Say[] {
  const open = context.facts.case;
  if (!open) return [];
  return [{ key: 'bot.handoff.waiting', values: { code: open.code, when: whenSay(context, open.dueAt) } }];
}
