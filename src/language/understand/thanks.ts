import type { WiderUnderstanding } from '../understanding.ts';
import { type Lexicon, without } from './lexicon.ts';

/** Reads messages that thank or agree and say nothing else, in any language. */
export function createThanksReader(lexicon: Lexicon): WiderUnderstanding['thanks'] {
  const lists = (...names: readonly ('thanks' | 'yes' | 'yes_alone' | 'greetings' | 'polite')[]) =>
    new Set(names.flatMap((name) => [...lexicon.phrases(name)]));
  const thanks = lists('thanks', 'yes', 'yes_alone');
  const around = lists('thanks', 'yes', 'yes_alone', 'greetings', 'polite');
  return (text) => {
    const { fullSounds } = lexicon.read(text);
    return without(fullSounds, thanks).length < fullSounds.length && without(fullSounds, around).length === 0;
  };
}
