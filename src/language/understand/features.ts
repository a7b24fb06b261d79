import { ear } from './ear.ts';
import type { Lexicon, Message } from './lexicon.ts';
import { createMeanings } from './meanings.ts';

/** The words of a message that a trained reader looks at, as `Lexicon.read` gives them. */
export type Heard = Pick<Message, 'full' | 'fullSounds'>;

/** What the trained readers of danger and wishes look at in a message. */
export type FeaturesOf = (heard: Heard) => string[];

/** Meanings further apart than this say nothing of each other's order. */
const reach = 5;
/** Letters by which words of one stem are one. */
const stem = 5;
/** Lengths of the pieces of words, which stand for spellings never seen. */
const pieces = [3, 4, 5] as const;
/** Ends of words carry the negation in Wolof and Pulaar ("dóoru", "fiyaani"). */
const ending = 3;

/**
 * Makes the reader of features: words by two sounds, with their neighbours, their beginnings, ends and pieces; and
 * their meanings, alone and together, which carry what was learnt in one language over to the others.
 */
export function createFeatures(lexicon: Lexicon): FeaturesOf {
  const meaningsOf = createMeanings(lexicon);
  return (heard) => {
    const features = new Set<string>();
    addNeighbours(features, '', heard.fullSounds);
    addNeighbours(features, '=', heard.full.map(ear));
    for (const [at, word] of heard.full.entries()) addParts(features, word, heard.fullSounds[at] ?? word);
    addMeanings(features, meaningsOf(heard));
    features.add(`!${Math.floor(Math.log2(heard.full.length + 1))}`);
    return [...features];
  };
}

function addNeighbours(features: Set<string>, sign: string, keys: readonly string[]): void {
  for (const [at, key] of keys.entries()) {
    features.add(sign + key);
    if (at + 1 < keys.length) features.add(`${sign}${key} ${keys[at + 1]}`);
    if (at + 2 < keys.length) features.add(`${sign}${key} _ ${keys[at + 2]}`);
  }
}

function addParts(features: Set<string>, word: string, sound: string): void {
  if (word.length > stem) features.add(`^${word.slice(0, stem)}`);
  if (word.length > ending + 1) {
    features.add(`$${word.slice(-ending)}`);
    features.add(`$${word.slice(0, ending)}-${word.slice(1 - ending)}`);
  }
  const padded = `<${sound}>`;
  for (const length of pieces) {
    for (let at = 0; at + length <= padded.length; at += 1) features.add(`.${padded.slice(at, at + length)}`);
  }
}

function addMeanings(features: Set<string>, found: ReturnType<ReturnType<typeof createMeanings>>): void {
  const all = [...new Set(found.map((one) => one.says))].sort();
  for (const [at, one] of all.entries()) {
    features.add(`#${one}`);
    for (const other of all.slice(at + 1)) features.add(`#${one}&${other}`);
  }
  for (const [at, one] of found.entries()) {
    // they stand in order, so that only the next few are looked at
    for (let next = at + 1; next < found.length; next += 1) {
      const other = found[next];
      const apart = (other?.start ?? 0) - one.end;
      if (other === undefined || apart >= reach) break;
      if (apart >= 0) features.add(`#${one.says}>${other.says}`);
    }
  }
}
