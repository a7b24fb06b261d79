import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { Fault } from '../fault.ts';
import { type TextLanguage, textLanguages } from './languages.ts';
import { septets, toGsm } from './sms.ts';
import { sourceLanguage } from './texts.ts';
import { type Need, needs } from './understanding.ts';

/** Where a topic stands in the information menu. */
export const topicGroups = ['help', 'papers', 'health', 'work', 'money', 'rights', 'travel'] as const;
export type TopicGroup = (typeof topicGroups)[number];

/** Emergency lines that a topic may name; the directory fills them. */
export const topicLines = ['medical', 'fire', 'police', 'violence', 'children'] as const;

/** One information sheet; its words are texts: `topics.<id>.title`, `topics.<id>.page_1` and `page_2`. */
export interface Topic {
  readonly id: string;
  readonly group: TopicGroup;
  readonly order: number;
  readonly needs: readonly Need[];
  /** Words that ask for it, in every language that has it. */
  readonly words: readonly string[];
  /** P-codes of the regions it is for; empty: everywhere. */
  readonly regions: readonly string[];
  readonly pages: 1 | 2;
  /** Figures, prices and numbers in its text, each with the date of its source. */
  readonly facts: Readonly<Record<string, { readonly value: string; readonly date: string }>>;
  readonly sources: readonly { readonly address: string; readonly date: string }[];
  /** Day when somebody last checked it with the body concerned; null: nobody has yet. */
  readonly checked: string | null;
}

/** All topics in the order of the menu, and their texts by language. */
export interface Topics {
  readonly topics: readonly Topic[];
  readonly texts: ReadonlyMap<TextLanguage, ReadonlyMap<string, string>>;
  readonly faults: readonly Fault[];
}

const words = z.array(z.string().min(1));

/** Front matter of the French sheet, which holds everything but the words of other languages. */
const sourceShape = z.strictObject({
  title: z.string().max(24),
  group: z.enum(topicGroups),
  order: z.number().int(),
  needs: z.array(z.enum(needs)),
  words,
  regions: z.array(z.string()).default([]),
  sources: z.array(z.strictObject({ address: z.string(), date: z.string() })).min(1),
  facts: z.record(z.string(), z.strictObject({ value: z.string(), date: z.string() })).default({}),
  /** Day when the sources were read. */
  read: z.iso.date(),
  checked: z.iso.date().nullable(),
  note: z.string().optional(),
});

/** Front matter of a sheet in another language: its own words only. */
const otherShape = z.strictObject({
  title: z.string().max(24),
  words: words.default([]),
  /** Title and paragraphs as people spell them in SMS, where that is another spelling (French-style Wolof). */
  sms: z.array(z.string()).optional(),
  note: z.string().optional(),
});

interface Sheet {
  readonly path: string;
  readonly front: unknown;
  readonly pages: readonly string[];
}

/** What a sheet says in its language: title, paragraphs, and the same in SMS spelling. */
interface Wording {
  readonly title: string;
  readonly sms: readonly string[];
}

/** Reads `locales/<code>/topics/*.md`; a language may lack a topic (French is said then), never the other way round. */
export function readTopics(folder: string): Topics {
  const faults: Fault[] = [];
  const topics = new Map<string, Topic>();
  const texts = new Map<TextLanguage, ReadonlyMap<string, string>>();
  const others = textLanguages.filter((code) => code !== sourceLanguage);
  for (const language of [sourceLanguage, ...others]) {
    for (const id of idsIn(folder, language)) {
      const sheet = readSheet(folder, language, id, faults);
      if (sheet === null) continue;
      const wording = keep(topics, id, sheet, language, faults);
      if (wording === null) continue;
      faults.push(...pageFaults(sheet, wording, topics.get(id)!));
      texts.set(language, new Map([...(texts.get(language) ?? []), ...textsOf(id, wording, sheet)]));
    }
  }
  return { topics: [...topics.values()].sort(byMenu), texts, faults };
}

function textsOf(id: string, { title, sms }: Wording, { pages }: Sheet): [key: string, text: string][] {
  const key = (i: number) => `topics.${id}.${i === 0 ? 'title' : `page_${i}`}`;
  const plain = [title, ...pages].map((text, i): [string, string] => [key(i), text]);
  return [...plain, ...sms.map((text, i): [string, string] => [`${key(i)}_sms`, text])];
}

function byMenu(one: Topic, other: Topic): number {
  return topicGroups.indexOf(one.group) - topicGroups.indexOf(other.group) || one.order - other.order;
}

function idsIn(folder: string, language: TextLanguage): string[] {
  const path = join(folder, language, 'topics');
  if (!existsSync(path)) return [];
  const files = readdirSync(path).filter((name) => name.endsWith('.md'));
  return files.sort().map((name) => name.slice(0, -'.md'.length));
}

/** A sheet is front matter between two `---`, then one or two paragraphs, each one message. */
function readSheet(folder: string, language: TextLanguage, id: string, faults: Fault[]): Sheet | null {
  const path = `locales/${language}/topics/${id}.md`;
  const written = readFileSync(join(folder, language, 'topics', `${id}.md`), 'utf8');
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(written);
  if (!parts) {
    faults.push({ file: path, line: 1, message: 'begins with "---", the front matter and "---"' });
    return null;
  }
  const document = parseDocument(parts[1] ?? '');
  for (const error of document.errors)
    faults.push({ file: path, line: 1 + (error.linePos?.[0].line ?? 1), message: error.message });
  const pages = (parts[2] ?? '').split(/\n\s*\n/).map((page) => page.trim().replace(/\s+/g, ' '));
  return { path, front: document.toJS() as unknown, pages: pages.filter((page) => page !== '') };
}

/** Keeps what the front matter says; returns its words, or null when the sheet cannot be used. */
function keep(
  topics: Map<string, Topic>,
  id: string,
  sheet: Sheet,
  language: TextLanguage,
  faults: Fault[],
): Wording | null {
  const read = (language === sourceLanguage ? sourceShape : otherShape).safeParse(sheet.front);
  for (const issue of read.error?.issues ?? [])
    faults.push({ file: sheet.path, line: 1, message: `${issue.path.join('.')}: ${issue.message}` });
  if (!read.success) return null;
  const known = topics.get(id);
  if (language === sourceLanguage) topics.set(id, topicOf(id, sheet, sourceShape.parse(sheet.front)));
  else if (known) topics.set(id, { ...known, words: [...known.words, ...read.data.words] });
  else faults.push({ file: sheet.path, line: 1, message: `is not in ${sourceLanguage}` });
  const sms = 'sms' in read.data ? (read.data.sms ?? []) : [];
  return topics.has(id) ? { title: read.data.title, sms } : null;
}

function topicOf(id: string, sheet: Sheet, front: z.infer<typeof sourceShape>): Topic {
  const { title: _title, read: _read, note: _note, ...kept } = front;
  return { id, ...kept, pages: sheet.pages.length > 1 ? 2 : 1 };
}

const smsSeptets = 160;
/** Room for " + suite" in the longest of the languages. */
const moreSeptets = 12;
/** Room for the sentence about an emergency line. */
const lineSeptets = 34;

function pageFaults({ path, pages }: Sheet, { sms }: Wording, topic: Topic): Fault[] {
  const messages = [pages, sms.slice(1)].flatMap((spelling) =>
    spelling.flatMap((page, i) => faultsOfPage(page, i + 1, topic)),
  );
  if (pages.length !== topic.pages)
    messages.push(`has ${pages.length} paragraphs; one or two are expected, as many as in ${sourceLanguage}`);
  if (sms.length > 0 && sms.length !== pages.length + 1)
    messages.push('sms: the title and as many paragraphs as below are expected');
  return messages.map((message) => ({ file: path, line: 1, message }));
}

function faultsOfPage(page: string, number: number, topic: Topic): string[] {
  const unknown = placeholders(page).filter((name) => !(name in topic.facts) && !isLine(name));
  const messages = unknown.map(
    (name) => `{{${name}}} is neither under facts nor one of ${topicLines.join(', ')}`,
  );
  const room = smsSeptets - (number < topic.pages ? moreSeptets : 0);
  const length = septets(toGsm(filled(page, topic))) ?? 0;
  if (length > room)
    messages.push(`paragraph ${number} takes ${length} letters of an SMS; there is room for ${room}`);
  return messages;
}

function isLine(name: string): boolean {
  return topicLines.some((line) => line === name);
}

function filled(page: string, { facts }: Topic): string {
  return page.replace(/\{\{(\w+)\}\}/g, (_, name: string) => facts[name]?.value ?? 'x'.repeat(lineSeptets));
}

function placeholders(page: string): string[] {
  return [...page.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] ?? '');
}
