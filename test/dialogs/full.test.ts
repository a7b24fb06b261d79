import { expect, test } from 'vitest';
import { findPaths } from '../../src/config.ts';
import { loadForms } from '../../src/dialogs/index.ts';
import { needsShown } from '../../src/dialogs/learnt_needs.ts';
import { askGroups } from '../../src/handoff/ask-store.ts';
import type { Progress } from '../../src/questionnaire/form.ts';
import { bandOf } from '../../src/questionnaire/progress.ts';
import { textsOf } from '../locales/texts.ts';

const { forms, faults } = loadForms(findPaths().forms);
const full = forms.full!;
const answer = (value: Progress[string]['value']) => ({ value, origin: 'bot' as const, at: '2026-11-24' });

test('the forms are in order', () => expect(faults).toEqual([]));

test('every question and answer of the full form has words', () => {
  const texts = textsOf('fr');
  const keys = full.questions.flatMap(({ name, choices }) => [
    `forms.full.${name}.ask`,
    `forms.full.${name}.simpler`,
    ...(full.choices[choices ?? ''] ?? []).map((choice) => `forms.choice.${choices}.${choice.name}`),
  ]);
  expect(keys.filter((key) => !texts.has(key))).toEqual([]);
});

test('the groups a caseworker can ask for are those of the form', () => {
  const groups = new Set(full.questions.flatMap(({ group }) => group ?? []));
  expect([...groups].sort()).toEqual([...askGroups].sort());
});

test('what only a human voice may ask is marked', () => {
  const sensitive = full.questions.filter((question) => question.sensitive).map(({ name }) => name);
  expect(sensitive).toEqual(['someone_to_rely_on', 'debt', 'returned_when', 'returned_from']);
});

test.each([
  [17, null],
  [18, '18_24'],
  [35, '25_35'],
  [59, '36_59'],
  [60, '60_plus'],
])('of the age %d only the band is kept', (age, band) => {
  expect(bandOf(full.questions.find(({ name }) => name === 'age')!.bands!, age)).toBe(band);
});

test('answers show needs that were not stated', () => {
  const answers = { difficulty: answer(['walking']), debt: answer('heavy'), meals: answer('enough') };
  expect(needsShown(answers)).toEqual(['disability', 'debt_finance']);
});
