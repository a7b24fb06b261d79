import type { Understanding } from '../understanding.ts';
import { type Lexicon, soundOfPhrase } from './lexicon.ts';

/** Reads what a person wishes: a need, a topic, or to do something here. */
export function createIntentReader(lexicon: Lexicon): Understanding['intent'] {
  const examples = [...lexicon.locales.vocabularies.values()].flatMap((vocabulary) =>
    Object.entries(vocabulary.intents ?? {}).flatMap(([intent, phrases]) =>
      phrases.map((phrase) => ({ intent, words: soundOfPhrase(phrase).split(' ') })),
    ),
  );
  return (text) => {
    const heard = new Set(lexicon.read(text).fullSounds);
    const scores = new Map<string, number>();
    for (const { intent, words } of examples) {
      const share = words.filter((word) => heard.has(word)).length / words.length;
      scores.set(intent, Math.max(scores.get(intent) ?? 0, share));
    }
    const best = [...scores]
      .map(([intent, confidence]) => ({ intent, confidence }))
      .filter((one) => one.confidence >= 0.5)
      .sort((one, other) => other.confidence - one.confidence)
      .slice(0, 3);
    const [first, second] = best;
    const sure =
      first !== undefined && first.confidence >= 0.99 && first.confidence > (second?.confidence ?? 0);
    return { intent: sure ? first.intent : null, best };
  };
}
