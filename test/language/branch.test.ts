import { expect, test } from 'vitest';
import { findPaths } from '../../src/config.ts';
import { loadLocales } from '../../src/language/locales.ts';
import { createUnderstanding } from '../../src/language/understand/understand.ts';

const { branch } = createUnderstanding(loadLocales(findPaths().locales), []);

test.each([
  ['je pense repartir en Europe', 'leaving'],
  ['comment avoir un visa', 'leaving'],
  ['i want to go to spain', 'leaving'],
  ['dama bëgg dem Tugal', 'leaving'],
  ["mon frère est parti, on n'a plus de nouvelles", 'relative_missing'],
  ['je cherche mon fils', 'relative_missing'],
  ['sama doom réer na', 'relative_missing'],
  ['ma soeur est rentrée hier', 'relative_returning'],
  ['je suis guinéen', 'foreigner'],
  ["j'écris pour une amie", 'for_other'],
  ['je suis assistante sociale', 'colleague'],
  ["c'est pour un article", 'journalist'],
  ['vous allez dire à la police ?', 'secrecy'],
  ['qui va lire mes messages ?', 'secrecy'],
  ["c'est secret ?", 'secrecy'],
  ['will you tell my family?', 'secrecy'],
  ['allez vous faire foutre', 'insult'],
])('%s: %s', (text, expected) => {
  expect(branch(text)).toBe(expected);
});

test.each([
  'Bonjour',
  'je suis revenu de Libye',
  'je cherche un travail',
  'je veux parler à la police',
  'je cherche une école pour mon fils',
  "je n'ai pas de nouvelles de mon dossier",
  'Kolda',
  'Awa 15h',
  'mon mari me frappe',
  'je suis dans la merde',
  'am naa ñaari doom',
  'je veux une formation',
])('%s is none of these', (text) => {
  expect(branch(text)).toBeNull();
});
