import type { TextLanguage } from '../languages.ts';
import type { Understanding } from '../understanding.ts';
import { plain, wordsOf } from './letters.ts';
import type { Lexicon, Message } from './lexicon.ts';
import type { FindNumbers, FoundNumber } from './number.ts';
import { sound } from './sound.ts';

const oldest = 120;
/** Smaller bare numbers are children, or a choice. */
const leastBare = 10;

/** Words for others: "mon fils a 14 ans" is not the age of the person who writes. */
const others = sounds(
  'fils fille filles enfant enfants bebe garcon petit petite frere soeur frangin neveu niece mari femme epouse epoux copain copine mere pere maman papa parents tante oncle cousin cousine ami amie eleve eleves il elle ils elles doom dom xale rakk rak mag jabar jekker yaay baay sukaabe suka biyam bingel minnam mawnam debbo gorko neene baaba son daughter child brother sister wife husband mother father he she',
);
/** Words before a stretch of time: "depuis 3 ans", "il y a 3 ans". */
const lasting = sounds(
  'aurai jaurai aurais avais avait etais depuis pendant y apres avant durant dans fait dure duree plus moins entre vers for since ago after gila toog tog amoon tukki yagg yag',
);
/** Words that say the number is the person's own: "j'ai", "am naa", "duuɓi am", "mat naa". */
const own = sounds(
  'j je jai g ai moi suis jsui chui age am naa na amnaa mat sama man mi miin mido dubi duubi i m im my agee',
);
/** "je suis une fille de 13 ans" */
const articles = sounds('un une le la');
const doubts = sounds('plus moins moin ou entre');
/** "g pa 18 ans g 17": the first is what the person is not. */
const denials = sounds('pa pas not');

function sounds(words: string): ReadonlySet<string> {
  return new Set(wordsOf(plain(words)).map(sound));
}

/** Every age that a message may give the person who writes, in the order written. */
export type ReadAges = (text: string, language: TextLanguage) => readonly number[];

/** Reads the ages of the person who writes, in years; durations and ages of others are none. */
export function createAgesReader(lexicon: Lexicon, find: FindNumbers): ReadAges {
  const years = new Set([...lexicon.phrases('years')].flatMap((phrase) => phrase.split(' ')));
  return (text, language) => {
    const message = lexicon.read(text);
    return find(message, language)
      .filter((one) => isAge(one, message, years))
      .map((one) => one.value);
  };
}

/** The one age that a message gives; several are none. */
export function createAgeReader(ages: ReadAges): Understanding['age'] {
  return (text, language) => {
    const [only, ...more] = new Set(ages(text, language));
    return only !== undefined && more.length === 0 ? only : null;
  };
}

function isAge(found: FoundNumber, message: Message, years: ReadonlySet<string>): boolean {
  const { value, start, end } = found;
  if (!Number.isInteger(value) || value < 1 || value > oldest) return false;
  const { sounds: heard } = message;
  const before = heard.slice(0, start);
  const after = heard.slice(end);
  // "20 ans", and "duuɓi 20" the other way round in Pulaar
  const counted = years.has(after[0] ?? '') || before.slice(-3).some((word) => years.has(word));
  if (before.slice(-2).some((word) => lasting.has(word) || denials.has(word))) return false;
  const selfNamed = before
    .slice(-5)
    .some((word, at, all) => own.has(word) && articles.has(all[at + 1] ?? ''));
  if (!selfNamed && before.slice(-4).some((word) => others.has(word))) return false;
  if (counted)
    return !doubts.has(before.at(-1) ?? '') && (before.length === 0 || speaksOfSelf(before, after));
  if (after.length > 0) return false;
  // "ok but i am 17": a bare number right behind a word of one's own, too large for children or a choice
  if (value >= leastBare && own.has(before.at(-1) ?? '')) return true;
  return before.length <= 4 && before.every((word) => own.has(word));
}

function speaksOfSelf(before: readonly string[], after: readonly string[]): boolean {
  return [...before.slice(-6), ...after.slice(0, 3)].some((word) => own.has(word)) || before.length <= 2;
}
