import { ageTold, ofAge } from './age.ts';
import { askChoice, choiceList, readChoice } from './choose.ts';
import type { Context, ConversationState, Dialog, DialogName, Effect, Facts, Input, Step } from './dialog.ts';
import { languageOf } from './facts.ts';

/** The choices of the first consent, with the age answer inside. */
export const consentChoices = choiceList('consent', ['1', 'adult'], ['2', 'minor'], ['3', 'no']);

/** "May we keep your answers?": who keeps them and why. */
export const consentSay = askChoice('bot.consent.ask', consentChoices);

/** Names the wording that was agreed to; a change of the text's meaning is a new version. */
export const consentWording = 'consent.v1';

/** The first moment of consent: to keep the answers and to advise. */
export const consent: Dialog = {
  begin: (_context, options) => {
    const state = { name: 'consent' as const, onward: options.onward ?? 'needs' };
    return { says: [consentSay], state };
  },

  reply(context, state, input) {
    const choice = readConsent(context, input);
    return choice
      ? decided(context, choice, { name: state.onward as DialogName })
      : { says: [], state, missed: true };
  },

  ask: (_context, _state, _answers, simpler) => [
    simpler ? askChoice('bot.consent.simpler', consentChoices) : consentSay,
  ],
};

/** A question that stands in a reply not sent yet cannot have been read: a digit beside it is no consent. */
export function unreadConsent({ facts }: Context, { dialog }: ConversationState, input: Input): boolean {
  const asks = dialog?.name === 'consent' || dialog?.question === 'consent';
  return facts.unsent === true && asks && !input.choice && /^\s*\d\s*$/.test(input.text);
}

export type ConsentChoice = 'adult' | 'minor' | 'no';

/** The consent answer by digit or label, or a typed age under 18, which speaks for itself. */
export function readConsent(context: Context, input: Input): ConsentChoice | null {
  // "plus" asks for more, though the first answer ends with it; a wrong digit is no age.
  if (context.understand.command(input.text, languageOf(context.facts))?.command === 'more') return null;
  const choice = readChoice(context, input, consentChoices);
  if (choice) return choice as ConsentChoice;
  const age = ageTold(context, input);
  if (age !== null && age >= 8 && age < ofAge) return 'minor';
  return context.understand.yesNo(input.text, languageOf(context.facts)) === false ? 'no' : null;
}

/** Where each answer leads; minors go to their own path, whatever was asked for. */
export function decided({ facts }: Context, choice: ConsentChoice, then: NonNullable<Step['next']>): Step {
  if (choice === 'no')
    return {
      says: [],
      state: null,
      effects: [{ type: 'know', facts: { keeping: 'refused' } }, ...given(false, 'adult')],
      next: { name: 'refused' },
    };
  const effects: Effect[] = [
    // "others read this phone" was said before and stays true
    { type: 'know', facts: { keeping: choice, writing: facts.writing === 'shared' ? 'shared' : 'yes' } },
    ...given(true, choice),
    ...(choice === 'minor' ? asMinor(facts) : []),
  ];
  return { says: [], state: null, effects, next: choice === 'minor' ? { name: 'minor' } : then };
}

/** A case that was opened before the age was known is from now on a child's. */
export function asMinor({ case: open }: Facts): Effect[] {
  return open ? [{ type: 'patch_case', patch: { minor: true, restricted: true } }] : [];
}

function given(yes: boolean, form: 'adult' | 'minor'): Effect[] {
  return [{ type: 'consent', purpose: 'keep', given: yes, form, wording: consentWording }];
}
