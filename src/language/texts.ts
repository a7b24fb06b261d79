import type { Fault } from '../fault.ts';
import type { TextLanguage } from './languages.ts';
import { septets, toGsm } from './sms.ts';

/** One file of texts, flattened: key (`bot.consent.ask`) → text, and the line where a key stands. */
export interface TextFile {
  readonly language: TextLanguage;
  readonly name: string;
  readonly path: string;
  readonly texts: ReadonlyMap<string, string>;
  readonly lineOf: (key: string) => number;
}

/** The language whose keys every other language must have: a missing text falls back to it. */
export const sourceLanguage: TextLanguage = 'fr';

/** Languages whose texts must be complete; the others say what attested words allow and leave the rest to French. */
export const completeLanguages: readonly TextLanguage[] = ['fr', 'wo', 'ff', 'en'];

/** Files that are never sent by SMS. */
const neverSms = new Set(['desk', 'actors']);
const smsSeptets = 160;
const channel = /_(?:sms|whatsapp)$/;
const plural = /_(?:zero|one|two|few|many|other)$/;
/** The wording for people under 18, which only languages need that say "vous" to adults and "tu" to children. */
const forChildren = /_minor$/;

/** A key without its endings for children, channel and plural: `days_minor_sms_one` → `days`. */
function baseKey(key: string, counted: ReadonlySet<string>): string {
  const single = key.replace(plural, '').replace(channel, '');
  return (counted.has(single) ? single : key.replace(channel, '')).replace(forChildren, '');
}

/** Keys that have plural forms: those that fill in a count ("call_other" is only a name). */
function countedKeys(files: readonly TextFile[]): ReadonlySet<string> {
  const keys = files.flatMap((file) => [...file.texts]);
  const plurals = keys.filter(([key, text]) => plural.test(key) && text.includes('{{count}}'));
  return new Set(plurals.map(([key]) => key.replace(plural, '').replace(channel, '')));
}

/** What is wrong between the languages: keys, placeholders, plural forms, and texts too long for an SMS. */
export function faultsOfTexts(files: readonly TextFile[]): Fault[] {
  const faults: Fault[] = [];
  const counted = countedKeys(files);
  const base = (key: string): string => baseKey(key, counted);
  for (const file of files) {
    const source = files.find((other) => other.language === sourceLanguage && other.name === file.name);
    faults.push(...lengthFaults(file), ...pluralFaults(file, counted));
    if (source === undefined) {
      faults.push({ file: file.path, line: 1, message: `has no counterpart in ${sourceLanguage}` });
    } else if (source !== file)
      faults.push(...keyFaults(file, source, base), ...placeholderFaults(file, source, base));
  }
  return faults;
}

type Base = (key: string) => string;

function keyFaults(file: TextFile, source: TextFile, baseKey: Base): Fault[] {
  const own = new Set([...file.texts.keys()].map(baseKey));
  const wanted = new Set([...source.texts.keys()].map(baseKey));
  const complete = completeLanguages.includes(file.language);
  const missing = complete ? [...wanted].filter((key) => !own.has(key)) : [];
  const unknown = [...file.texts.keys()].filter((key) => !wanted.has(baseKey(key)));
  return [
    ...missing.map((key) => ({
      file: file.path,
      line: 1,
      message: `lacks ${key} (${at(source, key, baseKey)})`,
    })),
    ...unknown.map((key) => fault(file, key, `is not in ${source.path}: remove it or add it there`)),
  ];
}

function at(file: TextFile, key: string, baseKey: Base): string {
  const written = [...file.texts.keys()].find((other) => baseKey(other) === key) ?? key;
  return `${file.path}:${file.lineOf(written)}`;
}

function placeholderFaults(file: TextFile, source: TextFile, baseKey: Base): Fault[] {
  const wanted = placeholdersByKey(source, baseKey);
  return [...file.texts].flatMap(([key, text]) => {
    const expected = wanted.get(baseKey(key));
    if (expected === undefined) return [];
    // a plural form may leave the number out ("un jour"), and options may stand at the end unsaid
    const lacking = [...expected].filter((name) => !placeholders(text).has(name) && !mayBeLeftOut(name));
    const foreign = [...placeholders(text)].filter((name) => !expected.has(name) && !mayBeLeftOut(name));
    return [
      ...lacking.map((name) => fault(file, key, `lacks {{${name}}}`)),
      ...foreign.map((name) => fault(file, key, `has {{${name}}}, which ${sourceLanguage} does not`)),
    ];
  });
}

function placeholdersByKey(file: TextFile, baseKey: Base): Map<string, Set<string>> {
  const byKey = new Map<string, Set<string>>();
  for (const [key, text] of file.texts) {
    const known = byKey.get(baseKey(key)) ?? new Set<string>();
    byKey.set(baseKey(key), new Set([...known, ...placeholders(text)]));
  }
  return byKey;
}

function mayBeLeftOut(name: string): boolean {
  return name === 'options' || name === 'count';
}

function placeholders(text: string): Set<string> {
  return new Set([...text.matchAll(/\{\{\s*([^}]*?)\s*\}\}/g)].map((match) => match[1] ?? ''));
}

function pluralFaults(file: TextFile, counted: ReadonlySet<string>): Fault[] {
  const forms = new Intl.PluralRules(file.language).resolvedOptions().pluralCategories;
  const bases = [...counted].filter((base) => [...file.texts.keys()].some((key) => isFormOf(key, base)));
  return bases.flatMap((base) =>
    forms
      // French counts millions apart ("many"); no text here counts so far
      .filter((form) => form !== 'many' && !file.texts.has(`${base}_${form}`))
      .map((form) => {
        const written = [...file.texts.keys()].find((key) => isFormOf(key, base)) ?? base;
        return fault(file, written, `lacks ${base}_${form}`);
      }),
  );
}

function isFormOf(key: string, base: string): boolean {
  return plural.test(key) && key.replace(plural, '') === base;
}

function lengthFaults(file: TextFile): Fault[] {
  if (neverSms.has(file.name)) return [];
  return [...file.texts].flatMap(([key, text]) => {
    const written = text.replaceAll(/\{\{[^}]*\}\}/g, '');
    const length = septets(toGsm(written)) ?? 0;
    const forWhatsapp = key.endsWith('_whatsapp') || file.texts.has(`${key}_sms`);
    if (forWhatsapp || length <= smsSeptets) return [];
    return [
      fault(file, key, `takes ${length} septets before anything is filled in; an SMS holds ${smsSeptets}`),
    ];
  });
}

function fault(file: TextFile, key: string, message: string): Fault {
  return { file: file.path, line: file.lineOf(key), message: `${key} ${message}` };
}
