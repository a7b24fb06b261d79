import { askChoice, type ChoiceList, choiceList, readChoice } from './choose.ts';
import type { Dialog, DialogState } from './dialog.ts';
import { whenSay } from './when.ts';

const list: ChoiceList = choiceList('followup', ['1', 'yes'], ['2', 'no'], ['3', 'not_yet']);

/** Where the dialog stands when the question has been put. */
export function followUpState(referralId: string): DialogState {
  return { name: 'followup', referralId };
}

/** "Could you see them?": nothing of what it was about, so that it may stand on anybody's phone. */
export const followUpSay = askChoice('forms.followup.ask', list);

/** Asked some days after a referral was handed over; the answer belongs to that referral. */
export const followup: Dialog = {
  begin: (_context, options) =>
    typeof options.referralId === 'string'
      ? { says: [followUpSay], state: followUpState(options.referralId) }
      : { says: [], state: null },

  reply(context, state, input) {
    const { referralId } = state;
    if (typeof referralId !== 'string') return { says: [], state: null, passOn: input };
    const choice = readChoice(context, input, list);
    if (choice !== 'yes' && choice !== 'no' && choice !== 'not_yet') return { says: [], state, missed: true };
    const dueAt = context.duty.dueAt('normal');
    const values = choice === 'no' ? { when: whenSay(context, dueAt) } : {};
    return {
      says: [{ key: `forms.followup.thanks_${choice}`, values }],
      state: null,
      effects: [{ type: 'follow_up', referralId, answer: choice, dueAt }],
    };
  },

  ask: (_context, _state, _answers, simpler) => [
    simpler ? askChoice('forms.followup.simpler', list) : followUpSay,
  ],
};
