import type { Context, Dialog, DialogState, Input, Step } from './dialog.ts';
import { openingOf } from './opening.ts';
import { whenSay } from './when.ts';

/** PLAINTE: words or a voice note to a supervisor outside the office, anonymous when the person types 1. */
export const complaint: Dialog = {
  begin: () => ({ says: [{ key: 'bot.complaint.start' }], state: { name: 'complaint', anonymous: false } }),

  reply(context, state, input) {
    if (/^\s*1\s*$/.test(input.text) && !state.anonymous)
      return { says: [{ key: 'bot.complaint.start' }], state: { ...state, anonymous: true } };
    return input.text.trim() || input.media.length > 0
      ? kept(context, state, input)
      : { says: [], state, missed: true };
  },

  ask: () => [{ key: 'bot.complaint.start' }],
};

function kept(context: Context, state: DialogState, input: Input): Step {
  const anonymous = state.anonymous === true;
  const words = input.text.trim() || '(voice)';
  const opening = openingOf(context, {}, { reason: 'complaint', priority: 'urgent', ownWords: words });
  const code = opening.code;
  const says = anonymous
    ? [{ key: 'bot.complaint.kept_anonymous' }]
    : [{ key: 'bot.complaint.kept', values: { code, when: whenSay(context, opening.dueAt) } }];
  return { says, state: null, effects: [{ type: 'complaint', opening, anonymous }] };
}
