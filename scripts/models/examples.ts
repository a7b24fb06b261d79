import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { type TextLanguage, textLanguages } from '../../src/language/languages.ts';

/** A message that somebody wrote for learning, and what it means. */
export interface Example {
  readonly expected: string;
  readonly author: string;
  readonly language: TextLanguage;
  readonly text: string;
}

/** The labelled messages of `locales/<code>/<kind>-examples.tsv`. */
export function readExamples(folder: string, kind: 'danger' | 'intent' | 'yesno'): Example[] {
  return textLanguages.flatMap((language) => {
    const path = join(folder, language, `${kind}-examples.tsv`);
    const [, ...lines] = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
    return lines.map((line) => {
      const [expected = '', author = '', text = ''] = line.split('\t');
      return { expected, author, language, text };
    });
  });
}

/** How people answer where they live; each name of a place stands in one of these in turn. */
const answers: readonly (readonly [TextLanguage, (place: string) => string])[] = [
  ['fr', (place) => place],
  ['fr', (place) => `j'habite à ${place}`],
  ['fr', (place) => `je suis à ${place} maintenant`],
  ['fr', (place) => place.toLowerCase()],
  ['wo', (place) => `maa ngi dëkk ${place}`],
  ['ff', (place) => `mi hoɗi ko ${place}`],
];

/** The places of the seed as answers, which neither wish nor tell anything. */
export function placeAnswers(expected: string): Example[] {
  const rows: Record<string, string>[] = parse(readFileSync('db/seed/sen/places.csv'), { columns: true });
  const names = [...new Set(rows.map(({ name = '' }) => name))];
  return names.map((name, at) => {
    const [language, say] = answers[at % answers.length] ?? ['fr', String];
    return { expected, author: 'gazetteer', language, text: say(name) };
  });
}
