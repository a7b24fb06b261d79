import { askChoice, type ChoiceList, choiceList, readChoice } from './choose.ts';
import type { Context, Dialog, DialogState, Input, Step } from './dialog.ts';
import { whenSay } from './when.ts';

const whyNot: ChoiceList = choiceList('followup_why', ['1', 'closed'], ['2', 'not_there'], ['3', 'other']);
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
    if (state.why) return readWhy(context, referralId, input);
    const choice = readChoice(context, input, list);
    if (choice !== 'yes' && choice !== 'no' && choice !== 'not_yet') return { says: [], state, missed: true };
    const dueAt = context.duty.dueAt('normal');
    const no = choice === 'no';
    const thanks = {
      key: `forms.followup.thanks_${choice}`,
      values: no ? { when: whenSay(context, dueAt) } : {},
    };
    return {
      says: no ? [thanks, askWhyNot] : [thanks],
      state: no ? { ...state, why: true } : null,
      effects: [{ type: 'follow_up', referralId, answer: choice, dueAt }],
    };
  },

  ask: (_context, { why }, _answers, simpler) => [
    why ? askWhyNot : simpler ? askChoice('forms.followup.simpler', list) : followUpSay,
  ],
};

const askWhyNot = askChoice('forms.followup.why', whyNot);

/** "They were closed" is evidence about the entry; whoever writes of something else is not asked again. */
function readWhy(context: Context, referralId: string, input: Input): Step {
  const why = readChoice(context, input, whyNot);
  if (!why) return { says: [], state: null, passOn: input };
  const said = why === 'closed' || why === 'not_there' ? why : null;
  return {
    says: [{ key: 'forms.followup.noted' }],
    state: null,
    ...(said ? { effects: [{ type: 'report', about: { referralId }, said }] } : {}),
  };
}
