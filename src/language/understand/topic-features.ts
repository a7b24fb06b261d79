import type { Lexicon } from './lexicon.ts';
import { sound } from './sound.ts';

/** What the reader of information sheets looks at in a message. */
export type TopicFeatures = (text: string) => string[];

const beginning = 4;

/**
 * Makes the reader of features: the words that carry no grammar, by their sound, and their first letters, which
 * stand for the stem in all languages (chercher, cherche; liggéey, liggéeykat; janngude, janngi).
 */
export function createTopicFeatures(lexicon: Lexicon): TopicFeatures {
  const words = [...lexicon.plainPhrases('grammar')].flatMap((phrase) => phrase.split(' '));
  const grammar = new Set([...words, ...lexicon.around('subject')]);
  return (text) => {
    const words = lexicon.read(text).full.filter((word) => word.length > 1 && !grammar.has(word));
    const features = words.map(sound).flatMap((word) => {
      return word.length > beginning ? [word, `^${word.slice(0, beginning)}`] : [word];
    });
    return [...new Set(features)];
  };
}
