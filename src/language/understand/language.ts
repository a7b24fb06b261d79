import { type TextLanguage, textLanguages } from '../languages.ts';
import type { Understanding } from '../understanding.ts';
import { costsOfWord, type LanguageModel, parseLanguageModel } from './language-model.ts';
import { plain, wordsOf } from './letters.ts';
import { type Lexicon, type Message, type PhraseList, soundOfPhrase } from './lexicon.ts';
import { sound } from './sound.ts';

/** What one word can say for or against a language, in nats: no single word decides a long message. */
const mostOfPieces = 4;
const ofGrammar = 4;
const ofTexting = 2;
const ofCommonWord = 1.5;
/** Borrowed French nouns ("formation", "passeport") say little in a Wolof or Pulaar sentence. */
const ofBorrowed = 0.25;
const sure = 0.8;
/** Evidence below this is no evidence, whatever the proportions. */
const leastEvidence = 1.2;
const warmth = 1.6;

const listed: readonly PhraseList[] = [
  'yes',
  'no',
  'greetings',
  'thanks',
  'common',
  'unsure',
  'refuse',
  'here',
  'origin',
  'elsewhere',
];
const wholeLists: readonly PhraseList[] = ['greetings', 'yes', 'no', 'thanks', 'refuse', 'unsure'];

/** Where a short word is one of several languages, it is taken for the one that most people write here. */
const mainLanguages: ReadonlySet<TextLanguage> = new Set(['fr', 'wo', 'ff', 'en']);

type Scores = Map<TextLanguage, number>;
type Words = ReadonlyMap<string, ReadonlySet<TextLanguage>>;

/** Reads the language of a message; words that carry the sentence win over borrowed nouns; null when unsure. */
export function createLanguageReader(lexicon: Lexicon): Understanding['language'] {
  const model = lexicon.locales.model === null ? null : parseLanguageModel(lexicon.locales.model);
  const whole = wordTable(lexicon, wholeLists, (phrase) => [soundOfPhrase(phrase)]);
  const wholeLetters = wordTable(lexicon, [...wholeLists, 'common'], (phrase) => [
    wordsOf(plain(phrase)).join(' '),
  ]);
  const texting = new Set(Object.keys(lexicon.locales.vocabularies.get('fr')?.short ?? {}).map(plain));
  const names = new Set([...lexicon.plainPhrases('names'), ...lexicon.plainPhrases('abroad')]);
  const grammar = wordTable(lexicon, ['grammar'], (phrase) => wordsOf(plain(phrase)));
  const common = wordTable(lexicon, listed, (phrase) => wordsOf(plain(phrase)).map(sound));
  const french = new Set([...common].filter(([, languages]) => languages.has('fr')).map(([word]) => word));
  return (text) => {
    const message = lexicon.read(text);
    const asWhole = wholeLetters.get(message.words.join(' ')) ?? whole.get(message.sounds.join(' '));
    const main = [...(asWhole ?? [])].filter(
      (language) => asWhole?.size === 1 || mainLanguages.has(language),
    );
    if (main.length === 1) return { language: main[0] ?? null, confidence: 0.95 };
    const scores = new Map(textLanguages.map((language) => [language, 0]));
    addGrammar(scores, message, grammar);
    for (const word of message.words)
      if (texting.has(word) && !grammar.has(word)) add(scores, 'fr', ofTexting);
    const carried = Math.max(scores.get('wo') ?? 0, scores.get('ff') ?? 0) > 0;
    for (const [at, word] of message.words.entries()) {
      if (/\d/.test(word) || names.has(word)) continue;
      const heard = message.sounds[at] ?? word;
      const borrowed = carried && french.has(heard) && !grammar.has(word);
      addWord(scores, word, common.get(heard), model, borrowed ? ofBorrowed : 1);
    }
    return verdict(scores);
  };
}

function wordTable(
  lexicon: Lexicon,
  lists: readonly PhraseList[],
  keys: (phrase: string) => readonly string[],
): Words {
  const table = new Map<string, Set<TextLanguage>>();
  for (const [language, vocabulary] of lexicon.locales.vocabularies) {
    for (const key of lists.flatMap((list) => (vocabulary[list] ?? []).flatMap(keys))) {
      if (key !== '') table.set(key, (table.get(key) ?? new Set()).add(language));
    }
  }
  return table;
}

function addGrammar(scores: Scores, message: Message, grammar: Words): void {
  for (const word of message.words) {
    const languages = grammar.get(word);
    for (const language of languages ?? []) add(scores, language, ofGrammar / (languages?.size ?? 1) ** 2);
  }
}

function addWord(
  scores: Scores,
  word: string,
  languages: ReadonlySet<TextLanguage> | undefined,
  model: LanguageModel | null,
  weight: number,
): void {
  for (const language of languages ?? []) {
    add(scores, language, (ofCommonWord * weight) / (languages?.size ?? 1));
  }
  if (model === null || word.length < 2) return;
  const costs = costsOfWord(model, word);
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  for (const [at, language] of model.languages.entries()) {
    const gain = Math.max(-mostOfPieces, Math.min(mostOfPieces, mean - (costs[at] ?? mean)));
    add(scores, language, gain * weight);
  }
}

function add(scores: Scores, language: TextLanguage, value: number): void {
  scores.set(language, (scores.get(language) ?? 0) + value);
}

function verdict(scores: Scores): { language: TextLanguage | null; confidence: number } {
  const order = [...scores].sort((one, other) => other[1] - one[1]);
  const [first] = order;
  if (first === undefined || first[1] < leastEvidence) return { language: null, confidence: 0 };
  const weights = order.map(([, score]) => Math.exp((score - first[1]) / warmth));
  const confidence = 1 / weights.reduce((sum, weight) => sum + weight, 0);
  return {
    language: confidence >= sure ? first[0] : null,
    confidence: Math.round(confidence * 100) / 100,
  };
}
