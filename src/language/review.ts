import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Fault } from '../fault.ts';
import { linesOfKeys } from './json-lines.ts';
import { type TextLanguage, textLanguages } from './languages.ts';
import { sourceLanguage } from './texts.ts';

/** Texts where a wrong word harms: they go out only when a native speaker has read them. */
const critical =
  /^bot\.(?:consent|danger|minor|line|handoff|complaint|erase|stop|callback\.consent)\b|^forms\.(?:quick\.urgent_|choice\.(?:consent|pass_on|urgent_)|minor\.)/;

const entryShape = z.strictObject({
  /** source: written in this language; draft: no native speaker has read it; reviewed: one has. */
  status: z.enum(['source', 'draft', 'reviewed']),
  by: z.string().optional(),
  date: z.iso.date().optional(),
  /** The words that were read; when the text has changed since, it is a draft again. */
  text: z.string().optional(),
  note: z.string().optional(),
});
type Entry = z.infer<typeof entryShape>;

const everything = '*';
const about = '_about';

type Texts = ReadonlyMap<TextLanguage, ReadonlyMap<string, string>>;

/** What native speakers have read, from `locales/<code>/review.json`. */
export interface Reviews {
  /** Whether the text of this very key (`_sms` and plural endings included) may be relied on. */
  readonly isReviewed: (language: TextLanguage, key: string) => boolean;
  /** Keys that wait for a reviewer, the critical ones first. */
  readonly waiting: (language: TextLanguage) => readonly string[];
  readonly faults: readonly Fault[];
}

/** Whether a text carries consent, danger, a child, a hand-off, a complaint or the end of it all. */
export function isCritical(key: string): boolean {
  return critical.test(key);
}

/** Reads which texts were reviewed; a language without the file is a draft as a whole. */
export function readReviews(folder: string, texts: Texts): Reviews {
  const faults: Fault[] = [];
  const entries = new Map(textLanguages.map((code) => [code, readEntries(folder, code, texts, faults)]));
  const isReviewed = (language: TextLanguage, key: string) => {
    const own = entries.get(language);
    const entry = own?.get(key) ?? own?.get(everything);
    if (!entry) return language === sourceLanguage;
    return (
      entry.status === 'source' || (entry.status === 'reviewed' && unchanged(entry, texts, language, key))
    );
  };
  const waiting = (language: TextLanguage) => {
    const keys = [...(texts.get(language)?.keys() ?? [])].filter((key) => !isReviewed(language, key));
    return [...keys.filter(isCritical), ...keys.filter((key) => !isCritical(key))];
  };
  return { isReviewed, waiting, faults };
}

function unchanged({ text }: Entry, texts: Texts, language: TextLanguage, key: string): boolean {
  return text !== undefined && text === texts.get(language)?.get(key);
}

function readEntries(
  folder: string,
  language: TextLanguage,
  texts: Texts,
  faults: Fault[],
): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const file = join(folder, language, 'review.json');
  if (!existsSync(file)) return entries;
  const json = readFileSync(file, 'utf8');
  const written = parsed(json);
  const lines = linesOfKeys(json);
  const tell = (key: string, message: string) =>
    faults.push({
      file: `locales/${language}/review.json`,
      line: lines.get(key) ?? 1,
      message: `${key}: ${message}`,
    });
  for (const [key, value] of Object.entries(written)) {
    if (key === about) continue;
    const read = entryShape.safeParse(value);
    if (!read.success) tell(key, read.error.issues.map((issue) => issue.message).join('; '));
    else if (key !== everything && !texts.get(language)?.has(key))
      tell(key, 'is not a text of this language');
    else if (read.data.status === 'reviewed' && !(read.data.by && read.data.date && read.data.text))
      tell(key, 'a reviewed text names who read it ("by"), when ("date") and the words ("text")');
    else entries.set(key, read.data);
  }
  return entries;
}

/** The loader of all locale files tells of broken JSON; here it counts as nothing reviewed. */
function parsed(json: string): Record<string, unknown> {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return {};
  }
}
