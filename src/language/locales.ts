import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ZodType } from 'zod';
import { type Fault, FaultsError } from '../fault.ts';
import { lineOfSyntaxError, linesOfKeys } from './json-lines.ts';
import { type TextLanguage, textLanguages } from './languages.ts';
import { type Reviews, readReviews } from './review.ts';
import { faultsOfTexts, type TextFile } from './texts.ts';
import { readTopics, type Topic } from './topics.ts';
import {
  type BranchWords,
  branchWordsShape,
  type CommandWords,
  commandWordsShape,
  joined,
  type Meanings,
  meaningsShape,
  type Vocabulary,
  vocabularyShape,
} from './vocabulary.ts';

/** Everything in the locale files: what is said (texts by `<file>.<path>`) and what is understood. */
export interface Locales {
  /** Languages that have texts; others are understood only. */
  readonly languages: readonly TextLanguage[];
  /** Text by key for each language, as written, variants by channel and number included. */
  readonly texts: ReadonlyMap<TextLanguage, ReadonlyMap<string, string>>;
  readonly commands: ReadonlyMap<TextLanguage, CommandWords>;
  readonly branches: ReadonlyMap<TextLanguage, BranchWords>;
  readonly vocabularies: ReadonlyMap<TextLanguage, Vocabulary>;
  /** Words by what they mean, with one name for each meaning in all languages: what the models generalise by. */
  readonly meanings: ReadonlyMap<TextLanguage, Meanings>;
  /** The information sheets in the order of the menu; their words are among the texts. */
  readonly topics: readonly Topic[];
  readonly reviews: Reviews;
  /** The language model as its build command wrote it, null when it has not been built. */
  readonly model: string | null;
  /** The classifier of wishes as its build command wrote it, null when it has not been built. */
  readonly intentModel: string | null;
  /** The reader of danger as its build command trained it, null when it has not been built. */
  readonly dangerModel: string | null;
  /** The reader of yes and no as its build command trained it, null when it has not been built. */
  readonly yesNoModel: string | null;
}

/** Files that hold no texts to say. */
const wordFiles = new Set(['commands', 'understand', 'examples', 'branches', 'meanings', 'review']);

/** Reads every locale file; throws one `FaultsError` that carries all faults of all files. */
export function loadLocales(folder: string): Locales {
  const { locales, faults } = readLocales(folder);
  if (faults.length > 0) throw new FaultsError('The locale files are not in order', faults);
  return locales;
}

/** All faults of the locale files, in the order of the files; empty when everything is in order. */
export function checkLocales(folder: string): readonly Fault[] {
  return readLocales(folder).faults;
}

/** Reads every locale file, and all that is wrong with them. */
export function readLocales(folder: string): { locales: Locales; faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const texts = new Map<TextLanguage, Map<string, string>>();
  const commands = new Map<TextLanguage, CommandWords>();
  const branches = new Map<TextLanguage, BranchWords>();
  const vocabularies = new Map<TextLanguage, Vocabulary>();
  const meanings = new Map<TextLanguage, Meanings>();
  const examples = new Map<TextLanguage, Vocabulary>();
  const files: TextFile[] = [];
  for (const language of textLanguages.filter((code) => existsSync(join(folder, code)))) {
    for (const file of jsonFiles(folder, language)) {
      const read = parse(folder, file, faults);
      if (read === null) continue;
      if (file.name === 'commands') keep(commands, language, commandWordsShape, read, faults);
      else if (file.name === 'branches') keep(branches, language, branchWordsShape, read, faults);
      else if (file.name === 'understand') keep(vocabularies, language, vocabularyShape, read, faults);
      else if (file.name === 'meanings') keep(meanings, language, meaningsShape, read, faults);
      else if (file.name === 'examples') keep(examples, language, vocabularyShape, read, faults);
      else if (!wordFiles.has(file.name)) files.push({ ...file, ...flatten(read, file.name, faults) });
    }
  }
  for (const file of files) {
    const known = texts.get(file.language) ?? new Map<string, string>();
    for (const [key, text] of file.texts) known.set(key, text);
    texts.set(file.language, known);
  }
  for (const [language, learnt] of examples)
    vocabularies.set(language, joined(vocabularies.get(language) ?? {}, learnt));
  const { topics, texts: sheets, faults: topicFaults } = readTopics(folder);
  for (const [language, own] of sheets)
    texts.set(language, new Map([...(texts.get(language) ?? []), ...own]));
  const reviews = readReviews(folder, texts);
  faults.push(...faultsOfTexts(files), ...topicFaults, ...reviews.faults);
  const languages = [...texts.keys()];
  const models = {
    model: readModel(folder, 'language'),
    intentModel: readModel(folder, 'intent'),
    dangerModel: readModel(folder, 'danger'),
    yesNoModel: readModel(folder, 'yesno'),
  };
  const locales = {
    languages,
    texts,
    commands,
    branches,
    vocabularies,
    meanings,
    topics,
    reviews,
    ...models,
  };
  return { locales, faults };
}

interface FileName {
  readonly language: TextLanguage;
  readonly name: string;
  readonly path: string;
}

interface Parsed {
  readonly value: unknown;
  readonly path: string;
  readonly lineOf: (key: string) => number;
}

function jsonFiles(folder: string, language: TextLanguage): FileName[] {
  return readdirSync(join(folder, language))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ language, name: name.slice(0, -'.json'.length), path: `locales/${language}/${name}` }));
}

function parse(folder: string, file: FileName, faults: Fault[]): Parsed | null {
  const json = readFileSync(join(folder, file.language, `${file.name}.json`), 'utf8');
  try {
    const value: unknown = JSON.parse(json);
    let lines: Map<string, number> | undefined;
    const lineOf = (key: string): number => {
      lines ??= linesOfKeys(json);
      return lines.get(key) ?? 1;
    };
    return { value, path: file.path, lineOf };
  } catch (error) {
    const message = `is not JSON: ${error instanceof Error ? error.message : String(error)}`;
    faults.push({ file: file.path, line: lineOfSyntaxError(error, json), message });
    return null;
  }
}

function keep<T>(
  into: Map<TextLanguage, T>,
  language: TextLanguage,
  shape: ZodType<T>,
  read: Parsed,
  faults: Fault[],
): void {
  const result = shape.safeParse(read.value);
  if (result.success) into.set(language, result.data);
  for (const issue of result.error?.issues ?? []) {
    const key = issue.path.join('.');
    faults.push({ file: read.path, line: read.lineOf(key), message: `${key}: ${issue.message}` });
  }
}

/** Nested texts as one map: `consent.ask` of bot.json becomes `bot.consent.ask`. */
function flatten(read: Parsed, name: string, faults: Fault[]): Pick<TextFile, 'texts' | 'lineOf'> {
  const texts = new Map<string, string>();
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'string') texts.set([name, ...path].join('.'), value);
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key]);
    } else {
      const message = `${path.join('.') || 'the file'}: a text or a group of texts is expected here`;
      faults.push({ file: read.path, line: read.lineOf(path.join('.')), message });
    }
  };
  visit(read.value, []);
  return { texts, lineOf: (key) => read.lineOf(key.slice(name.length + 1)) };
}

function readModel(folder: string, name: string): string | null {
  const path = join(folder, `${name}-model.json`);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
