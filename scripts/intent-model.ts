// npm run model: trains the classifier of wishes on the examples in locales/*/understand.json and writes
// locales/intent-model.json. Sentences of test/understanding/ are never read.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import { loadLocales } from '../src/language/locales.ts';
import { createFeatures } from '../src/language/understand/intent-features.ts';
import { createLexicon } from '../src/language/understand/lexicon.ts';

const smoothing = 0.2;
/** Every wish is shown equally often, or the ones with few examples would be found likely in all that is unknown. */
const shown = 150;

const lexicon = createLexicon(loadLocales('locales'));
const featuresOf = createFeatures(lexicon);
const classifier = new BayesClassifier(undefined, smoothing);
for (const [intent, examples] of examplesByIntent()) {
  for (let turn = 0; turn < shown; turn += 1) {
    const features = featuresOf(examples[turn % examples.length] ?? '');
    if (features.length > 0) classifier.addDocument(features, intent);
  }
}
classifier.train();
// the examples themselves are not needed to classify
const trained = { ...JSON.parse(JSON.stringify(classifier)), docs: [] };
const path = join('locales', 'intent-model.json');
writeFileSync(path, `${JSON.stringify(trained)}\n`);
console.log(`${path}: ${Object.keys(trained.features).length} features of ${examplesByIntent().size} wishes`);

/** Examples of each wish, the languages mixed so that each is shown. */
function examplesByIntent(): Map<string, string[]> {
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
