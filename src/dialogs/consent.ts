import type { Say } from '../language/say.ts';
import { plain } from '../language/understand/letters.ts';
import { ageTold, ofAge } from './age.ts';
import { askChoice, choiceList, readChoice, yesNo } from './choose.ts';
import type {
  Context,
  ConversationState,
  Dialog,
  DialogName,
  DialogState,
  Effect,
  Facts,
  Input,
  Step,
} from './dialog.ts';
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

  reply: (context, state, input) =>
    answerConsent(context, state, input, { name: state.onward as DialogName }),

  ask: (_context, state, _answers, simpler) => [
    consentAsked(state, simpler ? askChoice('bot.consent.simpler', consentChoices) : consentSay),
  ],
};

/** "Are you 18 or over?": all that is left to ask after a yes that told no age. */
const ageSay = askChoice('bot.consent.age', yesNo);

/** The first consent as it stands, wherever it is asked: in full, or only the age. */
export function consentAsked({ agreed }: DialogState, inFull: Say): Say {
  return agreed ? ageSay : inFull;
}

/** An answer to the first consent, wherever it is asked; `then` is where an adult goes on. */
export function answerConsent(
  context: Context,
  state: DialogState,
  input: Input,
  then: NonNullable<Step['next']>,
): Step {
  const answer = state.agreed ? readAge(context, input) : readConsent(context, input);
  if (answer === 'agreed') return { says: [ageSay], state: { ...state, agreed: true } };
  return answer ? decided(context, answer, then) : { says: [], state, missed: true };
}

/** "May we write here?" and "may we keep your answers?" */
const mayWeAsk = new Set<unknown>(['first_contact', 'consent']);

/** A question of consent that stands in a reply not sent yet cannot have been read: a yes beside it is none. */
export function unreadConsent(context: Context, { dialog }: ConversationState, input: Input): boolean {
  const asks = mayWeAsk.has(dialog?.name) || dialog?.question === 'consent';
  if (context.facts.unsent !== true || !asks || input.choice) return false;
  const read = readConsent(context, input);
  return /^\s*\d\s*$/.test(input.text) || read === 'adult' || read === 'agreed';
}

export type ConsentChoice = 'adult' | 'minor' | 'no';

/** What is over 18 in a sentence that denies something: too little for a consent. */
const denies = /\b(?:pas|ne|n|jamais|moins|not|no|under|wonaa|alaa|du)\b/;

/** The consent answer by digit, label or words; `agreed`: a yes that leaves open how old somebody is. */
function readConsent(context: Context, input: Input): ConsentChoice | 'agreed' | null {
  const language = languageOf(context.facts);
  // "plus" asks for more, though the first answer ends with it; a wrong digit is no age.
  if (context.understand.command(input.text, language)?.command === 'more') return null;
  const choice = readChoice(context, input, consentChoices) as ConsentChoice | null;
  const age = ageTold(context, input);
  if (choice === 'adult' && !input.choice && denies.test(plain(input.text))) return 'agreed';
  if (choice) return choice;
  // An age under 18 speaks for itself.
  if (age !== null && age >= 8 && age < ofAge) return 'minor';
  const yes = context.understand.yesNo(input.text, language);
  if (yes === null) return null;
  return yes ? 'agreed' : 'no';
}

/** "Oui" and "non" tell which side of 18; "d'accord" tells nothing of it, and "je refuse" takes the yes back. */
function readAge(context: Context, input: Input): ConsentChoice | null {
  const age = ageTold(context, input);
  if (age !== null && age >= 8) return age < ofAge ? 'minor' : 'adult';
  const first =
    plain(input.text)
      .trim()
      .split(/[^\p{L}\p{N}]+/u)[0] ?? '';
  const says = (answer: string) =>
    input.choice === answer ||
    context.labels(`forms.choice.yes_no.${answer}`).some((label) => plain(label) === first);
  const read = readConsent(context, input);
  if (read === 'agreed') return says('yes') && !denies.test(plain(input.text)) ? 'adult' : null;
  return says('no') ? 'minor' : read;
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
  // What was written before the first yes may be read from now on; what came before a no was not kept.
  const onward = facts.keeping ? then : { ...then, options: { ...then.options, held: true } };
  return { says: [], state: null, effects, next: choice === 'minor' ? { name: 'minor' } : onward };
}

/** A case that was opened before the age was known is from now on a child's. */
export function asMinor({ case: open }: Facts): Effect[] {
  return open ? [{ type: 'patch_case', patch: { minor: true, restricted: true } }] : [];
}

function given(yes: boolean, form: 'adult' | 'minor'): Effect[] {
  return [{ type: 'consent', purpose: 'keep', given: yes, form, wording: consentWording }];
}
