import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import type { Understanding } from '../understanding.ts';
import { createFeatures } from './intent-features.ts';
import { noIntent } from './intents.ts';
import type { Lexicon } from './lexicon.ts';

type Reading = ReturnType<Understanding['intent']>;

const nothing: Reading = { intent: null, best: [] };
/** Sure enough to act on, saying what was understood. */
const sure = 0.45;
/** And this many times likelier than the next. */
const ahead = 1.6;
/** Worth being offered as one of three. */
const likely = 0.06;
/** Bayes is too proud of itself on long messages: its odds are taken down by the number of words. */
const modesty = 0.7;
const mostOffered = 3;
/** Of a message in which hardly a word is known, the few that are say nothing. */
const leastKnown = 0.25;

/** Reads what a person wishes: a need, a subject, or something the bot does (`intents` lists them). */
export function createIntentReader(lexicon: Lexicon): Understanding['intent'] {
  const model = lexicon.locales.intentModel;
  if (model === null) return () => nothing;
  const classifier = restoreIntentModel(model);
  const featuresOf = createFeatures(lexicon);
  const known = new Set(knownFeatures(classifier));
  const names = new Set([...lexicon.phrases('names')].flatMap((phrase) => phrase.split(' ')));
  return (text) => {
    const all = featuresOf(text).filter((feature) => !names.has(feature));
    const features = all.filter((feature) => known.has(feature));
    if (features.length === 0 || features.length < leastKnown * all.length) return nothing;
    const best = odds(classifier, features);
    const [first] = best;
    const offered = best
      .filter((one) => one.intent !== noIntent && one.confidence >= likely)
      .slice(0, mostOffered);
    if (first === undefined || first.intent === noIntent) {
      return { intent: null, best: (first?.confidence ?? 0) >= sure ? [] : offered };
    }
    const clear = first.confidence >= sure && first.confidence >= ahead * (best[1]?.confidence ?? 0);
    return { intent: clear ? first.intent : null, best: offered };
  };
}

/** The classifier as `npm run model` wrote it. */
export function restoreIntentModel(json: string): BayesClassifier {
  return BayesClassifier.restore(JSON.parse(json));
}

function knownFeatures(classifier: BayesClassifier): string[] {
  return Object.keys((classifier as unknown as { features: Record<string, number> }).features);
}

function odds(
  classifier: BayesClassifier,
  features: readonly string[],
): { intent: string; confidence: number }[] {
  // the type names one text only; the classifier takes features as they are
  const all = classifier.getClassifications(features as unknown as string);
  const strength = features.length > 2 ? modesty : 1;
  const weights = all.map(({ label, value }) => ({ intent: label, confidence: value ** strength }));
  const total = weights.reduce((sum, one) => sum + one.confidence, 0);
  return weights
    .map(({ intent, confidence }) => ({ intent, confidence: Math.round((confidence / total) * 100) / 100 }))
    .sort((one, other) => other.confidence - one.confidence);
}
