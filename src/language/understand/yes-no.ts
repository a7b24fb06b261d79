import type { Understanding } from '../understanding.ts';
import { createFeatures } from './features.ts';
import type { Lexicon, Message } from './lexicon.ts';
import { parseLinearModel, probabilities } from './linear-model.ts';
import { createYesNoRules, type Verdict } from './yes-no-rules.ts';

/** What is neither yes nor no, among the labels of the model: doubt, a question back, other talk. */
export const neither = '?';
/** All that the model tells apart, as the examples write it. */
export const yesNoLabels: readonly string[] = ['+', '-', neither];

/** A yes that is none does harm, a question only costs a message: so a yes must be likelier than a no to count. */
const leastYes = 0.55;
const leastNo = 0.45;
/** Of a message this short a listed phrase has said all there is. */
const shortest = 2;

/** A picture at the beginning of an answer. */
const pictures: ReadonlyMap<string, boolean> = new Map([
  ...['👍', '✅', '👌', '✔', '☑', '🆗', '🤝', '√'].map((picture) => [picture, true] as const),
  ...['👎', '❌', '🚫', '✖', '🙅', '⛔', '×'].map((picture) => [picture, false] as const),
]);

/** Reads yes and no in every language: listed phrases first, then a model that has what they said before it. */
export function createYesNoReader(
  lexicon: Lexicon,
  isPlace: (words: readonly string[]) => boolean,
): Understanding['yesNo'] {
  const rules = createYesNoRules(lexicon);
  const json = lexicon.locales.yesNoModel;
  const model = json === null ? null : parseLinearModel(json);
  const featuresOf = createYesNoFeatures(lexicon);
  return (text) => {
    const picture = pictures.get([...text.trimStart()].slice(0, 1).join(''));
    if (picture !== undefined) return picture;
    const message = lexicon.read(text);
    // "Dakar" is one letter from "dakor"
    if (isPlace(message.words)) return null;
    const { verdict, whole } = rules(message);
    const short = message.full.length <= shortest && (verdict === 'yes' || verdict === 'no');
    if (whole || short || model === null) return answerOf(verdict);
    if (!message.full.some((word) => /[a-z]{2}/.test(word))) return null;
    const [yes = 0, no = 0] = probabilities(model, featuresOf(message, verdict));
    if (yes >= leastYes) return true;
    return no >= leastNo ? false : null;
  };
}

/** Reads the yes or no of a label ("Oui, 18 ans ou plus") by the listed phrases alone. */
export function createLabelReader(lexicon: Lexicon): (label: string) => boolean | null {
  const rules = createYesNoRules(lexicon);
  return (label) => answerOf(rules(lexicon.read(label)).verdict);
}

function answerOf(verdict: Verdict): boolean | null {
  return verdict === 'yes' || verdict === 'no' ? verdict === 'yes' : null;
}

/** What the model looks at: the words, what the phrases said of them, how the message begins and ends. */
export function createYesNoFeatures(lexicon: Lexicon): (message: Message, verdict: Verdict) => string[] {
  const featuresOf = createFeatures(lexicon);
  return (message, verdict) => {
    const { fullSounds, raw } = message;
    const [first = '', second = ''] = fullSounds;
    const ends = [`!first ${first}`, `!first ${first} ${second}`, `!last ${fullSounds.at(-1) ?? ''}`];
    return [...featuresOf(message), ...ends, `!rules ${verdict}`, ...(/\?\s*$/.test(raw) ? ['!asks'] : [])];
  };
}
