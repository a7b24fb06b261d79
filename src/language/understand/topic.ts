import { TfIdf } from 'natural/lib/natural/tfidf/index.js';
import type { TextLanguage } from '../languages.ts';
import type { WiderUnderstanding } from '../understanding.ts';
import type { Lexicon } from './lexicon.ts';
import { createTopicFeatures } from './topic-features.ts';

const mostOffered = 3;
/** Share of the best possible nearness below which a sheet is not offered. */
const least = 0.15;
/** The words a sheet names as its own say more than those of its text. */
const weightOfWords = 3;

/** Reads which information sheets answer a question, by TF-IDF over their words, titles and pages. */
export function createTopicReader(lexicon: Lexicon): WiderUnderstanding['topics'] {
  const { topics, texts } = lexicon.locales;
  const featuresOf = createTopicFeatures(lexicon);
  const index = new TfIdf();
  for (const topic of topics) {
    const own = Array.from({ length: weightOfWords }, () => topic.words).flat();
    const said = [...texts.values()].flatMap((language) =>
      [...language].filter(([key]) => key.startsWith(`topics.${topic.id}.`)).map(([, text]) => text),
    );
    index.addDocument([...own, ...said].flatMap((text) => features(text)));
  }
  const known = new Set(topics.flatMap((_, at) => Object.keys(documentOf(at))));
  const rarest = 1 + Math.log(Math.max(1, topics.length));
  return (text: string, _language: TextLanguage) => {
    const asked = features(text);
    if (asked.length === 0) return [];
    const nearness = topics.map((topic, at) => ({ topic: topic.id, nearness: score(asked, at) }));
    const best = nearness
      .filter((one) => one.nearness > least)
      .sort((one, other) => other.nearness - one.nearness);
    return best.slice(0, mostOffered);
  };

  function features(text: string): string[] {
    return featuresOf(text).filter((feature) => !feature.startsWith('^'));
  }

  /** Between 0 and 1: how much of what was asked the sheet speaks of, rare words counting more. */
  function score(asked: readonly string[], at: number): number {
    let told = 0;
    let whole = 0;
    for (const word of asked) {
      // words that no sheet has are not looked up: the library would remember each for ever
      const weight = known.has(word) ? index.idf(word) : rarest;
      const times = known.has(word)
        ? TfIdf.tf(word, documentOf(at) as unknown as Parameters<typeof TfIdf.tf>[1])
        : 0;
      whole += weight;
      if (times > 0) told += weight * Math.min(1, 0.6 + 0.2 * times);
    }
    return whole === 0 ? 0 : Math.round((told / whole) * 100) / 100;
  }

  function documentOf(at: number): Record<string, number> {
    return (index as unknown as { documents: Record<string, number>[] }).documents[at] ?? {};
  }
}
