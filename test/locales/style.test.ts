import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadLocales } from '../../src/language/locales.ts';
import { readTopics } from '../../src/language/topics.ts';
import { createUnderstanding } from '../../src/language/understand/understand.ts';
import { completeLanguages, root, type Texts, textsOf, vous } from './texts.ts';

/** A sentence longer than this is hard to hear once and keep. */
const longestSentence = 20;

/** Words of offices, which people who were not trained in them do not use. */
const jargon =
  /référencement|réintégration|bénéficiaire|dispositif|mécanisme|vulnérab|psychosocial|éligib|parties prenantes|renforcement|sensibilis|usager|reintegration|beneficiar|referral|vulnerab|eligib|stakeholder|empower/i;

/** What no text shows: return, migration, abuse. Whoever looks over a shoulder learns nothing. */
const discreet =
  /\b(?:retour|migra|migrant|rapatri|refoul|expuls|clandestin|passeur|traite|viol[ée]?|abus|suicid|sida|vih|prison|deport|expelled|smuggl|traffick|rape|abuse|returnee|mbëkk|jaam|fenaande)/;

/** What a text that comes unasked must not show either: illness, money, feelings, danger. */
const unasked =
  /^bot\.(?:news|reminder|alert)\.|^bot\.handoff\.(?:taken|back_to_bot|closed|waiting)$|^forms\.followup\.ask$|^bot\.complaint\.answered$/;
const lockScreen =
  /santé|malad|bless|argent|dette|menac|peur|danger|violen|health|ill\b|hurt|money|debt|afraid|feebar|xaalis|bor\b|musiba|kaalis|ñamaa|bone\b/i;

/** Texts to people under 18, who are told "tu". */
const toChildren = /^bot\.minor\.|^bot\.line\.(?:child|children)|_minor(?:_[a-z]+)?$/;

function sentences(text: string): string[] {
  const words = text.replace(/\{\{options\}\}|\{\{lines\}\}|\{\{services\}\}|\{\{items\}\}/g, '.');
  return words.split(/[.?!:;]+(?:\s|$)/).filter((sentence) => sentence.trim() !== '');
}

function withTopics(language: (typeof completeLanguages)[number]): Texts {
  return new Map([...textsOf(language), ...(readTopics(fileURLToPath(root)).texts.get(language) ?? [])]);
}

function breaking(texts: Texts, rule: RegExp, keys: (key: string) => boolean = () => true): string[] {
  return [...texts]
    .filter(([key, text]) => keys(key) && rule.test(text.replace(/\{\{.*?\}\}/g, '')))
    .map(([key]) => key);
}

describe.each(completeLanguages)('the style of texts in %s', (language) => {
  const texts = withTopics(language);

  test('no sentence is long', () => {
    const long = [...texts].flatMap(([key, text]) =>
      sentences(text)
        .filter((sentence) => sentence.trim().split(/\s+/).length > longestSentence)
        .map((sentence) => `${key}: ${sentence}`),
    );
    expect(long).toEqual([]);
  });

  test('no word of offices', () => {
    expect(breaking(texts, jargon)).toEqual([]);
  });

  test('no word that gives a person away', () => {
    expect(breaking(texts, discreet)).toEqual([]);
  });

  test('what comes unasked shows neither illness nor money nor danger', () => {
    expect([...texts.keys()].some((key) => unasked.test(key))).toBe(true);
    expect(breaking(texts, lockScreen, (key) => unasked.test(key))).toEqual([]);
  });

  test('no typographic letters that an SMS would lose', () => {
    expect(breaking(texts, /[«»“”‘’…–—\u00a0\u202f]/)).toEqual([]);
  });
});

describe('how people are spoken to in French', () => {
  const texts = withTopics('fr');

  test('adults are told vous', () => {
    const tu = /(?:^|[\s'(])(?:tu|toi|ton|ta|tes|t')(?=[\s.,?!)]|$)|t'(?:appelle|écoute|écrit)/i;
    expect(breaking(texts, tu, (key) => !toChildren.test(key))).toEqual([]);
  });

  test('children are told tu', () => {
    expect(breaking(texts, vous, (key) => toChildren.test(key))).toEqual([]);
  });
});

const understanding = createUnderstanding(loadLocales(fileURLToPath(root)), []);

test.each(completeLanguages)('every command word that a text names is understood (%s)', (language) => {
  const named = [...withTopics(language)].flatMap(([key, text]) =>
    (text.match(/(?<![\p{L}\d-])\p{Lu}{3,}(?: AM| MI)?(?![\p{L}\d])/gu) ?? []).map(
      (word) => [key, word] as const,
    ),
  );
  const commands = named.filter(([, word]) => !names.has(word));
  expect(commands.length).toBeGreaterThan(10);
  expect(commands.filter(([, word]) => !understanding.command(word, language))).toEqual([]);
});

/** Capitals that are names, not commands. */
const names = new Set(
  'BAOS CDP SMS OIM IOM OFII ONG NGO CICR ICRC ARD AIBD AJS CSU ANPEJ CSAEM ONFP CAOSP OQSF DER RNU APIX CEDEAO ECOWAS'
    .concat(' FRANCAIS ENGLISH SEREER MANDINKA SONINKE DIOLA')
    .split(' '),
);
