import type { ChoiceReading } from '../understanding.ts';
import { type Label, reading } from './choice-labels.ts';
import type { Message } from './lexicon.ts';
import { errorsAllowed, typingErrors } from './near.ts';

/** Typing errors in a label, or in one word of the message that stands for one. */
export function byNearMiss(message: Message, labels: readonly Label[]): ChoiceReading {
  const whole = message.sounds.join(' ');
  const near = labels.filter((label) => isNear(label.words.join(' '), whole));
  if (near.length > 0)
    return reading(
      near.map((label) => label.id),
      false,
    );
  if (message.words.length > 5) return null;
  const single = labels.filter((label) => label.words.length === 1);
  // one word of several must be long to be taken for another
  const least = message.words.length > 1 ? 6 : 0;
  const some = single.filter((label) =>
    message.sounds.some((word) => word.length >= least && isNear(label.words[0] ?? '', word)),
  );
  return reading(
    some.map((label) => label.id),
    false,
  );
}

function isNear(label: string, word: string): boolean {
  const allowed = Math.min(errorsAllowed(label.length), errorsAllowed(word.length + 1));
  return allowed > 0 && label[0] === word[0] && typingErrors(label, word, allowed) <= allowed;
}
