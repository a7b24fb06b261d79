import type { Lexicon, Message, PhraseList } from './lexicon.ts';
import { errorsAllowed, typingErrors } from './near.ts';

type Mark = 'yes' | 'no' | 'unsure' | 'but';

interface Marked {
  readonly mark: Mark;
  readonly at: number;
}

/** What the listed phrases say of a message; "unsure" where they contradict each other, or say so. */
export type Verdict = 'yes' | 'no' | 'unsure' | 'nothing';

/** Reads yes and no by the phrases of `understand.json`; `whole`: the message is nothing but one of them. */
export type YesNoRules = (message: Message) => { readonly verdict: Verdict; readonly whole: boolean };

/** A yes or no inside a longer message counts only near its beginning. */
const openingWords = 3;
/** "oui mais pas ça": a denial so soon after a but takes the yes back, or only limits it. */
const afterBut = 3;
const longestPhrase = 6;
const shortestHeard = 4;

/** Makes the reader by phrases, refusals that hold a yes word among them. */
export function createYesNoRules(lexicon: Lexicon): YesNoRules {
  const phrases = phraseMarks(lexicon);
  const single = [...phrases.letters, ...phrases.sounds].filter(([phrase]) => /^[^ ]{4,}$/.test(phrase));
  return (message) => {
    const { full, fullSounds } = message;
    const listed = longestKnown(full, fullSounds, 0, phrases);
    const whole = listed !== null && listed.length === full.length;
    const marks = marksOf(message, phrases);
    if (marks.length > 0) return { verdict: named(verdictOf(marks, message, phrases)), whole };
    const [only] = full;
    if (only === undefined || full.length > 1) return { verdict: 'nothing', whole };
    const drawn = phrases.letters.get(only.replace(/(.)\1+/g, '$1'));
    if (drawn === 'yes' || drawn === 'no') return { verdict: drawn, whole: true };
    const near = nearMiss([only, fullSounds[0] ?? only], single);
    return { verdict: near === null ? 'nothing' : named(near), whole };
  };
}

function named(answer: boolean | null): Verdict {
  if (answer === null) return 'unsure';
  return answer ? 'yes' : 'no';
}

/** Phrases by their letters and, where long enough not to meet another word ("passe", "pas"), by their sound. */
interface Marks {
  readonly letters: ReadonlyMap<string, Mark>;
  readonly sounds: ReadonlyMap<string, Mark>;
  readonly alone: ReadonlySet<string>;
  /** Words that turn what follows: "je ne dis pas oui". */
  readonly turners: ReadonlySet<string>;
  readonly buts: ReadonlySet<string>;
  /** Words of yes and no that mean something else inside a sentence ("no mbadda"). */
  readonly slight: ReadonlySet<string>;
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
  return {
    letters,
    sounds,
    alone: alonePhrases(lexicon),
    turners: lexicon.plainPhrases('turners'),
    buts: lexicon.phrases('buts'),
    slight: lexicon.plainPhrases('slight'),
  };
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
    if (known !== null && !(full.length > 2 && phrases.slight.has(full[at] ?? '') && known.length === 1)) {
      const alone = phrases.alone.has(sounds.slice(at, at + known.length).join(' '));
      const said = !alone || at + known.length >= full.length;
      const mark = turned ? opposite(known.mark, full[at] ?? '') : known.mark;
      if (said) marks.push({ mark, at });
      turned = false;
    } else if (phrases.buts.has(sounds[at] ?? '')) marks.push({ mark: 'but', at });
    else turned ||= phrases.turners.has(full[at] ?? '') || /[a-z]{2}ou?ma$|[a-z]{2}uma$/.test(full[at] ?? '');
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
function verdictOf(marks: readonly Marked[], message: Message, phrases: Marks): boolean | null {
  const [first] = marks;
  if (first === undefined || first.mark === 'but') return null;
  if (first.at > openingWords && message.full.length > openingWords + 3) return null;
  const later = marks.slice(1);
  if (first.mark === 'unsure') return null;
  if (first.mark === 'no')
    return later.some((mark) => mark.mark === 'yes') && opens(later, 'but') ? null : false;
  if (!later.some((mark) => mark.mark === 'no')) return takenBack(later, message, phrases) ? null : true;
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

/** "d'accord avec le reste mais pas ça" */
function takenBack(later: readonly Marked[], { full }: Message, { turners }: Marks): boolean {
  return later.some(
    ({ mark, at }) =>
      mark === 'but' && full.slice(at + 1, at + 1 + afterBut).some((word) => turners.has(word)),
  );
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
