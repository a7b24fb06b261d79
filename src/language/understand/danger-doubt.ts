import type { Vocabulary } from '../vocabulary.ts';
import type { Lexicon } from './lexicon.ts';
import { createFinder, type FindPhrases, type Found, parsePhrase } from './phrases.ts';
import { sound } from './sound.ts';

/** Says of words found in a message whether they are denied, long past, or of a story. */
export interface Doubt {
  /** Words over which no phrase may reach: "je veux *pas* mourir". */
  readonly denials: ReadonlySet<string>;
  /** A film, a song, a proverb: nobody here is meant. */
  told(sounds: readonly string[], words: readonly string[]): boolean;
  /** Years ago, and nothing says that it goes on. */
  past(sounds: readonly string[], words: readonly string[]): boolean;
  /** "personne ne me menace", "pas de blessé". */
  denied(sounds: readonly string[], found: Pick<Found<unknown>, 'start' | 'end'>): boolean;
}

type DoubtList = keyof NonNullable<Vocabulary['doubt']>;

/** Builds the doubts from the lists `doubt` of all languages. */
export function createDoubt(lexicon: Lexicon): Doubt {
  const told = finderOf(lexicon, 'told');
  const past = finderOf(lexicon, 'past');
  const still = finderOf(lexicon, 'still');
  const over = finderOf(lexicon, 'over');
  const denials = soundsOf(lexicon, 'denied');
  const links = soundsOf(lexicon, 'links');
  const goes = soundsOf(lexicon, 'goes_on');
  return {
    denials,
    told: (sounds, words) => told(sounds, words).length > 0,
    past: (sounds, words) => {
      if (past(sounds, words).length === 0 && !namesYear(words, sounds, goes)) return false;
      return still(sounds, words).length === 0 || over(sounds, words).length > 0;
    },
    denied: (sounds, found) => deniedBefore(sounds, found.start, denials, links, goes),
  };
}

function finderOf(lexicon: Lexicon, list: DoubtList): FindPhrases<true> {
  return createFinder(phrasesOf(lexicon, list).map((phrase) => parsePhrase(phrase, true)));
}

function phrasesOf(lexicon: Lexicon, list: DoubtList): readonly string[] {
  return lexicon.vocabularies('fr').flatMap(([, { doubt }]) => doubt?.[list] ?? []);
}

function soundsOf(lexicon: Lexicon, list: DoubtList): ReadonlySet<string> {
  return new Set(phrasesOf(lexicon, list).map(sound));
}

/** A year by its four digits, but not "depuis 2019". */
function namesYear(
  words: readonly string[],
  sounds: readonly string[],
  goesOn: ReadonlySet<string>,
): boolean {
  return words.some((word, at) => /^(?:19|20)\d\d$/.test(word) && !goesOn.has(sounds[at - 1] ?? ''));
}

/** Words that may stand between a denial and what it denies. */
const mostLinks = 3;

function deniedBefore(
  sounds: readonly string[],
  start: number,
  denials: ReadonlySet<string>,
  links: ReadonlySet<string>,
  goesOn: ReadonlySet<string>,
): boolean {
  for (let at = start - 1; at >= 0 && at >= start - 1 - mostLinks; at -= 1) {
    const heard = sounds[at] ?? '';
    // "il n'arrête pas de saigner"
    if (denials.has(heard)) return !goesOn.has(sounds[at - 1] ?? '');
    if (!links.has(heard)) return false;
  }
  return false;
}
