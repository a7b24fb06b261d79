import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import type { Locales } from '../../src/language/locales.ts';
import { createFeatures } from '../../src/language/understand/intent-features.ts';
import { createLexicon, type Lexicon } from '../../src/language/understand/lexicon.ts';

const smoothing = 0.2;
/** Every wish is shown equally often, or the ones with few examples would be found likely in all that is unknown. */
const shown = 150;

/** Trains the classifier of wishes on the examples of all languages and gives the text of `locales/intent-model.json`. */
export function intentModel(locales: Locales): string {
  const lexicon = createLexicon(locales);
  const featuresOf = createFeatures(lexicon);
  const classifier = new BayesClassifier(undefined, smoothing);
  for (const [intent, examples] of examplesByIntent(lexicon)) {
    for (let turn = 0; turn < shown; turn += 1) {
      const features = featuresOf(examples[turn % examples.length] ?? '');
      if (features.length > 0) classifier.addDocument(features, intent);
    }
  }
  classifier.train();
  // the examples themselves are not needed to classify
  return `${JSON.stringify({ ...JSON.parse(JSON.stringify(classifier)), docs: [] })}\n`;
}

/** Examples of each wish, the languages mixed so that each is shown. */
function examplesByIntent(lexicon: Lexicon): Map<string, string[]> {
  const lists = new Map<string, (readonly string[])[]>();
  for (const vocabulary of lexicon.locales.vocabularies.values()) {
    for (const [intent, examples] of Object.entries(vocabulary.intents ?? {})) {
      lists.set(intent, [...(lists.get(intent) ?? []), examples]);
    }
  }
  return new Map([...lists].map(([intent, all]) => [intent, interleaved(all)]));
}

function interleaved(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat();
}
