import type { Locales } from '../../src/language/locales.ts';
import { createAgesReader } from '../../src/language/understand/age.ts';
import { dangerLabels, ordinary, ruleFeatures } from '../../src/language/understand/danger.ts';
import { createDangerRules, type DangerRules } from '../../src/language/understand/danger-rules.ts';
import { createFeatures } from '../../src/language/understand/features.ts';
import { createLexicon, type Lexicon } from '../../src/language/understand/lexicon.ts';
import { createNumberFinder } from '../../src/language/understand/number.ts';
import { type Example, placeAnswers, readExamples } from './examples.ts';
import { type Sample, train } from './logistic.ts';

/** The author of messages on which the rules were mended. */
const earlier = 'earlier';
/** Wishes and choices that may tell of a danger themselves are no examples of ordinary talk. */
const grave = new Set(['safety_protection', 'ill_or_hurt', 'threatened', 'nowhere_to_sleep']);
const answers = ['yes', 'no', 'unsure', 'refuse', 'greetings', 'thanks', 'names'] as const;

/** Trains the reader of danger and gives the text of `locales/danger-model.json`. */
export function dangerModel(folder: string, locales: Locales): string {
  return train(dangerSamples(locales, allExamples(folder, locales)), dangerLabels);
}

/** Everything that the reader of danger learns from; words of ordinary talk that the rules call a danger are left out. */
export function allExamples(folder: string, locales: Locales): Example[] {
  const lexicon = createLexicon(locales);
  const rules = rulesOf(lexicon);
  const wishes = readExamples(folder, 'intent').filter(({ expected }) => !grave.has(expected));
  const ordinaryWishes = wishes.map((wish) => ({ ...wish, expected: ordinary }));
  const talk = [...ordinaryTalk(locales), ...ordinaryWishes].filter(
    ({ text, language }) => rules(lexicon.read(text), language) === null,
  );
  return [...readExamples(folder, 'danger'), ...talk, ...placeAnswers(ordinary)];
}

/** Words of the locales that are ordinary talk: examples of wishes, and what people answer to questions. */
function ordinaryTalk(locales: Locales): Example[] {
  return [...locales.vocabularies].flatMap(([language, vocabulary]) => {
    const { intents = {}, choices = {} } = vocabulary;
    const wishes = Object.entries({ ...intents, ...choices }).filter(([name]) => !grave.has(name));
    const texts = [
      ...wishes.map(([, words]) => words),
      ...answers.map((list) => vocabulary[list] ?? []),
    ].flat();
    return texts.map((text) => ({ expected: ordinary, author: 'locales', language, text }));
  });
}

/** Examples as the trained reader will see such messages, what the rules say of them included. */
export function dangerSamples(locales: Locales, examples: readonly Example[]): Sample[] {
  const lexicon = createLexicon(locales);
  const rules = rulesOf(lexicon);
  const featuresOf = createFeatures(lexicon);
  return examples.map(({ expected, author, language, text }) => {
    const message = lexicon.read(text);
    // the rules were mended on the earlier messages: what they say of those would be believed too much
    const told = author === earlier ? [] : ruleFeatures(rules(message, language));
    return { label: expected, features: [...featuresOf(message), ...told] };
  });
}

function rulesOf(lexicon: Lexicon): DangerRules {
  return createDangerRules(lexicon, createAgesReader(lexicon, createNumberFinder(lexicon)));
}
