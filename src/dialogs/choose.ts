import type { Option, Say } from '../language/say.ts';
import type { Choice } from '../language/understanding.ts';
import type { ListedChoice } from '../questionnaire/form.ts';
import type { Context, Input } from './dialog.ts';
import { languageOf } from './facts.ts';

/** A choice list of the locale files (`forms.choice.<name>.<choice>`) with the digit of each choice. */
export interface ChoiceList {
  readonly name: string;
  readonly choices: readonly ListedChoice[];
  /** Text key of a label where it does not stand under `forms.choice`. */
  readonly key?: (choice: string) => string;
}

/** A list from digits to names, in the order they are said. */
export function choiceList(
  name: string,
  ...choices: readonly (readonly [digit: string, name: string])[]
): ChoiceList {
  return { name, choices: choices.map(([digit, choice]) => ({ digit, name: choice })) };
}

/** What a person sees of a list. */
export function optionsOf(list: ChoiceList): readonly Option[] {
  return list.choices.map(({ name, digit }) => ({ id: name, digit, key: labelKey(list, name) }));
}

/** A text that ends in a choice. */
export function askChoice(key: string, list: ChoiceList, values: Say['values'] = {}): Say {
  return { key, values, options: optionsOf(list) };
}

/** Which choices of a list a message means: by id, digit, label or near miss; null when it means none or two. */
export function readChoices(
  context: Context,
  input: Input,
  list: ChoiceList,
  several = false,
): readonly string[] | null {
  if (input.choice && list.choices.some((choice) => choice.name === input.choice)) return [input.choice];
  const reading = context.understand.choice(
    input.text,
    choicesOf(context, list),
    languageOf(context.facts),
    several,
  );
  return reading && 'chosen' in reading && reading.chosen.length > 0 ? reading.chosen : null;
}

/** The one choice meant, or null. */
export function readChoice(context: Context, input: Input, list: ChoiceList): string | null {
  return readChoices(context, input, list)?.[0] ?? null;
}

function choicesOf(context: Context, list: ChoiceList): readonly Choice[] {
  return list.choices.map(({ name, digit }) => ({
    id: name,
    digit,
    labels: context.labels(labelKey(list, name)),
  }));
}

function labelKey({ name, key }: ChoiceList, choice: string): string {
  return key ? key(choice) : `forms.choice.${name}.${choice}`;
}

/** Yes, no, and "I prefer not to say" where it is offered. */
export const yesNo = choiceList('yes_no', ['1', 'yes'], ['2', 'no']);

/** "C'est urgent", where the question is whether something is. */
export function saysUrgent({ understand, facts }: Context, input: Input): boolean {
  return understand.command(input.text, languageOf(facts))?.command === 'urgent';
}

/** Yes or no as a boolean; plain yes and no words count besides the digits. */
export function readYesNo(context: Context, input: Input): boolean | null {
  const choice = readChoice(context, input, yesNo);
  return choice ? choice === 'yes' : context.understand.yesNo(input.text, languageOf(context.facts));
}
