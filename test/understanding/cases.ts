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

export const kinds = ['language', 'place', 'choice', 'number', 'date', 'yesno', 'intent', 'danger'] as const;
export type Kind = (typeof kinds)[number];

/** Which messages: those looked at while building, those written without looking and never learnt from, or a folder. */
export type Sample = 'seen' | 'unseen' | { readonly folder: string };

/** Reads the labelled messages of one kind: columns by the names in the first line of the file. */
export function casesOf(kind: Kind, sample: Sample = 'seen'): Case[] {
  const folder = folderOf(sample);
  const text = readFileSync(join(folder, `${kind}.tsv`), 'utf8');
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const columns = header.split('\t');
  return lines.map((line) => {
    const cells = Object.fromEntries(line.split('\t').map((cell, at) => [columns[at] ?? '', cell]));
    const { expected = '', language = 'fr', question = '', text: said = '' } = cells;
    return { expected, language: language as TextLanguage, question, text: said };
  });
}

function folderOf(sample: Sample): string {
  if (typeof sample === 'object') return sample.folder;
  return sample === 'seen' ? import.meta.dirname : join(import.meta.dirname, sample);
}
