import type { TextLanguage } from './languages.ts';
import type { Locales } from './locales.ts';
import type { Choice, Danger, PlaceName, Understanding } from './understanding.ts';

/** What `dellusi understand KIND` can read. */
export const understandKinds = [
  'language',
  'place',
  'number',
  'yesno',
  'intent',
  'danger',
  'choice',
] as const;
export type UnderstandKind = (typeof understandKinds)[number];

export interface LineOptions {
  /** The language the person chose; French when none is given. */
  readonly language?: TextLanguage;
  /** The choices of the question, for `choice`. */
  readonly choices?: readonly Choice[];
  /** Several choices may be given at once. */
  readonly several?: boolean;
}

/** Reads one message and gives the object that the command prints as JSON; `choice` needs the choices of its question. */
export function understandLine(
  understanding: Understanding,
  kind: UnderstandKind,
  input: string,
  options: LineOptions = {},
): Record<string, unknown> {
  const language = options.language ?? 'fr';
  switch (kind) {
    case 'language':
      return { input, ...understanding.language(input) };
    case 'place': {
      const { place, candidates } = understanding.place(input, language);
      return { input, place: place && shown(place), candidates: candidates.map(shown) };
    }
    case 'number':
      return { input, number: understanding.number(input, language) };
    case 'yesno':
      return { input, answer: yesOrNo(understanding, input, language) };
    case 'intent':
      return { input, intent: understanding.intent(input, language).intent };
    case 'danger':
      return { input, danger: shownDanger(understanding.danger(input, language)?.danger) };
    case 'choice': {
      const reading = understanding.choice(input, options.choices ?? [], language, options.several);
      return { input, choices: reading !== null && 'chosen' in reading ? reading.chosen : [] };
    }
  }
}

/** The choices of a question that asks yes or no. */
const yesAndNo: readonly Choice[] = [
  { id: 'yes', digit: '1', labels: [] },
  { id: 'no', digit: '2', labels: [] },
];

/** An answer to "1 yes 2 no", by its digit or in words; null when it is neither. */
export function yesOrNo(
  understanding: Pick<Understanding, 'choice' | 'yesNo'>,
  text: string,
  language: TextLanguage,
): boolean | null {
  const digit = /^\W*\d/.test(text) ? understanding.choice(text, yesAndNo, language) : null;
  if (digit !== null && 'chosen' in digit) return digit.chosen[0] === 'yes';
  return understanding.yesNo(text, language);
}

function shown({ pcode, name, level }: PlaceName): Pick<PlaceName, 'pcode' | 'name' | 'level'> {
  return { pcode, name, level };
}

/** Nowhere to sleep is answered as a need of tonight; the contract of the command does not list it as a danger. */
function shownDanger(danger: Danger | undefined): Danger | null {
  return danger === undefined || danger === 'no_shelter' ? null : danger;
}

/** The choices of a list with their digits, labelled in all languages that have it, as the dialogs put them. */
export function choicesOfList(
  locales: Locales,
  list: string,
  choices: readonly { readonly digit: string; readonly name: string }[],
): Choice[] {
  return choices.map(({ digit, name }) => ({
    id: name,
    digit,
    labels: labelsOf(locales, `forms.choice.${list}.${name}`),
  }));
}

function labelsOf(locales: Locales, key: string): string[] {
  return [...locales.texts.values()].flatMap((texts) => {
    return [key, `${key}_sms`, `${key}_whatsapp`].flatMap((variant) => texts.get(variant) ?? []);
  });
}
