import type { Understanding } from '../understanding.ts';
import { type Lexicon, type Message, type PhraseList, soundOfPhrase } from './lexicon.ts';
import { errorsAllowed, typingErrors } from './near.ts';

type Mark = 'yes' | 'no' | 'unsure' | 'but';

interface Marked {
  readonly mark: Mark;
  readonly at: number;
}

/** A picture at the beginning of an answer. */
const pictures: ReadonlyMap<string, boolean> = new Map([
  ...['👍', '✅', '👌', '✔', '☑', '🆗', '🤝', '√'].map((picture) => [picture, true] as const),
  ...['👎', '❌', '🚫', '✖', '🙅', '⛔', '×'].map((picture) => [picture, false] as const),
]);
/** Words that turn what follows: "je ne dis pas oui". */
const turners = new Set(['ne', 'n', 'pas', 'jamais', 'not', 'never', 'don', 'dont']);
const buts = new Set(
  ['mais', 'sauf', 'enfin', 'but', 'waaye', 'waye', 'wante', 'kono'].map((word) => soundOfPhrase(word)),
);
/** A yes or no inside a longer message counts only near its beginning. */
const openingWords = 3;
/** Words of yes and no that mean something else inside a sentence ("no mbadda"). */
const tiny = new Set([
  'no',
  'nn',
  'si',
  'ey',
  'ee',
  'eh',
  'ha',
  'haa',
  'ani',
  'bien',
  'rien',
  'yo',
  'ala',
  'det',
]);
const longestPhrase = 6;
const shortestHeard = 4;

/** Reads yes and no in every language, refusals that hold a yes word among them. */
export function createYesNoReader(lexicon: Lexicon): Understanding['yesNo'] {
  const phrases = phraseMarks(lexicon);
  const single = [...phrases.letters, ...phrases.sounds].filter(([phrase]) => /^[^ ]{4,}$/.test(phrase));
  return (text) => {
    const picture = pictures.get([...text.trimStart()].slice(0, 1).join(''));
    if (picture !== undefined) return picture;
    const message = lexicon.read(text);
    const marks = marksOf(message, phrases);
    if (marks.length > 0) return verdict(marks, message);
    const [only] = message.full;
    if (only === undefined || message.full.length > 1) return null;
    const drawn = phrases.letters.get(only.replace(/(.)\1+/g, '$1'));
    if (drawn === 'yes' || drawn === 'no') return drawn === 'yes';
    return nearMiss([only, message.fullSounds[0] ?? only], single);
  };
}

/** Phrases by their letters and, where long enough not to meet another word ("passe", "pas"), by their sound. */
interface Marks {
  readonly letters: ReadonlyMap<string, Mark>;
  readonly sounds: ReadonlyMap<string, Mark>;
  readonly alone: ReadonlySet<string>;
}

function phraseMarks(lexicon: Lexicon): Marks {
  const letters = new Map<string, Mark>();
  const sounds = new Map<string, Mark>();
  const lists: readonly (readonly [PhraseList, Mark])[] = [
    ['yes', 'yes'],
    ['no', 'no'],
    ['yes_alone', 'yes'],
    ['no_alone', 'no'],
    ['refuse', 'unsure'],
    ['unsure', 'unsure'],
  ];
  for (const [list, mark] of lists) {
    for (const phrase of lexicon.phrases(list)) if (phrase.length >= shortestHeard) sounds.set(phrase, mark);
    for (const phrase of lexicon.plainPhrases(list)) letters.set(phrase, mark);
  }
  return { letters, sounds, alone: alonePhrases(lexicon) };
}

function alonePhrases(lexicon: Lexicon): ReadonlySet<string> {
  const lists = ['yes_alone', 'no_alone'] as const;
  return new Set(lists.flatMap((list) => [...lexicon.phrases(list)]));
}

/** Walks the message and takes the longest known phrase at each word. */
function marksOf(message: Message, phrases: Marks): Marked[] {
  const { fullSounds: sounds, full } = message;
  const marks: Marked[] = [];
  let turned = false;
  for (let at = 0; at < full.length; ) {
    const known = longestKnown(full, sounds, at, phrases);
    if (known !== null && !(full.length > 2 && tiny.has(full[at] ?? '') && known.length === 1)) {
      const alone = phrases.alone.has(sounds.slice(at, at + known.length).join(' '));
      const said = !alone || at + known.length >= full.length;
      const mark = turned ? opposite(known.mark, full[at] ?? '') : known.mark;
      if (said) marks.push({ mark, at });
      turned = false;
    } else if (buts.has(sounds[at] ?? '')) marks.push({ mark: 'but', at });
    else turned ||= turners.has(full[at] ?? '') || /[a-z]{2}ou?ma$|[a-z]{2}uma$/.test(full[at] ?? '');
    at += known?.length ?? 1;
  }
  return marks;
}

function longestKnown(
  words: readonly string[],
  sounds: readonly string[],
  at: number,
  phrases: Marks,
): { mark: Mark; length: number } | null {
  for (let length = Math.min(longestPhrase, words.length - at); length > 0; length -= 1) {
    const written = phrases.letters.get(words.slice(at, at + length).join(' '));
    const mark = written ?? phrases.sounds.get(sounds.slice(at, at + length).join(' '));
    if (mark !== undefined) return { mark, length };
  }
  return null;
}

/** "je ne dis pas oui", "je ne dis pas non"; a refusal that holds its own "pas" stays one. */
function opposite(mark: Mark, word: string): Mark {
  if (mark === 'yes') return 'no';
  return mark === 'no' && /^(?:non|no)$/.test(word) ? 'yes' : mark;
}

/** Said at the beginning, or all there is; a yes and a no that contradict each other say nothing. */
function verdict(marks: readonly Marked[], message: Message): boolean | null {
  const [first] = marks;
  if (first === undefined || first.mark === 'but') return null;
  if (first.at > openingWords && message.full.length > openingWords + 3) return null;
  const later = marks.slice(1);
  if (first.mark === 'unsure') return null;
  if (first.mark === 'no')
    return later.some((mark) => mark.mark === 'yes') && opens(later, 'but') ? null : false;
  if (!later.some((mark) => mark.mark === 'no')) return true;
  // "oui mais non", "ok enfin non": the last word counts when it ends the message
  const last = later.at(-1);
  const ends = last?.mark === 'no' && last.at === message.full.length - 1;
  // "oui mais non, laissez": the no stands right behind the but
  const turnedDown = later.some(
    (mark, at) =>
      mark.mark === 'no' && later[at - 1]?.mark === 'but' && mark.at - (later[at - 1]?.at ?? 0) === 1,
  );
  return turnedDown || (ends && opens(later, 'but')) ? false : null;
}

function opens(marks: readonly Marked[], mark: Mark): boolean {
  return marks.some((one) => one.mark === mark);
}

function nearMiss(words: readonly string[], single: readonly (readonly [string, Mark])[]): boolean | null {
  if (words.some((word) => errorsAllowed(word.length + 1) === 0)) return null;
  const found = new Set(
    single
      .filter(([phrase]) => words.some((word) => typingErrors(phrase, word, 1) <= 1))
      .map(([, mark]) => mark),
  );
  const [only] = found;
  if (found.size !== 1 || only === 'unsure') return null;
  return only === 'yes';
}
