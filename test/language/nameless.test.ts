import { expect, it } from 'vitest';
import { loadLocales } from '../../src/language/locales.ts';
import { createUnderstanding } from '../../src/language/understand/understand.ts';
import { seededPlaces } from '../understanding/gazetteer.ts';

const { nameless } = createUnderstanding(loadLocales('locales'), seededPlaces());

it.each([
  ['je suis à Kolda chez Awa Diallo', 'je suis a [lieu] chez [nom]'],
  ['mon numéro est 77 123 45 67', 'mon numero est [0]'],
  ["je m'appelle Gnilane et je couds", "je m'appelle [nom] et je couds"],
  ['mangui toudd Ibou', 'mangui toudd [nom]'],
  ['la ville kolde 25000f', 'la ville [lieu] [0]'],
  ['faut voir Ousseynatou demain', 'faut voir [nom] demain'],
])('takes names, numbers and places out: %s', (said, left) => {
  expect(nameless(said)).toBe(left);
});

it.each([
  'écrivez à awa@exemple.sn',
  'Kolda 77 123 45 67',
  'un deux trois quatre cinq six sept huit neuf dix onze douze treize',
])('keeps nothing of what is better not kept: %s', (said) => {
  expect(nameless(said)).toBeNull();
});
