import type { TextLanguage } from '../languages.ts';
import type { Choice, ChoiceReading, Understanding } from '../understanding.ts';
import { type Label, reading, remembered, synonymTable } from './choice-labels.ts';
import { byNearMiss } from './choice-near.ts';
import type { Lexicon, Message } from './lexicon.ts';
import type { FindNumbers } from './number.ts';
import { createLabelReader } from './yes-no.ts';

interface Hit {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly own: boolean;
}

/** Words between several answers, or around one. */
const between = new Set([
  'et',
  'e',
  'ak',
  'and',
  'puis',
  'ou',
  'plus',
  'i',
  'n',
  'no',
  'num',
  'numero',
  'fo',
  'do',
]);
const around = new Set(
  'le la les l choix option reponse numero num no n je j choisis choisi prends prend veux pour c est svp stp merci moi ma mon answer number tann tannal tontu ci bi ko lim limoore the bonjour alors donc ok'.split(
    ' ',
  ),
);
const ordinals: readonly (readonly [RegExp, number])[] = [
  [/^(?:le |la )?(?:premiere?|1 ?(?:ere?|er)|bu n?jek?k|gadano|arano|first)$/, 1],
  [/^(?:le |la )?(?:deuxieme|seconde?|2 ?(?:e|eme|nd)|gnaareel|gnarel|didabo|second)$/, 2],
  [/^(?:le |la )?(?:troisieme|3 ?(?:e|eme)|gnetteel|tatabo|third)$/, 3],
];

/** Reads which of the offered choices a message means. */
export function createChoiceReader(
  lexicon: Lexicon,
  find: FindNumbers,
  yesNo: Understanding['yesNo'],
  age: Understanding['age'],
): Understanding['choice'] {
  const synonyms = synonymTable(lexicon);
  const answerOfLabel = createLabelReader(lexicon);
  const labelled = new Map<string, readonly Label[]>();
  return (text, choices, language, several = false) => {
    const message = lexicon.read(text);
    if (message.words.length > longestAnswer) return null;
    const labels = remembered(labelled, choices, synonyms);
    const exact = labels.filter((label) => label.own && label.words.join(' ') === message.sounds.join(' '));
    if (exact.length > 0)
      return reading(
        exact.map((label) => label.id),
        false,
      );
    const read =
      byDigits(message, choices, labels, several) ??
      byOrdinal(message, choices) ??
      (several ? byParts(text, lexicon, labels) : null) ??
      byLabels(message, labels, several) ??
      byNumberWords(message, choices, language, several, find) ??
      byPartOfLabel(message, labels) ??
      byYesOrNo(yesNo(text, language), message, choices, answerOfLabel) ??
      byNearMiss(message, labels);
    return byAge(read, age(text, language)) ?? read;
  };
}

/** More words are a story, and no answer to a list. */
const longestAnswer = 60;

const grownUp = 18;

/** "oui j'ai 25 ans" says which of the two yeses is meant. */
function byAge(read: ChoiceReading, years: number | null): ChoiceReading {
  const open = read !== null && 'between' in read && years !== null ? read.between : [];
  if (!open.includes('adult') || !open.includes('minor')) return null;
  return { chosen: [(years ?? 0) >= grownUp ? 'adult' : 'minor'] };
}

/** "2", "52", "1 et 3", "le 2 svp", "1️⃣", "1 Oui"; never a digit inside a sentence ("j'ai 2 enfants"). */
function byDigits(
  message: Message,
  choices: readonly Choice[],
  labels: readonly Label[],
  several: boolean,
): ChoiceReading {
  const digits = message.words.filter((word) => /^\d+$/.test(word));
  if (digits.length === 0) return null;
  const rest = message.words.filter((word) => !/^\d+$/.test(word));
  const all = idsOfDigits(digits, choices);
  const ids = all ?? idsOfDigits(digits.slice(0, 1), choices);
  if (ids === null || (all === null && rest.length === 0)) return null;
  // a telephone number or an amount is no list of answers
  if (ids.length !== new Set(ids).size && ids.length > 3) return null;
  if (rest.every((word) => around.has(word) || between.has(word))) {
    // "1,5" and "2.5" are numbers unless several answers may be given
    return reading(ids, several);
  }
  return /^\d+$/.test(message.words[0] ?? '') ? withItsText(message, ids.slice(0, 1), labels) : null;
}

function idsOfDigits(digits: readonly string[], choices: readonly Choice[]): string[] | null {
  const byDigit = new Map(choices.map((choice) => [choice.digit, choice.id]));
  const ids = digits.flatMap((written) => {
    const whole = byDigit.get(written.replace(/^0+(?=\d)/, '')) ?? byDigit.get(written);
    return whole === undefined ? [...written].map((digit) => byDigit.get(digit)) : [whole];
  });
  return ids.every((id) => id !== undefined) ? ids : null;
}

/** A leading digit with text: it counts when the text is its own label, or a name and an hour. */
function withItsText(message: Message, ids: readonly string[], labels: readonly Label[]): ChoiceReading {
  const [id] = ids;
  if (id === undefined || ids.length > 1) return null;
  const text = message.sounds.slice(1);
  const hits = hitsOf(text, labels).map((hit) => hit.id);
  const ownWords = new Set(
    labels.filter((label) => label.own && label.id === id).flatMap((label) => label.words),
  );
  if (hits.includes(id) || text.every((word) => ownWords.has(word))) return { chosen: [id] };
  if (hits.length > 0) return { between: [...new Set([id, ...hits])] };
  const signed = /^\s*\d+\s*[.)\-:=]/.test(message.plain);
  return signed || /\d\s*h(?:\d|\b)/.test(message.plain) || looksLikeName(message) ? { chosen: [id] } : null;
}

function looksLikeName(message: Message): boolean {
  const after = message.raw.trim().split(/\s+/).slice(1);
  return after.length > 0 && after.length <= 3 && after.every((word) => /^\p{Lu}\p{Ll}/u.test(word));
}

function byOrdinal(message: Message, choices: readonly Choice[]): ChoiceReading {
  const text = message.words.join(' ');
  const found = ordinals.find(([pattern]) => pattern.test(text));
  const choice = found && choices.find((one) => one.digit === String(found[1]));
  return choice === undefined ? null : { chosen: [choice.id] };
}

/** What stands between several choices: "papié et formasion", "liggéey ak kayit", "papiers, santé". */
const joints = /\s*[,;+&/]\s*|\s+(?:et|ak|e|and)\s+/iu;

/** Several choices of which some may be misspelt; only where each part names one. */
function byParts(text: string, lexicon: Lexicon, labels: readonly Label[]): ChoiceReading {
  const parts = text.split(joints).filter((part) => part.trim() !== '');
  if (parts.length < 2) return null;
  const chosen = parts.map((part) => {
    const message = lexicon.read(part);
    const read = byLabels(message, labels, true) ?? byNearMiss(message, labels);
    return read && 'chosen' in read ? read.chosen : [];
  });
  return chosen.every((ids) => ids.length > 0) ? reading(chosen.flat(), true) : null;
}

function byLabels(message: Message, labels: readonly Label[], several: boolean): ChoiceReading {
  const full = hitsOf(message.fullSounds, labels);
  const hits = full.length > 0 ? full : hitsOf(message.sounds, labels);
  return reading(
    hits.map((hit) => hit.id),
    several,
  );
}

/** Where labels stand in the words: longer ones first, and no word is counted twice. */
function hitsOf(words: readonly string[], labels: readonly Label[]): Hit[] {
  const all = labels.flatMap((label) => {
    const start = words.findIndex((_, at) =>
      label.words.every((word, offset) => words[at + offset] === word),
    );
    return start < 0 ? [] : [{ id: label.id, own: label.own, start, end: start + label.words.length }];
  });
  const longest = all.sort(
    (one, other) => other.end - other.start - (one.end - one.start) || +other.own - +one.own,
  );
  const taken: Hit[] = [];
  for (const hit of longest) {
    const rival = taken.find((other) => hit.start < other.end && other.start < hit.end);
    const tie =
      rival !== undefined && rival.start === hit.start && rival.end === hit.end && rival.own === hit.own;
    if (rival === undefined || tie) taken.push(hit);
  }
  return taken.sort((one, other) => one.start - other.start);
}

/** "deux", "ñaar ak ñeent": the whole message is number words. */
function byNumberWords(
  message: Message,
  choices: readonly Choice[],
  language: TextLanguage,
  several: boolean,
  find: FindNumbers,
): ChoiceReading {
  const numbers = find(message, language).filter(
    (one) => message.words[one.start]?.match(/\D/) && !(one.weak && one.value === 0),
  );
  if (numbers.length === 0) return null;
  const covered = message.words.filter(
    (word, at) =>
      between.has(word) || around.has(word) || numbers.some((one) => one.start <= at && at < one.end),
  );
  if (covered.length < message.words.length) return null;
  const ids = numbers.map((one) => choices.find((choice) => choice.digit === String(one.value))?.id);
  return ids.every((id) => id !== undefined) ? reading(ids, several) : null;
}

/** A yes or no in other words ("d'accord", "waaw") for the choices whose label says yes or no. */
function byYesOrNo(
  answer: boolean | null,
  message: Message,
  choices: readonly Choice[],
  answerOfLabel: (label: string) => boolean | null,
): ChoiceReading {
  if (answer === null || message.words.length > 8) return null;
  const fitting = choices.filter((choice) => {
    if (choice.id === 'yes' || choice.id === 'no') return (choice.id === 'yes') === answer;
    return choice.labels.some((label) => answerOfLabel(label) === answer);
  });
  return reading(
    fitting.map((choice) => choice.id),
    false,
  );
}

/** A few words of a longer label: "autres lisent" for "Oui, mais d'autres lisent". */
function byPartOfLabel(message: Message, labels: readonly Label[]): ChoiceReading {
  const said = message.sounds.filter((word, at) => !around.has(message.words[at] ?? word));
  if (said.length === 0 || said.join('').length < 3) return null;
  const fitting = labels.filter((label) => label.own && said.every((word) => label.words.includes(word)));
  return reading(
    fitting.map((label) => label.id),
    false,
  );
}
