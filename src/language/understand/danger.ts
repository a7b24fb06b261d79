import { type Danger, dangers, type Understanding } from '../understanding.ts';
import type { ReadAges } from './age.ts';
import { createDangerRules, type Told } from './danger-rules.ts';
import { createFeatures, type Heard } from './features.ts';
import type { Lexicon } from './lexicon.ts';
import { evidence, type LinearModel, parseLinearModel, probabilities, shareKnown } from './linear-model.ts';

/** What is no danger, among the labels of the model. */
export const ordinary = 'ordinary';
/** All that the model tells apart. */
export const dangerLabels: readonly string[] = [ordinary, ...dangers];

/**
 * How likely a danger must be to count: set on messages of writers that the model had not seen (`npm run eval -- --writers`), so
 * that at most two in a hundred ordinary ones set it off.
 */
const least = 0.5;
/** Of a message this short a rule that fits has heard all there is: it is sure. */
const shortest = 6;
/** Fewer words are an answer to a question ("Dakar", "Awa 15h"), of which the model can say nothing. */
const fewest = 3;
/** Longer messages are read in parts that overlap, one every so many words: one sentence of danger in a long story must not drown. */
const longestPart = 60;
const step = 40;
/** Of words that are hardly ever seen the model can say nothing: names, another language. */
const leastKnown = 0.3;
/** Words shown as the reason. */
const shownWords = 4;

/** Reads a danger told unasked by the rules and by the model that was trained on examples; the model has both before it. */
export function createDangerReader(lexicon: Lexicon, ages: ReadAges): Understanding['danger'] {
  const rules = createDangerRules(lexicon, ages);
  const json = lexicon.locales.dangerModel;
  if (json === null) return (text, language) => rules(lexicon.read(text), language);
  const model = parseLinearModel(json);
  const featuresOf = createFeatures(lexicon);
  return (text, language) => {
    const message = lexicon.read(text);
    const told = rules(message, language);
    const words = message.full.filter((word) => /\D/.test(word)).length;
    if (words < fewest || (told !== null && message.full.length <= shortest)) return told;
    for (const part of partsOf(message)) {
      if (shareKnown(model, part.fullSounds) < leastKnown) continue;
      const danger = dangerOf(model, [...featuresOf(part), ...ruleFeatures(told)]);
      if (danger === null) continue;
      // "j'ai 15 ans et je veux mourir": who wants to die is answered as such, and being young hides no other danger
      const rather = told?.danger === danger || told?.danger === 'self_harm' || danger === 'minor_alone';
      if (told !== null && rather) return told;
      return { danger, because: weightiest(model, featuresOf, part, danger) };
    }
    return null;
  };
}

/** What the rules heard, as the model sees it. */
export function ruleFeatures(told: Told | null): string[] {
  return told === null ? ['!quiet'] : ['!told', `!told ${told.danger}`];
}

function partsOf({ full, fullSounds }: Heard): Heard[] {
  if (full.length <= longestPart) return [{ full, fullSounds }];
  const parts: Heard[] = [];
  for (let at = 0; at < full.length - (longestPart - step); at += step) {
    const end = at + longestPart;
    parts.push({ full: full.slice(at, end), fullSounds: fullSounds.slice(at, end) });
  }
  return parts;
}

function dangerOf(model: LinearModel, features: readonly string[]): Danger | null {
  const likely = probabilities(model, features);
  if (1 - (likely[0] ?? 1) < least) return null;
  const most = Math.max(...likely.slice(1));
  return dangers[likely.slice(1).indexOf(most)] ?? null;
}

/** The few words in a row that speak most for the danger. */
function weightiest(
  model: LinearModel,
  featuresOf: (heard: Heard) => string[],
  part: Heard,
  danger: Danger,
): string {
  let best = { says: Number.NEGATIVE_INFINITY, words: '' };
  for (let at = 0; at <= Math.max(0, part.full.length - shownWords); at += 1) {
    const full = part.full.slice(at, at + shownWords);
    const features = featuresOf({ full, fullSounds: part.fullSounds.slice(at, at + shownWords) });
    const says = evidence(model, features, danger, ordinary);
    if (says > best.says) best = { says, words: full.join(' ') };
  }
  return best.words;
}
