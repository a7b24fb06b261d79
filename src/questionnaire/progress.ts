import type { AnswerValue, Condition, Form, Progress, Question } from './form.ts';

/** The first question that is relevant and has no answer: derived, so a form can change while people are in it. */
export function currentQuestion(form: Form, progress: Progress): Question | null {
  return (
    form.questions.find((q) => q.type !== 'note' && !progress[q.name] && isRelevant(q, progress)) ?? null
  );
}

/** The band a number falls into, "25_35" or "60_plus"; null below the first. */
export function bandOf(bands: readonly number[], number: number): string | null {
  const from = bands.findLast((least) => number >= least);
  if (from === undefined) return null;
  const next = bands[bands.indexOf(from) + 1];
  return next === undefined ? `${from}_plus` : `${from}_${next - 1}`;
}

/** Whether a question is to be asked, given what was answered. */
export function isRelevant(question: Question, progress: Progress): boolean {
  return !question.relevant || holds(question.relevant, progress);
}

/** Whether a condition is true of the answers so far; an unanswered question equals nothing. */
export function holds(condition: Condition, progress: Progress): boolean {
  switch (condition.op) {
    case 'selected':
      return valuesOf(progress[condition.question]?.value).includes(condition.choice);
    case 'equals':
      return valuesOf(progress[condition.question]?.value).join(' ') === condition.value;
    case 'differs':
      return valuesOf(progress[condition.question]?.value).join(' ') !== condition.value;
    case 'and':
      return condition.of.every((part) => holds(part, progress));
    case 'or':
      return condition.of.some((part) => holds(part, progress));
    case 'not':
      return !holds(condition.of, progress);
  }
}

/** The answers without the last one given in this form (RETOUR), and the question it belonged to. */
export function withoutLast(
  form: Form,
  progress: Progress,
): { progress: Progress; question: Question } | null {
  const answered = form.questions.filter((q) => progress[q.name]?.origin === 'bot');
  const question = answered.at(-1);
  if (!question) return null;
  const { [question.name]: _gone, ...rest } = progress;
  return { progress: rest, question };
}

/** An answer as a list of choice names, empty when there is none. */
export function valuesOf(value: AnswerValue | null | undefined): readonly string[] {
  if (value === null || value === undefined) return [];
  return typeof value === 'object' ? value : [String(value)];
}

/** The answers without their origins: question name to value, null for "I prefer not to say". */
export function valuesOfAnswers(progress: Progress): Readonly<Record<string, AnswerValue | null>> {
  return Object.fromEntries(Object.entries(progress).map(([name, answer]) => [name, answer.value]));
}
