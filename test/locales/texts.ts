import { existsSync, readFileSync } from 'node:fs';

export const root = new URL('../../locales/', import.meta.url);

/** The languages whose texts must be complete; the others may leave keys to French. */
export const completeLanguages = ['fr', 'wo', 'ff', 'en'] as const;
/** The languages that hold what attested words allow. */
export const partialLanguages = ['srr', 'mnk', 'snk', 'dyo'] as const;

export type Texts = ReadonlyMap<string, string>;

interface Tree {
  readonly [name: string]: string | Tree;
}

/** All texts of a language as `file.path` → text, `_sms` and plural endings kept. */
export function textsOf(language: string): Texts {
  const texts = new Map<string, string>();
  for (const file of ['bot', 'forms']) {
    const path = new URL(`${language}/${file}.json`, root);
    if (existsSync(path)) flatten(JSON.parse(readFileSync(path, 'utf8')) as Tree, file, texts);
  }
  return texts;
}

function flatten(tree: Tree, path: string, into: Map<string, string>): void {
  for (const [name, value] of Object.entries(tree)) {
    const key = `${path}.${name}`;
    if (typeof value === 'string') into.set(key, value);
    else flatten(value, key, into);
  }
}

/** All that is said in a language: its own texts, French where it has none. */
export function textsWithFallback(language: string): Texts {
  const own = textsOf(language);
  const french = [...textsOf('fr')].filter(
    ([key]) => !own.has(baseKey(key)) && !own.has(baseKey(key).replace(/_minor(?=_|$)/, '')),
  );
  return new Map([...french, ...own]);
}

/** Key without `_sms`: what the dialogs ask for. */
export function baseKey(key: string): string {
  return key.replace(/_sms$/, '');
}

/** The text that an SMS shows for a key. */
export function smsText(texts: Texts, key: string): string {
  const text = texts.get(`${key}_sms`) ?? texts.get(key);
  if (text === undefined) throw new Error(`no text for ${key}`);
  return text;
}

/** Names of the placeholders of a text, sorted. */
export function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*([\w.]+)\s*\}\}/g)].map((found) => found[1] ?? ''))].sort();
}

/** Fills the placeholders; an empty value leaves no double space behind, as in the renderer. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  const filled = text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole);
  return filled.replace(/ {2,}/g, ' ').trim();
}

/** How adults are spoken to in French; children are told "tu". */
export const vous = /(?<!\p{L})(?:vous|votre|vos|vôtres?|(?!chez|assez)\p{L}+ez)(?!\p{L})/iu;
