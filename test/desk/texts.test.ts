import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findPaths } from '../../src/config.ts';
import { roles } from '../../src/desk/roles.ts';
import { deskTexts } from '../../src/desk/texts.ts';
import { loadForms } from '../../src/dialogs/forms.ts';
import { codesOf, frenchChoices } from '../../src/directory/actor-words.ts';
import { answerOrigins, caseReasons, closeReasons, priorities } from '../../src/handoff/case.ts';
import { eventKinds } from '../../src/handoff/event-store.ts';
import { referralFields } from '../../src/handoff/referral-passing.ts';
import { referralStatuses } from '../../src/handoff/referral-status.ts';
import { spokenLanguages } from '../../src/language/languages.ts';
import { loadLocales } from '../../src/language/locales.ts';
import { dangers, needs } from '../../src/language/understanding.ts';
import { deliveryStatuses } from '../../src/messages/delivery.ts';

const paths = findPaths();
const locales = loadLocales(paths.locales);
const t = deskTexts(locales, 'fr');
const folder = join(paths.root, 'src', 'desk');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name, code: readFileSync(join(folder, name), 'utf8') }));

const has = (key: string) => t.has(key) || t.has(`${key}_other`);

it('has every text that a page names', () => {
  const named = sources.flatMap(({ name, code }) =>
    [...code.matchAll(/\bt\(\s*'([\w.]+)'/g)].map((match) => ({ name, key: match[1]! })),
  );
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter(({ key }) => !has(key))).toEqual([]);
});

it('has a word for every code that cases, referrals and messages may carry', () => {
  const lists: Readonly<Record<string, readonly string[]>> = {
    need: needs,
    danger: dangers,
    reason: caseReasons,
    priority: priorities,
    close: closeReasons,
    event: eventKinds,
    role: roles,
    origin: answerOrigins,
    field: referralFields,
    referral_status: referralStatuses,
    language: spokenLanguages,
    in_language: spokenLanguages,
    delivery: deliveryStatuses,
  };
  const missing = Object.entries(lists).flatMap(([group, codes]) =>
    codes.map((code) => `${group}.${code}`).filter((key) => !has(key)),
  );
  expect(missing).toEqual([]);
});

it('calls codes in a table of actors what the desk calls them', () => {
  const groups: Readonly<Record<string, string>> = { needs: 'need', languages: 'language' };
  for (const [column, codes] of Object.entries(codesOf))
    expect(frenchChoices(column)).toEqual(codes.map((code) => t(`${groups[column] ?? 'cell'}.${code}`)));
});

it('says every fault of an entry in French', () => {
  const source = ['actor-faults.ts', 'actor-table.ts', 'value-checks.ts']
    .map((name) => readFileSync(join(paths.root, 'src', 'directory', name), 'utf8'))
    .join();
  const codes = [...source.matchAll(/\bwrong\(\s*'(\w+)'/g)].map((match) => `directory_fault.${match[1]}`);
  expect(codes.length).toBeGreaterThan(12);
  expect(codes.filter((key) => !has(key))).toEqual([]);
});

it('has a word for every question and choice of the forms', () => {
  const french = locales.texts.get('fr')!;
  const questions = Object.values(loadForms(paths.forms).forms).flatMap((form) =>
    form.questions.map((question) => ({ form, question })),
  );
  expect(questions.map(({ question }) => `answer.${question.name}`).filter((key) => !has(key))).toEqual([]);
  const choices = questions.flatMap(({ form, question }) =>
    (form.choices[question.choices ?? ''] ?? []).map(
      ({ name }) => `forms.choice.${question.choices}.${name}`,
    ),
  );
  expect(choices.length).toBeGreaterThan(50);
  expect(choices.filter((key) => !french.has(key))).toEqual([]);
});

it('keeps French words out of the code', () => {
  const accented = sources
    .map(({ name, code }) => ({
      name,
      found: code.replaceAll(/\/\*\*?[\s\S]*?\*\/|\/\/.*$/gm, '').match(/[éèêàçùîôœ]\w*/gi),
    }))
    .filter(({ found }) => found !== null);
  expect(accented).toEqual([]);
});

it('fills in values and picks the plural', () => {
  expect(t('when.hours', { count: 3 })).toBe('3 h');
  expect(t('queue.danger', { count: 1 })).toBe('1 danger');
  expect(t('queue.danger', { count: 2 })).toBe('2 dangers');
  expect(t('case.title', { code: 'K7M4' })).toBe('Dossier K7M4');
});
