import { describe, expect, it } from 'vitest';
import { dangerModel } from '../../scripts/models/danger.ts';
import { readExamples } from '../../scripts/models/examples.ts';
import { intentLabels, intentModel } from '../../scripts/models/intent.ts';
import { languageModel } from '../../scripts/models/language.ts';
import { yesNoModel } from '../../scripts/models/yes-no.ts';
import { loadLocales } from '../../src/language/locales.ts';
import { dangerLabels } from '../../src/language/understand/danger.ts';
import { parseLanguageModel } from '../../src/language/understand/language-model.ts';
import { yesNoLabels } from '../../src/language/understand/yes-no.ts';

const locales = loadLocales('locales');

describe('the models in locales/ are those of the words and examples beside them (npm run model)', () => {
  // it learns from every text of the bot too: a few words more or less may wait for the next `npm run model`
  it('language', () => {
    const { pieces: built } = parseLanguageModel(languageModel(locales));
    const { pieces: kept } = parseLanguageModel(locales.model ?? '');
    const changed = Object.keys(built).filter((piece) => built[piece] !== kept[piece]);
    expect(changed.length / Object.keys(built).length).toBeLessThan(0.05);
  });
  it('intent', () => expect(intentModel('locales', locales) === locales.intentModel).toBe(true), 120_000);
  it('yesno', () => expect(yesNoModel('locales', locales) === locales.yesNoModel).toBe(true), 120_000);
  it('danger', () => expect(dangerModel('locales', locales) === locales.dangerModel).toBe(true), 120_000);
});

describe.each([
  ['danger', dangerLabels],
  ['intent', intentLabels],
  ['yesno', yesNoLabels],
] as const)('the examples of %s', (kind, labels) => {
  const examples = readExamples('locales', kind);

  it('have a known meaning and an author each', () => {
    const odd = examples.filter(
      ({ expected, author, text }) => !labels.includes(expected) || author === '' || text === '',
    );
    expect(odd).toEqual([]);
    expect(examples.length).toBeGreaterThan(900);
  });

  it('stand in the files once', () => {
    const texts = examples.map(({ text, language }) => `${language} ${text.toLowerCase()}`);
    expect(texts.filter((text, at) => texts.indexOf(text) !== at)).toEqual([]);
  });
});
