import type { Say } from '../language/say.ts';
import type { Danger } from '../language/understanding.ts';
import type { Form, Progress, Question } from '../questionnaire/form.ts';
import { bandOf, currentQuestion, isRelevant } from '../questionnaire/progress.ts';
import { askChoice, choiceList, optionsOf, readChoice } from './choose.ts';
import { decided } from './consent.ts';
import type { Context, Dialog, DialogState, Effect, Input, Step } from './dialog.ts';
import { listOf, type Reading, readAnswer, withAnswer } from './form.ts';
import { spokenUnheard, withSpoken } from './heard_later.ts';
import { needsOf } from './opening.ts';

/** After so many questions the person is asked whether to go on. */
const atOnce = 3;
const goingOn = choiceList('go_on', ['1', 'yes'], ['2', 'no']);

/** What is asked, and of whom; kept in the dialog's state. */
interface Wish {
  /** Groups that a caseworker asked for; empty: what the needs make relevant. */
  readonly groups: readonly string[];
  /** Questions that the desk has an answer to. */
  readonly known: readonly string[];
}

/** The full form: three questions at a time with a way out, nothing asked twice, all optional. */
export const full: Dialog = {
  begin(context, options, answers) {
    const { keeping } = context.facts;
    if (keeping === 'minor') return { says: [], state: null, next: { name: 'minor' } };
    if (keeping !== 'adult' || !answers.needs_now) return { says: [], state: null, next: { name: 'needs' } };
    const state: DialogState = {
      name: 'full',
      asked: 0,
      groups: options.groups ?? [],
      known: options.known ?? [],
      ...(options.desk ? { desk: true } : {}),
    };
    if (options.desk && nextQuestion(context, state, answers)) return offer(context, state);
    return goOn(context, state, answers);
  },

  reply(context, state, input, answers) {
    const question = nextQuestion(context, state, answers);
    if (!question) return finished(context);
    if (state.asked === atOnce || state.offered) return readGoOn(context, state, input, answers);
    if (spokenUnheard(input))
      return goOn(context, more(state), withSpoken(context, answers, question.name, null));
    const reading = readAnswer(context, form(context), question, input);
    return reading ? answered(context, state, answers, question, reading) : { says: [], state, missed: true };
  },

  ask(context, state, answers, simpler) {
    if (state.offered) return offer(context, state).says;
    if (state.asked === atOnce)
      return [askChoice(`forms.full.go_on.${simpler ? 'simpler' : 'ask'}`, goingOn)];
    const question = nextQuestion(context, state, answers);
    return question ? [askQuestion(context, question, simpler)] : [];
  },
};

function form(context: Context): Form {
  return context.forms.full!;
}

function wishOf(state: DialogState): Wish {
  return {
    groups: (state.groups ?? []) as readonly string[],
    known: (state.known ?? []) as readonly string[],
  };
}

/** The first question that is wished for, may be asked on this phone, and has no answer yet. */
function nextQuestion(context: Context, state: DialogState, answers: Progress): Question | null {
  const { groups, known } = wishOf(state);
  const wished = ({ relevant: _, ...question }: Question): Question => question;
  const questions = form(context)
    .questions.filter((question) => mayAsk(context, question) && !known.includes(question.name))
    .filter((question) => groups.length === 0 || groups.includes(question.group ?? ''))
    .map((question) => (groups.length > 0 ? wished(question) : question));
  return currentQuestion({ ...form(context), questions }, answers);
}

/** What is sensitive is asked by a human voice, or here only on WhatsApp on the person's own phone. */
function mayAsk({ facts, look }: Context, question: Question): boolean {
  return !question.sensitive || (look === 'whatsapp' && facts.writing === 'yes');
}

/** Whether the form has anything to ask this person of its own accord. */
export function hasMoreToAsk(context: Context, answers: Progress): boolean {
  return form(context).questions.some(
    (question) => mayAsk(context, question) && !answers[question.name] && isRelevant(question, answers),
  );
}

function offer({ settings }: Context, state: DialogState): Step {
  const say = askChoice('bot.full.offer', goingOn, { service_name: settings.serviceName });
  return { says: [say], state: { ...state, offered: true } };
}

function readGoOn(context: Context, state: DialogState, input: Input, answers: Progress): Step {
  const choice = readChoice(context, input, goingOn);
  if (!choice) return { says: [], state, missed: true };
  const { offered: _, ...rest } = state;
  return choice === 'yes' ? goOn(context, { ...rest, name: 'full', asked: 0 }, answers) : finished(context);
}

function more(state: DialogState): DialogState {
  return { ...state, asked: Number(state.asked) + 1 };
}

function goOn(
  context: Context,
  state: DialogState,
  answers: Progress,
  effects: readonly Effect[] = [],
): Step {
  const question = nextQuestion(context, state, answers);
  if (!question) return { ...finished(context), answers, effects };
  return { says: full.ask(context, state, answers, false), state, answers, effects };
}

function askQuestion(context: Context, question: Question, simpler: boolean): Say {
  const key = `forms.full.${question.name}.${simpler ? 'simpler' : 'ask'}`;
  const options = optionsOf(listOf(form(context), question));
  return options.length > 0 ? { key, options } : { key };
}

/** Thanks; who has no case yet is led to how they want to be reached. */
function finished({ facts }: Context): Step {
  if (!facts.case) return { says: [], state: null, next: { name: 'needs' } };
  return { says: [{ key: 'forms.full.done.ask' }], state: null };
}

function answered(
  context: Context,
  state: DialogState,
  answers: Progress,
  question: Question,
  reading: Reading,
): Step {
  if ('between' in reading || 'unknown' in reading) return { says: [], state, missed: true };
  const kept = banded(question, reading);
  // An age under 18 speaks for itself: from here on it is the path for young people.
  if (!kept) return { ...decided(context, 'minor', { name: 'minor' }), forget: true };
  const given = withAnswer(context, answers, question, kept);
  const danger = 'value' in kept ? dangers[`${question.name} ${String(kept.value)}`] : undefined;
  const effects = learnt(context, given);
  if (danger)
    return { says: [], state: null, answers: given, effects, next: { name: 'danger', options: { danger } } };
  return goOn(context, more(state), given, effects);
}

/** Of a number with bands only the band is kept; null: it lies below the first. */
function banded({ bands }: Question, reading: Reading): Reading | null {
  if (!bands || !('value' in reading) || typeof reading.value !== 'number') return reading;
  const band = bandOf(bands, reading.value);
  return band === null ? null : { value: band };
}

/** Answers that are a danger. */
const dangers: Readonly<Record<string, Danger>> = {
  'sleep none': 'no_shelter',
  'debt threatened': 'trafficking',
};

/** The case learns of needs that the answers show; the answers themselves it learns anyway. */
function learnt(context: Context, answers: Progress): Effect[] {
  if (!context.facts.case) return [];
  return [{ type: 'patch_case', patch: { needs: needsOf(answers) } }];
}
