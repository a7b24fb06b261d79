import type { ReferralField } from '../handoff/referral-passing.ts';
import type { Say } from '../language/say.ts';
import { askChoice, type ChoiceList, choiceList, readChoice } from './choose.ts';
import type { Context, Dialog, DialogState, Input, Step } from './dialog.ts';
import { languageOf } from './facts.ts';

/** What the desk asks the person to agree to: one named receiver, for the needs of one referral. */
export interface PassOnQuestion {
  readonly referralId: string;
  /** The receiving organization. */
  readonly receiver: string;
  /** What the person reads for it. */
  readonly service: string;
  readonly needs: readonly string[];
}

/** Names the wording that was agreed to; a change of the text's meaning is a new version. */
const passOnWording = 'bot.handoff.pass_on_ask.v1';
const list: ChoiceList = choiceList('pass_on', ['1', 'yes'], ['2', 'without_phone'], ['3', 'no']);
const named: readonly ReferralField[] = ['name', 'phone', 'need'];

/** Where the dialog stands when the desk has put the question. */
export function passOnState(question: PassOnQuestion): DialogState {
  return { name: 'pass_on', ...question };
}

/** The question itself: it names the receiver and everything that would be sent. */
export function passOnSay({ service, needs }: Pick<PassOnQuestion, 'service' | 'needs'>): Say {
  return askChoice('bot.handoff.pass_on_ask', list, {
    service,
    need: { list: needs.map((need) => ({ key: `bot.need.${need}` })), join: ', ' },
    fields: { list: named.map((field) => ({ key: `bot.field.${field}` })), join: ', ' },
  });
}

/** The second moment of consent: may this be passed on to them? Begun from the desk, never by the bot itself. */
export const pass_on: Dialog = {
  begin: (_context, options) => {
    const question = questionOf(options);
    return question
      ? { says: [passOnSay(question)], state: passOnState(question) }
      : { says: [], state: null };
  },

  reply(context, state, input) {
    const question = questionOf(state);
    if (!question) return { says: [], state: null, passOn: input };
    const answer = read(context, input);
    return answer ? answered(question, answer) : { says: [], state, missed: true };
  },

  ask: (_context, state) => {
    const question = questionOf(state);
    return question ? [passOnSay(question)] : [];
  },
};

/** A plain yes or no counts too; a plain yes is a yes to what was read, the telephone included. */
function read(context: Context, input: Input): string | null {
  const choice = readChoice(context, input, list);
  if (choice) return choice;
  const plain = context.understand.yesNo(input.text, languageOf(context.facts));
  return plain === null ? null : plain ? 'yes' : 'no';
}

function answered({ referralId, receiver }: PassOnQuestion, answer: string): Step {
  const given = answer !== 'no';
  const agreed = answer === 'without_phone' ? named.filter((field) => field !== 'phone') : named;
  return {
    says: [{ key: given ? 'forms.followup.thanks_yes' : 'bot.handoff.pass_on_no' }],
    state: null,
    effects: [
      { type: 'pass_on', referralId, receiver, given, fields: given ? agreed : [], wording: passOnWording },
    ],
  };
}

function questionOf(state: Readonly<Record<string, unknown>>): PassOnQuestion | null {
  const { referralId, receiver, service, needs } = state;
  return typeof referralId === 'string' && typeof receiver === 'string' && typeof service === 'string'
    ? { referralId, receiver, service, needs: Array.isArray(needs) ? needs.map(String) : [] }
    : null;
}
