import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TextLanguage } from '../../src/language/languages.ts';

/** One labelled message; `expected` is written as the file of its kind says. */
export interface Case {
  readonly expected: string;
  readonly language: TextLanguage;
  readonly question: string;
  readonly text: string;
}

export const kinds = ['language', 'place', 'choice', 'number', 'yesno', 'intent', 'danger'] as const;
export type Kind = (typeof kinds)[number];

/** Reads `test/understanding/<kind>.tsv`: columns by the names in its first line. */
export function casesOf(kind: Kind): Case[] {
  const text = readFileSync(join(import.meta.dirname, `${kind}.tsv`), 'utf8');
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const columns = header.split('\t');
  return lines.map((line) => {
    const cells = Object.fromEntries(line.split('\t').map((cell, at) => [columns[at] ?? '', cell]));
    const { expected = '', language = 'fr', question = '', text: said = '' } = cells;
    return { expected, language: language as TextLanguage, question, text: said };
  });
}
