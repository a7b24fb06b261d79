import type { WiderUnderstanding } from '../understanding.ts';
import { type Lexicon, without } from './lexicon.ts';

/** Reads messages that greet and say nothing else, in any language. */
export function createGreetingReader(lexicon: Lexicon): WiderUnderstanding['greeting'] {
  // by letters, not by sound: "Thiès" sounds like one of them
  const greetings = new Set([...lexicon.plainPhrases('greetings'), ...lexicon.plainPhrases('polite')]);
  return (text) => {
    const { words } = lexicon.read(text);
    return words.length > 0 && without(words, greetings).length === 0;
  };
}
