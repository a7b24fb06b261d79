import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { findPaths } from '../config.ts';
import { clipSlots } from '../language/clips.ts';
import { type TextLanguage, textLanguages } from '../language/languages.ts';
import { checkLocales, type Locales, loadLocales } from '../language/locales.ts';
import { isCritical } from '../language/review.ts';
import { contentCommand } from './content.ts';
import { doctor } from './doctor.ts';
import { exportTexts, importTexts } from './translation.ts';
import { understandCommand } from './understand.ts';

/** Commands that need no database. */
export function toolCommands(): readonly Command[] {
  return [localesCommand(), doctorCommand(), understandCommand(), contentCommand()];
}

function doctorCommand(): Command {
  return new Command('doctor')
    .description('checks configuration, database, Twilio and texts, and says what to mend')
    .action(async () => {
      if (!(await doctor(console.log))) process.exitCode = 1;
    });
}

function localesCommand(): Command {
  const locales = new Command('locales').description('the texts and what waits for review');
  locales
    .command('check')
    .description('all faults of the locale files, with file and line')
    .action(() => {
      const faults = checkLocales(findPaths().locales);
      for (const { file, line, message } of faults) console.error(`${file}:${line} ${message}`);
      if (faults.length > 0) process.exitCode = 1;
      else console.log('The locale files are in order.');
      for (const line of clipLines(findPaths().locales)) console.log(line);
    });
  locales
    .command('audio')
    .description('the voice clips for people who do not read, and which are missing')
    .action(() => {
      for (const line of clipLines(findPaths().locales)) console.log(line);
    });
  locales
    .command('waiting')
    .description('the texts that no native speaker has read yet, the critical ones first')
    .option('--language <code>', 'only this language, key by key')
    .action((options: { language?: string }) => {
      for (const line of waitingLines(loadLocales(findPaths().locales), options.language)) console.log(line);
    });
  locales
    .command('export')
    .description('the texts of a language as CSV, for a translator')
    .requiredOption('--language <code>', 'such as wo')
    .argument('<file>', 'where to write it')
    .action((file: string, { language }: { language: string }) => {
      writeFileSync(file, exportTexts(findPaths().locales, textLanguage(language)));
      console.log(`${file} is written; fill in the column "text" and take it back with "locales import".`);
    });
  locales
    .command('import')
    .description('takes such a file back; nothing is written when a check fails')
    .requiredOption('--language <code>', 'such as wo')
    .argument('<file>', 'the CSV')
    .action((file: string, { language }: { language: string }) => {
      const csv = readFileSync(file, 'utf8');
      const { changed, faults } = importTexts(findPaths().locales, textLanguage(language), csv, file);
      for (const { file: where, line, message } of faults) console.error(`${where}:${line} ${message}`);
      if (faults.length > 0) process.exitCode = 1;
      else
        console.log(`${changed.length} texts changed; they are drafts until a native speaker has read them.`);
    });
  return locales;
}

function textLanguage(code: string): TextLanguage {
  const language = textLanguages.find((known) => known === code);
  if (!language) throw new Error(`The language must be one of ${textLanguages.join(', ')}.`);
  return language;
}

/** Which voice clips are there and where the missing ones belong. */
export function clipLines(folder: string): string[] {
  const slots = clipSlots((path) => existsSync(join(folder, path)));
  const missing = slots.filter(({ recorded }) => !recorded);
  const count = `${slots.length - missing.length} of ${slots.length} voice clips are recorded`;
  if (missing.length === 0) return [`${count}.`];
  return [`${count}; missing, each at most 20 seconds:`, ...missing.map(({ path }) => `  locales/${path}`)];
}

/** How many texts wait for review in each language; with one language named, its keys. */
export function waitingLines({ languages, reviews }: Locales, only?: string): string[] {
  return languages.flatMap((language) => {
    const keys = reviews.waiting(language);
    if (only !== undefined)
      return only === language ? keys.map((key) => `${key}${isCritical(key) ? ' (critical)' : ''}`) : [];
    const critical = keys.filter(isCritical).length;
    return keys.length > 0
      ? [`${language}: ${keys.length} texts wait for review, ${critical} of them critical`]
      : [];
  });
}
