import type { Question } from '../../questionnaire/form.ts';
import type { Form } from '../form.ts';
import { questionOf } from './facts.tsx';
import type { CaseView } from './view.ts';

/** The answers in a posted form that differ from what is known, as the questionnaire keeps them. */
export function answersIn(view: CaseView, read: Form): Record<string, unknown> {
  const names = new Set(Object.values(view.desk.forms).flatMap((form) => form.questions.map((q) => q.name)));
  const entries = [...names]
    .filter((name) => read.text(`a-${name}`) !== '')
    .map((name): [string, unknown] => [name, answerIn(questionOf(view.desk, name)!, read)])
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(view.file.answers[name]?.value));
  return Object.fromEntries(entries);
}

function answerIn(question: Question, read: Form) {
  const name = `a-${question.name}`;
  if (question.type === 'select_multiple') return read.list(name);
  const number = Number(read.text(name).replace(/\s/g, ''));
  return question.type === 'integer' && Number.isFinite(number) ? number : read.text(name);
}
