import type { TextLanguage } from '../languages.ts';
import { type Need, needs, type Understanding, type WiderUnderstanding } from '../understanding.ts';
import type { Lexicon } from './lexicon.ts';

/** A clause this sure names its need, even where the rest of the message says more of others. */
const sureOfClause = 0.6;
/** One word torn out of its sentence ("du riz") says what the sentence says of it, and no more. */
const leastWords = 3;
const mostClauses = 12;

/** Reads every need that a message tells of, clause by clause, in the order told. */
export function createNeedsReader(
  lexicon: Lexicon,
  intent: Understanding['intent'],
): WiderUnderstanding['needs'] {
  const joiners = lexicon.plainPhrases('joiners');
  return (text, language) => {
    const whole = intent(text, language);
    const likely = new Set(whole.best.map((one) => one.intent));
    const clauses = clausesOf(text, lexicon, joiners);
    const told = clauses.length < 2 ? [] : clauses.flatMap((clause) => needOf(clause, likely, language));
    const unique = [...new Set(told)];
    return unique.length > 0 ? unique : [whole.intent].filter(isNeed);
  };

  function needOf(clause: string, likely: ReadonlySet<string>, language: TextLanguage): Need[] {
    const { intent: need, best } = intent(clause, language);
    const alone =
      (best[0]?.confidence ?? 0) >= sureOfClause && lexicon.read(clause).full.length >= leastWords;
    return isNeed(need) && (likely.has(need) || alone) ? [need] : [];
  }
}

function isNeed(intent: string | null): intent is Need {
  return (needs as readonly (string | null)[]).includes(intent);
}

/** The parts of a message between signs and joining words ("et", "ak", "and"). */
function clausesOf(text: string, lexicon: Lexicon, joiners: ReadonlySet<string>): string[] {
  const clauses: string[] = [];
  for (const part of text.split(/[.,;:!?\n+/]+/)) {
    let words: string[] = [];
    for (const word of part.split(/\s+/)) {
      if (joiners.has(lexicon.read(word).words.join(' '))) {
        clauses.push(words.join(' '));
        words = [];
      } else words.push(word);
    }
    clauses.push(words.join(' '));
  }
  return clauses.filter((clause) => /\p{L}{2}/u.test(clause)).slice(0, mostClauses);
}
