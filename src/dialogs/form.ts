import type { AnswerValue, Form, Progress, Question } from '../questionnaire/form.ts';
import { currentQuestion } from '../questionnaire/progress.ts';
import { type ChoiceList, readChoices } from './choose.ts';
import type { Context, DialogState, Input } from './dialog.ts';
import { languageOf } from './facts.ts';

/** What a message means as the answer to a question. */
export type Reading =
  | { readonly value: AnswerValue }
  | { readonly notSaid: true }
  /** Several places have that name: their ids, to ask back. */
  | { readonly between: readonly string[] }
  /** A place was meant but is not known. */
  | { readonly unknown: true };

type Reader = (context: Context, form: Form, question: Question, input: Input) => Reading | null;

/** One reader per type of question. */
const readers: Readonly<Record<Question['type'], Reader>> = {
  select_one: (context, form, question, input) => readSelect(context, form, question, input, false),
  select_multiple: (context, form, question, input) => readSelect(context, form, question, input, true),
  integer: readInteger,
  text: (_context, _form, _question, input) => readText(input),
  date: (_context, _form, _question, input) => readText(input),
  geopoint: (context, _form, _question, input) => readPoint(context, input),
  place: (context, _form, _question, input) => readPlace(context, input),
  note: () => null,
};

/** Reads a message as the answer to a question; null when it is none. `0` says "I prefer not to say" everywhere. */
export function readAnswer(context: Context, form: Form, question: Question, input: Input): Reading | null {
  const listed = question.choices && form.choices[question.choices]?.some((choice) => choice.digit === '0');
  if (!listed && !question.required && /^\s*0\s*$/.test(input.text)) return { notSaid: true };
  return readers[question.type](context, form, question, input);
}

/** The choice list of a question. */
export function listOf(form: Form, question: Question): ChoiceList {
  const name = question.choices ?? '';
  return { name, choices: form.choices[name] ?? [] };
}

/** The answers with one more, as the bot heard it. */
export function withAnswer(
  context: Context,
  answers: Progress,
  question: Question,
  reading: Reading,
): Progress {
  const value = 'value' in reading ? reading.value : null;
  const answer = { value, origin: 'bot' as const, at: context.now.toISOString() };
  return { ...answers, [question.name]: 'notSaid' in reading ? { ...answer, notSaid: true } : answer };
}

function readSelect(
  context: Context,
  form: Form,
  question: Question,
  input: Input,
  several: boolean,
): Reading | null {
  const chosen = readChoices(context, input, listOf(form, question), several);
  if (!chosen) return null;
  if (several && chosen[0] !== 'not_said') return { value: chosen };
  return chosen[0] === 'not_said' ? { notSaid: true } : { value: chosen[0]! };
}

function readInteger(context: Context, _form: Form, question: Question, input: Input): Reading | null {
  const number = context.understand.number(input.text, languageOf(context.facts));
  if (number === null || number < (question.least ?? 0) || number > (question.most ?? 1e9)) return null;
  return { value: number };
}

/** A digit or two answer no question for words: they were meant for another. */
const strayDigits = /^\d{0,2}$/;

function readText(input: Input): Reading | null {
  const text = input.text.trim();
  return strayDigits.test(text) ? null : { value: text };
}

function readPoint(context: Context, input: Input): Reading | null {
  return input.location ? readPlace(context, input) : null;
}

function readPlace(context: Context, input: Input): Reading | null {
  if (input.location) {
    const place = context.directory.placeAt(input.location);
    return place ? { value: place.id } : { unknown: true };
  }
  if (!input.text.trim()) return null;
  const { place, candidates } = context.understand.place(input.text, languageOf(context.facts));
  if (place) return { value: place.id };
  return candidates.length > 1 ? { between: candidates.map((candidate) => candidate.id) } : { unknown: true };
}

/** Where a form that was interrupted stands now: at the question that is open; null: all has been answered meanwhile. */
export function atOpenQuestion(form: Form, state: DialogState, answers: Progress): DialogState | null {
  const question = currentQuestion(form, answers);
  if (question?.name === state.question) return state;
  return question ? { name: state.name, question: question.name } : null;
}
