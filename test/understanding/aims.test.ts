import { describe, expect, it } from 'vitest';
import { allExamples } from '../../scripts/models/danger.ts';
import { readExamples } from '../../scripts/models/examples.ts';
import { intentExamples } from '../../scripts/models/intent.ts';
import { loadLocales } from '../../src/language/locales.ts';
import { plain, wordsOf } from '../../src/language/understand/letters.ts';
import { createUnderstanding } from '../../src/language/understand/understand.ts';
import { casesOf, type Kind, kinds } from './cases.ts';
import { evaluate } from './evaluation.ts';
import { seededPlaces } from './gazetteer.ts';
import { evaluateSpellings } from './spellings.ts';

const locales = loadLocales('locales');
const places = seededPlaces();
const understanding = createUnderstanding(locales, places);

/** The least that must be right, and the most that may be heard where nothing was said. */
const aims: Readonly<Record<Kind, { accuracy: number; falseAlarms: number }>> = {
  language: { accuracy: 0.97, falseAlarms: 0 },
  place: { accuracy: 0.97, falseAlarms: 0 },
  choice: { accuracy: 0.98, falseAlarms: 0.05 },
  number: { accuracy: 0.98, falseAlarms: 0.05 },
  date: { accuracy: 0.95, falseAlarms: 0.05 },
  yesno: { accuracy: 0.98, falseAlarms: 0.05 },
  intent: { accuracy: 0.95, falseAlarms: 0.02 },
  danger: { accuracy: 0.95, falseAlarms: 0.02 },
};

/** What is reached of the aims on messages written to be hard. */
const floors: Partial<typeof aims> = {
  danger: { accuracy: 0.92, falseAlarms: 0.04 },
  intent: { accuracy: 0.8, falseAlarms: 0.05 },
  // one to five words
  language: { accuracy: 0.92, falseAlarms: 0.16 },
  place: { accuracy: 0.94, falseAlarms: 0.01 },
  number: { accuracy: 0.93, falseAlarms: 0.1 },
  date: { accuracy: 0.85, falseAlarms: 0.2 },
  yesno: { accuracy: 0.9, falseAlarms: 0.05 },
};

describe('labelled messages', () => {
  it.each(kinds)('%s', (kind) => {
    const report = evaluate(kind, understanding, locales);
    const wrongs = report.wrongs
      .map(({ given, got }) => `${given.expected} → ${got}  ${given.text}`)
      .join('\n');
    expect(report.accuracy, wrongs).toBeGreaterThanOrEqual(aims[kind].accuracy);
    expect(report.falseAlarms, wrongs).toBeLessThanOrEqual(aims[kind].falseAlarms);
    expect(report.cases).toBeGreaterThanOrEqual(150);
  });

  // written in one go by somebody who did not look at the lists; nothing may be learnt from them. The aims are those
  // above; what holds here is a floor, so that nothing is made worse unnoticed (docs/decisions.md has the figures).
  const unseen = kinds;
  it.each(unseen)('%s, unseen', (kind) => {
    const report = evaluate(kind, understanding, locales, 'unseen');
    const wrongs = report.wrongs
      .map(({ given, got }) => `${given.expected} → ${got}  ${given.text}`)
      .join('\n');
    const { accuracy, falseAlarms } = floors[kind] ?? aims[kind];
    expect(report.accuracy, wrongs).toBeGreaterThanOrEqual(accuracy);
    expect(report.falseAlarms, wrongs).toBeLessThanOrEqual(falseAlarms);
  });

  it.each(unseen)('%s: what was looked at is not among the unseen', (kind) => {
    const seen = new Set(casesOf(kind).map(({ text }) => key(text)));
    const both = casesOf(kind, 'unseen').filter(
      ({ text }) => wordsOf(plain(text)).length > 3 && seen.has(key(text)),
    );
    expect(both.map(({ text }) => text)).toEqual([]);
  });

  it('the wish that is acted on is nearly always the right one', () => {
    expect(evaluate('intent', understanding, locales).wrong).toBeLessThanOrEqual(0.03);
  });

  it('no sentence without a place gives one', () => {
    const said = (['danger', 'yesno', 'number'] as const)
      .flatMap((kind) => casesOf(kind))
      .map(({ text }) => text);
    const without = said.filter(
      (text) =>
        !/dakar|liban|kolda|pikine|maroc|desert|libye|kedougou|bala|thies|yoff|koungheul/i.test(plain(text)),
    );
    const found = without.filter((text) => understanding.place(text, 'fr').place !== null);
    expect(without.length).toBeGreaterThan(500);
    expect(found).toEqual([]);
  });

  it('four words tell the language', () => {
    const cases = casesOf('language').filter(
      ({ expected, text }) => expected !== '?' && wordsOf(plain(text)).length > 4,
    );
    const right = cases.filter(({ expected, text }) => {
      return understanding.language(text.split(/\s+/).slice(0, 4).join(' ')).language === expected;
    });
    expect(right.length / cases.length).toBeGreaterThanOrEqual(0.92);
  });
});

describe('places', () => {
  it('are found in every spelling made by rule', () => {
    const report = evaluateSpellings(understanding, places);
    expect(report.accuracy, report.examples.slice(0, 40).join('\n')).toBeGreaterThanOrEqual(0.97);
    expect(report.wrong).toBeLessThanOrEqual(0.015);
  });
});

describe('what trains is never what tests', () => {
  const trained = {
    intent: intentExamples('locales', locales).map(({ text }) => text),
    danger: allExamples('locales', locales).map(({ text }) => text),
    yesno: readExamples('locales', 'yesno').map(({ text }) => text),
  };

  it.each(['intent', 'danger', 'yesno'] as const)('%s', (kind) => {
    const known = new Set(trained[kind].map(key));
    const cases = [...casesOf(kind), ...casesOf(kind, 'unseen')];
    const long = cases.filter(({ text }) => wordsOf(plain(text)).length > 3);
    expect(long.filter(({ text }) => known.has(key(text))).map(({ text }) => text)).toEqual([]);
  });
});

function key(text: string): string {
  return wordsOf(plain(text)).join(' ');
}
