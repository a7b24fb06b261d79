import type { Understanding } from '../understanding.ts';
import { createFeatures } from './features.ts';
import { noIntent } from './intents.ts';
import type { Lexicon } from './lexicon.ts';
import { parseLinearModel, probabilities, shareKnown } from './linear-model.ts';

type Reading = ReturnType<Understanding['intent']>;

const nothing: Reading = { intent: null, best: [] };
/** Sure enough to act on, saying what was understood: of writers not seen, 3 in 100 wishes were then taken wrongly. */
const sure = 0.2;
/** And this many times likelier than the next. */
const ahead = 1.5;
/** Two wishes this likely are both meant ("du travail ou apprendre"), whichever is ahead. */
const bothLikely = 0.33;
/** Sure that nothing is wished. */
const sureOfNone = 0.45;
/** Worth being offered as one of three. */
const likely = 0.06;
const mostOffered = 3;

/** Of a message in which hardly a word is known, the few that are say nothing. */
const leastKnown = 0.3;

/** Reads what a person wishes: a need, a subject, or something the bot does (`intents` lists them). */
export function createIntentReader(lexicon: Lexicon): Understanding['intent'] {
  const json = lexicon.locales.intentModel;
  if (json === null) return () => nothing;
  const model = parseLinearModel(json);
  const featuresOf = createFeatures(lexicon);
  const names = lexicon.plainPhrases('names');
  return (text) => {
    const { full, fullSounds } = lexicon.read(text);
    if (full.every((word) => names.has(word) || !/[a-z]{2}/.test(word))) return nothing;
    const known = shareKnown(model, fullSounds);
    if (known < leastKnown) return nothing;
    const odds = probabilities(model, featuresOf({ full, fullSounds }));
    return readingOf(
      odds.map((odd, at) => ({ intent: model.labels[at] ?? noIntent, confidence: odd * known })),
    );
  };
}

function readingOf(odds: readonly { intent: string; confidence: number }[]): Reading {
  const order = odds
    .map(({ intent, confidence }) => ({ intent, confidence: Math.round(confidence * 100) / 100 }))
    .sort((one, other) => other.confidence - one.confidence);
  const [first, second] = order;
  const wishes = order.filter(({ intent, confidence }) => intent !== noIntent && confidence >= likely);
  const best = wishes.slice(0, mostOffered);
  if (first === undefined || second === undefined) return nothing;
  if (first.intent === noIntent) return { intent: null, best: first.confidence >= sureOfNone ? [] : best };
  const alone = second.intent === noIntent || second.confidence < bothLikely;
  const clear = alone && first.confidence >= sure && first.confidence >= ahead * second.confidence;
  return { intent: clear ? first.intent : null, best };
}
