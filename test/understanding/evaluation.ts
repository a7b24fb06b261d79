import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Locales } from '../../src/language/locales.ts';
import { yesOrNo } from '../../src/language/understand-line.ts';
import type { Choice, PlaceName, WiderUnderstanding } from '../../src/language/understanding.ts';
import { type Case, casesOf, type Kind, type Sample } from './cases.ts';

/** What was answered to one case; `ask` when it was neither right nor a wrong answer given as sure. */
export interface Outcome {
  readonly given: Case;
  readonly got: string;
  readonly right: boolean;
}

export interface Report {
  readonly kind: Kind;
  readonly cases: number;
  readonly right: number;
  readonly accuracy: number;
  /** Share of the cases that mean nothing of this kind and were given a meaning. */
  readonly falseAlarms: number;
  /** Share of the cases that mean something and were answered as sure with something else. */
  readonly wrong: number;
  readonly wrongs: readonly Outcome[];
}

/** Runs all cases of one kind. */
export function evaluate(
  kind: Kind,
  understanding: WiderUnderstanding,
  locales: Locales,
  sample: Sample = 'seen',
): Report {
  const outcomes = casesOf(kind, sample).map((given) => {
    const got = answer(kind, given, understanding, locales);
    return { given, got, right: agrees(kind, given.expected, got) };
  });
  const empty = outcomes.filter(({ given }) => isEmpty(kind, given.expected));
  const full = outcomes.filter(({ given }) => !isEmpty(kind, given.expected));
  const wrongs = outcomes.filter((one) => !one.right);
  return {
    kind,
    cases: outcomes.length,
    right: outcomes.length - wrongs.length,
    accuracy: share(outcomes, (one) => one.right),
    falseAlarms: share(empty, (one) => !one.right),
    wrong: share(full, (one) => !one.right && !isEmpty(kind, one.got)),
    wrongs,
  };
}

function share<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.length === 0 ? 0 : Math.round((all.filter(holds).length / all.length) * 1000) / 1000;
}

function isEmpty(kind: Kind, expected: string): boolean {
  if (kind === 'date') return expected === 'null';
  if (kind === 'language') return expected === '?' || expected === '-';
  if (kind === 'yesno') return expected === '?';
  return expected === '-';
}

function agrees(kind: Kind, expected: string, got: string): boolean {
  if (kind === 'date') return inOrder(JSON.parse(expected)) === got;
  // what cannot be told is "-" with some writers
  if (kind === 'language') return expected.replace('-', '?') === got;
  if (kind !== 'place') return expected === got;
  if (!expected.endsWith('?')) return bare(expected) === bare(got);
  // a name that exists twice: any candidates that hold it
  return (
    got.endsWith('?') &&
    expected
      .slice(0, -1)
      .split(',')
      .every((name) => got.includes(name))
  );
}

/** The seed writes some names twice, with and without accents and hyphens. */
function bare(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
}

/** The name of a place, or the spelling of it that was expected ("Touba" is the commune Touba Mosquée). */
function nameOf({ name, spellings }: PlaceName, expected: string): string {
  return spellings.some((spelling) => bare(spelling) === bare(expected)) ? expected : name;
}

/** The answer in the notation of the files. */
function answer(kind: Kind, given: Case, u: WiderUnderstanding, locales: Locales): string {
  const { text, language } = given;
  switch (kind) {
    case 'language':
      return u.language(text).language ?? '?';
    case 'place': {
      const { place, candidates } = u.place(text, language);
      if (place !== null) return nameOf(place, given.expected);
      return candidates.length === 0 ? '-' : `${candidates.map((one) => one.name).join(',')}?`;
    }
    case 'choice':
      return choiceAnswer(given, u, locales);
    case 'number':
      return String(u.number(text, language) ?? '-');
    case 'date':
      return inOrder(u.time(text, language));
    case 'yesno':
      return { true: '+', false: '-', null: '?' }[String(yesOrNo(u, text, language))] ?? '?';
    case 'intent':
      return u.intent(text, language).intent ?? '-';
    case 'danger':
      return u.danger(text, language)?.danger ?? '-';
  }
}

/** A reading as one text, whatever the order of its parts. */
function inOrder(time: unknown): string {
  return time === null ? 'null' : JSON.stringify(Object.fromEntries(Object.entries(time as object).sort()));
}

function choiceAnswer(given: Case, u: WiderUnderstanding, locales: Locales): string {
  const choices = choicesOf(
    given.question,
    given.language === 'fr' ? ['fr'] : ['fr', given.language],
    locales,
  );
  const reading = u.choice(given.text, choices, given.language, given.question === 'needs_now');
  if (reading === null) return '-';
  return 'chosen' in reading ? reading.chosen.join(',') : `${[...reading.between].sort().join(',')}?`;
}

/** The choices of a question with their digits and labels, as the dialogs put them. */
export function choicesOf(question: string, languages: readonly string[], locales: Locales): Choice[] {
  const digits = lists()[question] ?? {};
  return Object.entries(digits).map(([digit, id]) => ({
    id,
    digit,
    labels: languages
      .flatMap((language) => {
        const texts = locales.texts.get(language as 'fr');
        return [
          texts?.get(`forms.choice.${question}.${id}`),
          texts?.get(`forms.choice.${question}.${id}_sms`),
        ];
      })
      .filter((label) => label !== undefined),
  }));
}

function lists(): Record<string, Record<string, string>> {
  const form = parse(readFileSync('src/dialogs/forms/quick.yaml', 'utf8')) as {
    choices: Record<string, Record<string, string>>;
  };
  return {
    ...form.choices,
    writing: { 1: 'yes', 2: 'shared', 3: 'no' },
    consent: { 1: 'adult', 2: 'minor', 3: 'no' },
    spoken: { 1: 'fr', 2: 'wo', 3: 'ff', 4: 'srr', 5: 'mnk', 6: 'snk', 7: 'dyo', 8: 'other' },
  };
}
