import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Command, InvalidArgumentError } from 'commander';
import { findPaths, readConfig } from '../config.ts';
import { loadForms } from '../dialogs/index.ts';
import { readPack } from '../directory/seed.ts';
import { type TextLanguage, textLanguages } from '../language/languages.ts';
import { type Locales, loadLocales } from '../language/locales.ts';
import { createUnderstanding } from '../language/understand/understand.ts';
import {
  choicesOfList,
  type UnderstandKind,
  understandKinds,
  understandLine,
} from '../language/understand-line.ts';

/** `dellusi understand KIND`: one message a line in, one JSON object a line out. */
export function understandCommand(): Command {
  return new Command('understand')
    .description(`what messages mean, one a line from standard input: ${understandKinds.join(', ')}`)
    .argument('<kind>', understandKinds.join(', '), oneOf(understandKinds))
    .option('--language <code>', 'the language the person chose', oneOf(textLanguages), 'fr' as const)
    .option('--question <name>', 'for choice: a question of the forms, such as needs_now')
    .action(async (kind: UnderstandKind, options: { language: TextLanguage; question?: string }) => {
      const { understand, asked } = await prepare(kind, options);
      for await (const text of createInterface({ input: process.stdin }))
        console.log(JSON.stringify(understandLine(understand, kind, text, asked)));
    });
}

function oneOf<T extends string>(allowed: readonly T[]) {
  return (value: string): T => {
    const found = allowed.find((one) => one === value);
    if (!found) throw new InvalidArgumentError(`It must be one of ${allowed.join(', ')}.`);
    return found;
  };
}

async function prepare(kind: UnderstandKind, options: { language: TextLanguage; question?: string }) {
  const paths = findPaths();
  const locales = loadLocales(paths.locales);
  const { places } = await readPack(join(paths.seed, readConfig().country));
  const understand = createUnderstanding(locales, places);
  const { language } = options;
  const none = { language, choices: [], several: false };
  if (kind !== 'choice') return { understand, asked: none };
  const { choices, several } = choicesOf(options.question, locales);
  return { understand, asked: { language, choices, several } };
}

/** The choices of a form's question with every wording of their labels. */
function choicesOf(name: string | undefined, locales: Locales) {
  const forms = Object.values(loadForms(findPaths().forms).forms);
  const asked = forms.flatMap((form) => form.questions.map((question) => ({ form, question })));
  const found = asked.find(({ question }) => question.name === name && question.choices);
  if (!found) {
    const names = asked.filter(({ question }) => question.choices).map(({ question }) => question.name);
    throw new Error(`--question must be one of ${names.join(', ')}.`);
  }
  const list = found.question.choices ?? '';
  const choices = choicesOfList(locales, list, found.form.choices[list] ?? []);
  return { choices, several: found.question.type === 'select_multiple' };
}
