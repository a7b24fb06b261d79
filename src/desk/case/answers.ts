import { ageBandOf } from '../../questionnaire/age-band.ts';
import type { Question } from '../../questionnaire/form.ts';
import type { Form } from '../form.ts';
import { questionOf } from './facts.tsx';
import type { CaseView } from './view.ts';

/** What a posted form says of the person's age: nothing, no age at all, or whether they are under 18. */
export function ageTyped(view: CaseView, read: Form): 'none' | 'wrong' | 'minor' | 'adult' {
  const typed = read.text('a-age');
  if (typed === '') return 'none';
  const band = ageBandOf(typed);
  const { least = 0, most = Number.POSITIVE_INFINITY } = questionOf(view.desk, 'age') ?? {};
  if (!band || Number(typed) < least || Number(typed) > most) return 'wrong';
  return band === 'under_18' ? 'minor' : 'adult';
}

/** The side of 18 that a typed age says, where it is not that of the case. */
export function otherAge(view: CaseView, read: Form): 'minor' | 'adult' | null {
  const age = ageTyped(view, read);
  if (age !== 'minor' && age !== 'adult') return null;
  return (age === 'minor') === view.file.case.minor ? null : age;
}

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
  if (question.bands) return ageBandOf(read.text(name));
  const number = Number(read.text(name).replace(/\s/g, ''));
  return question.type === 'integer' && Number.isFinite(number) ? number : read.text(name);
}
