import type { TextLanguage } from '../languages.ts';
import { textLanguages } from '../languages.ts';
import type { Understanding } from '../understanding.ts';
import { type Lexicon, soundOfPhrase } from './lexicon.ts';

/** Reads the language of a message by the words of each language; null when unsure. */
export function createLanguageReader(lexicon: Lexicon): Understanding['language'] {
  const known = new Map<string, Set<TextLanguage>>();
  for (const language of textLanguages) {
    const vocabulary = lexicon.locales.vocabularies.get(language);
    if (vocabulary === undefined) continue;
    const { yes = [], no = [], greetings = [], thanks = [], common = [], here = [] } = vocabulary;
    for (const phrase of [...yes, ...no, ...greetings, ...thanks, ...common, ...here]) {
      for (const word of soundOfPhrase(phrase).split(' ')) {
        if (word !== '') known.set(word, (known.get(word) ?? new Set()).add(language));
      }
    }
  }
  return (text) => {
    const { sounds } = lexicon.read(text);
    const votes = new Map<TextLanguage, number>();
    for (const word of sounds) {
      const languages = known.get(word);
      for (const language of languages ?? []) {
        votes.set(language, (votes.get(language) ?? 0) + 1 / (languages?.size ?? 1));
      }
    }
    const order = [...votes].sort((one, other) => other[1] - one[1]);
    const [first, second] = order;
    if (first === undefined) return { language: null, confidence: 0 };
    const total = order.reduce((sum, [, count]) => sum + count, 0);
    const confidence = Math.round((first[1] / total) * 100) / 100;
    const sure = confidence >= 0.6 && first[1] > (second?.[1] ?? 0);
    return { language: sure ? first[0] : null, confidence };
  };
}
