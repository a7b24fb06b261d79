import type { Locales } from '../../src/language/locales.ts';
import { createFeatures } from '../../src/language/understand/features.ts';
import { intents, noIntent } from '../../src/language/understand/intents.ts';
import { createLexicon } from '../../src/language/understand/lexicon.ts';
import { type Example, placeAnswers, readExamples } from './examples.ts';
import { type Sample, train } from './logistic.ts';

/** All that the reader of wishes tells apart. */
export const intentLabels: readonly string[] = [...intents, noIntent];

/** Trains the reader of wishes and gives the text of `locales/intent-model.json`. */
export function intentModel(folder: string, locales: Locales): string {
  return train(intentSamples(locales, intentExamples(folder, locales)), intentLabels);
}

/** Everything that the reader of wishes learns from: labelled messages, the short lists of `understand.json`, greetings. */
export function intentExamples(folder: string, locales: Locales): Example[] {
  const listed = [...locales.vocabularies].flatMap(
    ([language, { intents: lists = {}, greetings = [], thanks = [] }]) => {
      const wishes = Object.entries({
        ...lists,
        [noIntent]: [...(lists[noIntent] ?? []), ...greetings, ...thanks],
      });
      return wishes.flatMap(([expected, texts]) =>
        texts.map((text) => ({ expected, author: 'locales', language, text })),
      );
    },
  );
  return [...readExamples(folder, 'intent'), ...listed, ...placeAnswers(noIntent)];
}

/** Examples as the trained reader will see such messages. */
export function intentSamples(locales: Locales, examples: readonly Example[]): Sample[] {
  const lexicon = createLexicon(locales);
  const featuresOf = createFeatures(lexicon);
  return examples.map(({ expected, text }) => ({
    label: expected,
    features: featuresOf(lexicon.read(text)),
  }));
}
