import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Fault } from '../fault.ts';
import type { TextLanguage } from '../language/languages.ts';
import { checkLocales, loadLocales } from '../language/locales.ts';
import { septets, toGsm } from '../language/sms.ts';
import { sourceLanguage } from '../language/texts.ts';

/** The columns of a translator's spreadsheet; only `text` is read back. */
export const columns = ['key', 'french', 'text', 'sms_length', 'said', 'note'] as const;

/** Files of texts that translators write; sheets and the desk have their own ways. */
const files = ['bot', 'forms'] as const;

/** All texts of a language as CSV for a spreadsheet: what the French says, what is said now, how long it is on SMS. */
export function exportTexts(folder: string, language: TextLanguage): string {
  const { texts } = loadLocales(folder);
  const french = texts.get(sourceLanguage) ?? new Map<string, string>();
  const own = texts.get(language) ?? new Map<string, string>();
  const notes = notesOf(folder, language);
  const isText = (key: string) => files.some((file) => key.startsWith(`${file}.`));
  const keys = [...new Set([...french.keys(), ...own.keys()].filter(isText))];
  const rows = keys.map((key) => {
    const text = own.get(key) ?? '';
    const length = text === '' ? '' : String(septets(toGsm(text)) ?? '');
    return [key, french.get(key) ?? '', text, length, saidAt(key), notes.get(key) ?? ''];
  });
  // with the mark in front, spreadsheets read the letters of Wolof and Pulaar as they are
  return `\ufeff${[columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Where in the conversation a key is said, in French like everything a translator works from. */
function saidAt(key: string): string {
  const [file, part = '', name = ''] = key.split('.');
  if (file === 'bot') return part === 'line' ? "phrase avec un numéro d'urgence" : `dialogue « ${part} »`;
  if (part === 'choice') return `réponse à « ${name} »`;
  return `questionnaire « ${part} », question « ${name} »${key.includes('.simpler') ? ', redite plus simplement' : ''}`;
}

function notesOf(folder: string, language: TextLanguage): ReadonlyMap<string, string> {
  const path = join(folder, language, 'review.json');
  if (!existsSync(path)) return new Map();
  const entries: [string, { note?: string }][] = Object.entries(JSON.parse(readFileSync(path, 'utf8')));
  return new Map(entries.flatMap(([key, { note }]) => (note ? [[key, note] as const] : [])));
}

/** What an import changed, or all that is wrong with it; with a fault nothing is written. */
export interface Imported {
  readonly changed: readonly string[];
  readonly faults: readonly Fault[];
}

/** Takes a translator's spreadsheet back: keys, placeholders and lengths are checked before anything is written. */
export function importTexts(folder: string, language: TextLanguage, csv: string, file: string): Imported {
  const rows = readRows(csv, file);
  if ('faults' in rows) return { changed: [], faults: rows.faults };
  const { texts } = loadLocales(folder);
  const own = texts.get(language) ?? new Map<string, string>();
  const known = texts.get(sourceLanguage) ?? new Map<string, string>();
  const unknown = rows.filter(
    ({ key }) => !known.has(key) && !own.has(key) && !known.has(withoutVariant(key)),
  );
  if (unknown.length > 0)
    return {
      changed: [],
      faults: unknown.map(({ key, line }) => fault(file, line, `the key "${key}" is not known`)),
    };
  const changed = rows.filter(({ key, text }) => text !== '' && text !== own.get(key));
  const faults = checked(folder, language, changed);
  if (faults.length === 0) write(folder, language, changed);
  return { changed: faults.length > 0 ? [] : changed.map(({ key }) => key), faults };
}

interface Line {
  readonly line: number;
  readonly key: string;
  readonly text: string;
}

function readRows(csv: string, file: string): Line[] | { readonly faults: readonly Fault[] } {
  // spreadsheets in French write semicolons
  const delimiter = /^\W*\w+([;\t])/.exec(csv)?.[1] ?? ',';
  try {
    const read = parse(csv, {
      bom: true,
      columns: true,
      delimiter,
      skip_empty_lines: true,
      info: true,
    }) as unknown as {
      readonly record: Readonly<Record<string, string>>;
      readonly info: { readonly lines: number };
    }[];
    const missing = ['key', 'text'].filter((column) => read[0] && !(column in read[0].record));
    if (read.length === 0 || missing.length > 0)
      return { faults: [fault(file, 1, `the columns "key" and "text" must stand in the first line`)] };
    return read.map(({ record, info }) => ({
      line: info.lines,
      key: (record.key ?? '').trim(),
      text: (record.text ?? '').trim(),
    }));
  } catch (error) {
    return { faults: [fault(file, 1, `is not CSV: ${(error as Error).message}`)] };
  }
}

function fault(file: string, line: number, message: string): Fault {
  return { file, line, message };
}

function withoutVariant(key: string): string {
  return key.replace(/_(?:sms|whatsapp)(?=$|_)/, '');
}

/** The same checks as always, on a copy that holds the new texts; only what the import itself brings in counts. */
function checked(folder: string, language: TextLanguage, changed: readonly Line[]): readonly Fault[] {
  const copy = mkdtempSync(join(tmpdir(), 'dellusi-locales-'));
  try {
    cpSync(folder, copy, { recursive: true });
    write(copy, language, changed);
    const before = new Set(checkLocales(folder).map(({ file, message }) => `${file} ${message}`));
    return checkLocales(copy).filter(({ file, message }) => !before.has(`${file} ${message}`));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

interface Tree {
  [name: string]: string | Tree;
}

function write(folder: string, language: TextLanguage, changed: readonly Line[]): void {
  for (const name of files) {
    const own = changed.filter(({ key }) => key.startsWith(`${name}.`));
    const path = join(folder, language, `${name}.json`);
    if (own.length === 0) continue;
    const tree: Tree = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
    for (const { key, text } of own) put(tree, key.split('.').slice(1), text);
    writeFileSync(path, `${JSON.stringify(tree, null, 2)}\n`);
  }
}

function put(tree: Tree, path: readonly string[], text: string): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    tree[name] = text;
    return;
  }
  const inner = tree[name];
  const next: Tree = typeof inner === 'object' ? inner : {};
  tree[name] = next;
  put(next, rest, text);
}
