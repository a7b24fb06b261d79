import type { Say, Value } from '../language/say.ts';
import type { Form, Progress, Question } from '../questionnaire/form.ts';
import { askChoice, optionsOf } from './choose.ts';
import { askKind } from './danger.ts';
import type { Context, Input } from './dialog.ts';
import { listOf, type Reading, readAnswer } from './form.ts';
import { spokenUnheard } from './heard_later.ts';
import { contactServices } from './offers.ts';
import { isNameOfPlace } from './place.ts';

/** The quick form. */
export function quick(context: Context): Form {
  return context.forms.quick!;
}

/** A question of the quick form as it is put: with services, numbers or the case where it says them. */
export function askQuestion(context: Context, question: Question, answers: Progress, simpler: boolean): Say {
  const key = `forms.quick.${question.name}.${simpler ? 'simpler' : 'ask'}`;
  const list = listOf(quick(context), question);
  if (question.name === 'urgent_kind') return askKind(context, key);
  if (question.name === 'contact' && !simpler)
    return withServices(context, answers, (services) => askChoice(key, list, { services }));
  if (question.name === 'call_name_and_hour')
    return { key, values: { code: context.facts.case?.code ?? '' } };
  return list.choices.length > 0 ? { key, options: optionsOf(list) } : { key };
}

/** As much about services as one SMS has room for beside what else is said. */
export function withServices(context: Context, answers: Progress, beside: (services: Value) => Say): Say {
  const says = contactServices(context, answers).map(beside);
  return says.find((say) => context.fits([say], context.facts)) ?? says.at(-1)!;
}

/** The name of a town answers only the question for it, however much "Dakar" sounds like "d'accord". */
export function readQuestion(context: Context, question: Question, input: Input): Reading | null {
  const choices = question.type === 'select_one' || question.type === 'select_multiple';
  if (choices && !input.choice && isNameOfPlace(context, input)) return null;
  // Whoever says their name is called all the same: the adviser hears the note.
  if (question.name === 'call_name_and_hour' && spokenUnheard(input)) return { notSaid: true };
  return readAnswer(context, quick(context), question, input);
}

/** Fewer words are read as a label or two. */
const shortestSentence = 4;

/** More than labels: what is wished is read from the whole. */
export function isSentence(text: string): boolean {
  return !/^\s*\d/.test(text) && text.trim().split(/\s+/).length >= shortestSentence;
}
