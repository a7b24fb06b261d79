import type { PlaceReading, Understanding } from '../understanding.ts';
import type { Lexicon, Message } from './lexicon.ts';
import { cueTable, findCues, roleOf } from './place-cues.ts';
import { decide } from './place-meant.ts';
import { findMentions, type Known } from './place-mentions.ts';
import type { PlaceNames } from './place-names.ts';

const none: PlaceReading = { place: null, candidates: [] };

/** Reads the place where a person lives now; asks back (candidates) when a name fits several. */
export function createPlaceReader(lexicon: Lexicon, names: PlaceNames, known: Known): Understanding['place'] {
  const cues = cueTable(lexicon);
  const filler = new Set([
    ...(['polite', 'here', 'origin', 'at'] as const)
      .flatMap((list) => [...lexicon.phrases(list)])
      .flatMap((phrase) => phrase.split(' ')),
    ...(['greetings', 'thanks', 'yes'] as const)
      .flatMap((list) => [...lexicon.phrases(list)])
      .filter((phrase) => !phrase.includes(' ')),
  ]);
  const readIn = (message: Message) => {
    const found = findCues(message, cues);
    const mentions = findMentions(message, names, known, found, filler);
    const placed = mentions.map((mention, at) => ({
      ...mention,
      role: roleOf(mention, mentions[at - 1], mentions[at + 1], found),
    }));
    return decide(placed);
  };
  return (text) => {
    const message = lexicon.read(text);
    if (message.words.length === 0) return none;
    const asWritten = readIn(message);
    if (asWritten.place !== null || message.full.length === message.words.length) return asWritten;
    // "jsuis de Dakar": cues show only when texting is written out
    const full = readIn({ ...message, words: message.full, sounds: message.fullSounds });
    return full.place !== null || asWritten.candidates.length === 0 ? full : asWritten;
  };
}
