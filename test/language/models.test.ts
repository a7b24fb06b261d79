import { describe, expect, it } from 'vitest';
import { dangerExamples, dangerModel } from '../../scripts/models/danger.ts';
import { intentModel } from '../../scripts/models/intent.ts';
import { languageModel } from '../../scripts/models/language.ts';
import { loadLocales } from '../../src/language/locales.ts';
import { dangerLabels } from '../../src/language/understand/danger.ts';

const locales = loadLocales('locales');

describe('the models in locales/ are those of the words and examples beside them (npm run model)', () => {
  it('language', () => expect(languageModel(locales) === locales.model).toBe(true));
  it('intent', () => expect(intentModel(locales) === locales.intentModel).toBe(true));
  it('danger', () => expect(dangerModel('locales', locales) === locales.dangerModel).toBe(true), 120_000);
});

describe('the examples of danger', () => {
  const examples = dangerExamples('locales');

  it('have a known kind and an author each', () => {
    const odd = examples.filter(
      ({ expected, author, text }) => !dangerLabels.includes(expected) || author === '' || text === '',
    );
    expect(odd).toEqual([]);
    expect(examples.length).toBeGreaterThan(3_000);
  });

  it('stand in the file once', () => {
    const texts = examples.map(({ text }) => text.toLowerCase());
    expect(texts.filter((text, at) => texts.indexOf(text) !== at)).toEqual([]);
  });
});
