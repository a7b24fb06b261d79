import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadLocales } from '../../src/language/locales.ts';
import { createUnderstanding } from '../../src/language/understand/understand.ts';
import { choicesOf } from './evaluation.ts';
import { seededPlaces } from './gazetteer.ts';
import { hostile } from './hostile.ts';

const locales = loadLocales('locales');
const u = createUnderstanding(locales, seededPlaces());
const needs = choicesOf('needs_now', ['fr'], locales);
const words = [
  'je',
  'dama',
  'mi',
  'kolda',
  'oui',
  'non',
  '2',
  '25 000',
  'ak',
  'bëgg',
  'fukk',
  'pas',
  'mourir',
  'à',
  '...',
];

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  language: (text) => u.language(text),
  command: (text) => u.command(text, 'fr'),
  choice: (text) => u.choice(text, needs, 'wo', true),
  number: (text) => u.number(text, 'ff'),
  yesNo: (text) => u.yesNo(text, 'fr'),
  age: (text) => u.age(text, 'fr'),
  place: (text) => u.place(text, 'fr'),
  danger: (text) => u.danger(text, 'fr'),
  needs: (text) => u.needs(text, 'fr'),
  intent: (text) => u.intent(text, 'fr'),
  nameAndHour: (text) => u.nameAndHour(text, 'fr'),
  time: (text) => u.time(text, 'fr'),
  topics: (text) => u.topics(text, 'fr'),
  branch: (text) => u.branch(text),
  nameless: (text) => u.nameless(text),
  greeting: (text) => u.greeting(text),
};

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 1_600 }),
  fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join(' ')),
);

describe('any text at all', () => {
  it.each(Object.keys(readers))('%s answers, and the same each time', (name) => {
    const read = readers[name]!;
    fc.assert(
      fc.property(anyText, (text) => {
        expect(read(text)).toEqual(read(text));
      }),
      { numRuns: 150 },
    );
  });

  it.each(Object.entries(hostile))('never takes long: %s', (_name, text) => {
    for (const read of Object.values(readers)) {
      const start = process.cpuUsage();
      read(text);
      // the aim is 5 ms (npm run bench -- understand prints it); the test only guards against loops and squares
      expect(process.cpuUsage(start).user).toBeLessThan(500_000);
    }
  });
});
