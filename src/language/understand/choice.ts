import type { TextLanguage } from '../languages.ts';
import type { Choice, ChoiceReading, Understanding } from '../understanding.ts';
import { type Lexicon, type Message, soundOfPhrase } from './lexicon.ts';
import { errorsAllowed, typingErrors } from './near.ts';
import type { FindNumbers } from './number.ts';

/** A label of a choice as sounds, one per word. */
interface Label {
  readonly id: string;
  readonly words: readonly string[];
  /** The label itself, not a synonym. */
  readonly own: boolean;
}

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
): Understanding['choice'] {
  const synonyms = synonymTable(lexicon);
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
    return (
      byDigits(message, choices, labels, several) ??
      byOrdinal(message, choices) ??
      byLabels(message, labels, several) ??
      byNumberWords(message, choices, language, several, find) ??
      byPartOfLabel(message, labels) ??
      byYesOrNo(text, message, choices, language, yesNo) ??
      byNearMiss(message, labels)
    );
  };
}

/** One choice is chosen, several are chosen or asked between. */
function reading(ids: readonly string[], several: boolean): ChoiceReading {
  const unique = [...new Set(ids)];
  if (unique.length === 0) return null;
  return several || unique.length === 1 ? { chosen: unique } : { between: unique };
}

function synonymTable(lexicon: Lexicon): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, string[]>();
  for (const [, vocabulary] of lexicon.vocabularies('fr')) {
    for (const [id, phrases] of Object.entries(vocabulary.choices ?? {})) {
      table.set(id, [...(table.get(id) ?? []), ...phrases]);
    }
  }
  return table;
}

/** The same lists are asked again and again; there are only as many as the forms and dialogs have. */
function remembered(
  known: Map<string, readonly Label[]>,
  choices: readonly Choice[],
  synonyms: ReadonlyMap<string, readonly string[]>,
): readonly Label[] {
  const key = JSON.stringify(choices);
  const labels = known.get(key) ?? labelsOf(choices, synonyms);
  if (known.size >= mostLists) known.clear();
  known.set(key, labels);
  return labels;
}

const mostLists = 300;
/** More words are a story, and no answer to a list. */
const longestAnswer = 60;

function labelsOf(choices: readonly Choice[], synonyms: ReadonlyMap<string, readonly string[]>): Label[] {
  return choices.flatMap((choice) => {
    const own = [choice.id.replaceAll('_', ' '), ...choice.labels];
    const all = [
      ...own.map((label) => ({ label, own: true })),
      ...own
        .flatMap((label) => (label.includes('/') ? label.split('/') : []))
        .map((label) => ({ label, own: true })),
      ...(synonyms.get(choice.id) ?? []).map((label) => ({ label, own: false })),
    ];
    return (
      all
        .map((one) => ({ id: choice.id, own: one.own, words: soundOfPhrase(one.label).split(' ') }))
        // a synonym of two letters would be heard in half of all sentences
        .filter((label) => label.words[0] !== '' && (label.own || label.words.join('').length > 2))
    );
  });
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
  const numbers = find(message, language).filter((one) => message.words[one.start]?.match(/\D/));
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
  text: string,
  message: Message,
  choices: readonly Choice[],
  language: TextLanguage,
  yesNo: Understanding['yesNo'],
): ChoiceReading {
  const answer = yesNo(text, language);
  if (answer === null || message.words.length > 8) return null;
  const fitting = choices.filter((choice) => {
    if (choice.id === 'yes' || choice.id === 'no') return (choice.id === 'yes') === answer;
    return choice.labels.some((label) => yesNo(label, language) === answer);
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

/** Typing errors in a label, or in one word of the message that stands for one. */
function byNearMiss(message: Message, labels: readonly Label[]): ChoiceReading {
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
