import type { Locales } from '../../src/language/locales.ts';
import { noIntent } from '../../src/language/understand/intents.ts';
import { createLexicon } from '../../src/language/understand/lexicon.ts';
import { createYesNoFeatures, neither, yesNoLabels } from '../../src/language/understand/yes-no.ts';
import { createYesNoRules } from '../../src/language/understand/yes-no-rules.ts';
import { type Example, placeAnswers, readExamples } from './examples.ts';
import { type Sample, train } from './logistic.ts';

/** Lists of `understand.json`, and what a phrase of each answers. */
const lists = [
  ['yes', '+'],
  ['yes_alone', '+'],
  ['no', '-'],
  ['no_alone', '-'],
  ['unsure', neither],
  ['refuse', neither],
  ['greetings', neither],
  ['thanks', neither],
  ['names', neither],
] as const;
/** Of wishes and places, which are no answer, one in so many is enough. */
const oneWish = 4;
const onePlace = 10;

/** Trains the reader of yes and no and gives the text of `locales/yesno-model.json`. */
export function yesNoModel(folder: string, locales: Locales): string {
  return train(yesNoSamples(locales, yesNoExamples(folder, locales)), yesNoLabels);
}

/** Everything that the reader of yes and no learns from, each text once; labelled messages win over the lists. */
export function yesNoExamples(folder: string, locales: Locales): Example[] {
  const wishes = readExamples(folder, 'intent').filter(({ expected }) => expected !== noIntent);
  const talk = [
    ...wishes.filter((_, at) => at % oneWish === 0),
    ...placeAnswers(neither).filter((_, at) => at % onePlace === 0),
  ].map((one) => ({ ...one, expected: neither }));
  const listed = [...locales.vocabularies].flatMap(([language, vocabulary]) =>
    lists.flatMap(([list, expected]) =>
      (vocabulary[list] ?? []).map((text) => ({ expected, author: 'locales', language, text })),
    ),
  );
  const all = [...readExamples(folder, 'yesno'), ...listed, ...talk];
  const first = new Map(all.toReversed().map((one) => [one.text.toLowerCase(), one]));
  return all.filter((one) => first.get(one.text.toLowerCase()) === one);
}

/** Examples as the trained reader will see such messages, what the phrases say of them included. */
export function yesNoSamples(locales: Locales, examples: readonly Example[]): Sample[] {
  const lexicon = createLexicon(locales);
  const rules = createYesNoRules(lexicon);
  const featuresOf = createYesNoFeatures(lexicon);
  return examples.map(({ expected, text }) => {
    const message = lexicon.read(text);
    return { label: expected, features: featuresOf(message, rules(message).verdict) };
  });
}
