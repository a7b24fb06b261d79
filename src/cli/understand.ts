import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Command, InvalidArgumentError } from 'commander';
import { findPaths, readConfig } from '../config.ts';
import { loadForms } from '../dialogs/index.ts';
import { readPack } from '../directory/seed.ts';
import { labelsFrom } from '../language/labels.ts';
import { type TextLanguage, textLanguages } from '../language/languages.ts';
import { loadLocales } from '../language/locales.ts';
import { createUnderstanding } from '../language/understand/understand.ts';
import type { Choice, PlaceName, Understanding } from '../language/understanding.ts';

/** What can be asked of a message. */
export const kinds = ['language', 'place', 'number', 'yesno', 'intent', 'danger', 'choice'] as const;
export type Kind = (typeof kinds)[number];

interface Asked {
  readonly text: string;
  readonly language: TextLanguage;
  readonly choices: readonly Choice[];
  readonly several: boolean;
}

/** One answer per kind, in the shape of DESIGN 2.1 without its `input`. */
const answers: Readonly<Record<Kind, (understand: Understanding, asked: Asked) => object>> = {
  language: (understand, { text }) => understand.language(text),
  place: (understand, { text, language }) => {
    const { place, candidates } = understand.place(text, language);
    return { place: place && placeOf(place), candidates: candidates.map(placeOf) };
  },
  number: (understand, { text, language }) => ({ number: understand.number(text, language) }),
  yesno: (understand, { text, language }) => ({ answer: understand.yesNo(text, language) }),
  intent: (understand, { text, language }) => ({ intent: understand.intent(text, language).intent }),
  danger: (understand, { text, language }) => {
    const danger = understand.danger(text, language)?.danger ?? null;
    // Nowhere to sleep is answered like a danger, but it is a need in the terms of this command.
    return { danger: danger === 'no_shelter' ? null : danger };
  },
  choice: (understand, { text, language, choices, several }) => {
    const reading = understand.choice(text, choices, language, several);
    return { choices: reading && 'chosen' in reading ? reading.chosen : [] };
  },
};

function placeOf({ pcode, name, level }: PlaceName) {
  return { pcode, name, level };
}

/** `dellusi understand KIND`: one message a line in, one JSON object a line out. */
export function understandCommand(): Command {
  return new Command('understand')
    .description(`what messages mean, one a line from standard input: ${kinds.join(', ')}`)
    .argument('<kind>', kinds.join(', '), oneOf(kinds))
    .option('--language <code>', 'the language the person chose', oneOf(textLanguages), 'fr' as const)
    .option('--question <name>', 'for choice: a question of the forms, such as needs_now')
    .action(async (kind: Kind, options: { language: TextLanguage; question?: string }) => {
      const { understand, asked } = await prepare(kind, options);
      for await (const text of createInterface({ input: process.stdin }))
        console.log(JSON.stringify({ input: text, ...answers[kind](understand, { ...asked, text }) }));
    });
}

function oneOf<T extends string>(allowed: readonly T[]) {
  return (value: string): T => {
    const found = allowed.find((one) => one === value);
    if (!found) throw new InvalidArgumentError(`It must be one of ${allowed.join(', ')}.`);
    return found;
  };
}

async function prepare(kind: Kind, options: { language: TextLanguage; question?: string }) {
  const paths = findPaths();
  const locales = loadLocales(paths.locales);
  const { places } = await readPack(join(paths.seed, readConfig().country));
  const understand = createUnderstanding(locales, places);
  const { language } = options;
  const none = { language, choices: [], several: false };
  if (kind !== 'choice') return { understand, asked: none };
  const { choices, several } = choicesOf(options.question, labelsFrom(locales)(language));
  return { understand, asked: { language, choices, several } };
}

/** The choices of a form's question with every wording of their labels. */
function choicesOf(name: string | undefined, labels: (key: string) => readonly string[]) {
  const forms = Object.values(loadForms(findPaths().forms).forms);
  const asked = forms.flatMap((form) => form.questions.map((question) => ({ form, question })));
  const found = asked.find(({ question }) => question.name === name && question.choices);
  if (!found) {
    const names = asked.filter(({ question }) => question.choices).map(({ question }) => question.name);
    throw new Error(`--question must be one of ${names.join(', ')}.`);
  }
  const list = found.question.choices ?? '';
  const choices = (found.form.choices[list] ?? []).map(({ name: id, digit }) => ({
    id,
    digit,
    labels: labels(`forms.choice.${list}.${id}`),
  }));
  return { choices, several: found.question.type === 'select_multiple' };
}
