import type { CaseWords } from '../handoff/case.ts';
import type { SpokenLanguage } from '../language/languages.ts';
import type { Say } from '../language/say.ts';
import type { PlaceName } from '../language/understanding.ts';
import type { Progress, Question } from '../questionnaire/form.ts';
import { currentQuestion, valuesOf, withoutLast } from '../questionnaire/progress.ts';
import { contactIn, spokenNamed } from './callback.ts';
import { saysUrgent } from './choose.ts';
import { dangerOf, kindTold } from './danger.ts';
import type { Context, Dialog, DialogState, Effect, Input, Step } from './dialog.ts';
import { after } from './facts.ts';
import { atOpenQuestion, type Reading, withAnswer } from './form.ts';
import { askQuestion, isSentence, quick, readQuestion, withServices } from './needs_question.ts';
import { gapsIn } from './offers.ts';
import { openingOf } from './opening.ts';
import { askWhichPlace, barePlace, notedAbove, readWhichPlace } from './place.ts';
import { nameAndHour, thanks, thanksByMessage } from './thanks.ts';
import { saidBack, type Told, toldIn, withTold } from './told.ts';
import { whenSay } from './when.ts';

/** The quick form: from needs to a case in the queue. */
export const needs: Dialog = {
  begin(context, { need, held }, answers) {
    const { keeping } = context.facts;
    if (keeping === 'minor') return { says: [], state: null, next: { name: 'minor' } };
    if (keeping !== 'adult')
      return { says: [], state: null, next: { name: 'consent', options: { onward: 'needs' } } };
    if (typeof need === 'string') return withNeed(context, answers, need);
    if (held && !context.held) return { says: [], state: null, wants: 'held' };
    if (held) return tellOn(context, answers, toldIn(context, context.held ?? []));
    if (!currentQuestion(quick(context), answers)) return startAgain(context, answers);
    return goOn(context, answers, []);
  },

  reply(context, state, input, answers) {
    const question = currentQuestion(quick(context), answers);
    if (!question) return goOn(context, answers, []);
    const between = state.between as readonly string[] | undefined;
    if (between && question.type === 'place') return readBetween(context, between, input, answers, question);
    const told =
      question.name === 'needs_now' && isSentence(input.text) ? toldIn(context, [input.text]) : null;
    if (told && told.needs.length > 0) return tellOn(context, answers, told);
    const urgent = question.name === 'urgent_today' && saysUrgent(context, input);
    const reading = urgent ? { value: 'yes' } : readQuestion(context, question, input);
    if (reading) return answered(context, state, answers, question, reading);
    return readBeside(context, state, input, answers, question) ?? { says: [], state, missed: true };
  },

  ask(context, state, answers, simpler) {
    const question = currentQuestion(quick(context), answers);
    if (state.between) return [askWhichPlace(context, state.between as readonly string[])];
    return question ? [askQuestion(context, question, answers, simpler)] : [];
  },

  resumed: (context, state, answers) => atOpenQuestion(quick(context), state, answers),

  back(context, state, answers) {
    const undone = withoutLast(quick(context), answers);
    // The case is open once the way to be reached is known: what was asked before it can no longer be taken back here.
    if (!undone || answers.contact) return { says: needs.ask(context, state, answers, false), state };
    return { ...goOn(context, undone.progress, []), answers: undone.progress };
  },
};

function standsAt(question: Question): DialogState {
  return { name: 'needs', question: question.name };
}

/** Needs are told anew by somebody whose form is complete: an open case learns of them, without one another is opened. */
function startAgain(context: Context, answers: Progress): Step {
  const kept = fresh(context, answers);
  return { ...goOn(context, kept, []), answers: kept };
}

/** A need told in the person's own words: added to those already told, or the first of new ones. */
function withNeed(context: Context, answers: Progress, need: string): Step {
  const open = currentQuestion(quick(context), answers) !== null;
  const before = open ? answers : fresh(context, answers);
  const told = valuesOf(answers.needs_now?.value).filter((one) => one !== 'other' && one !== need);
  const value = [...told, need];
  const given = { ...before, needs_now: { value, origin: 'bot' as const, at: context.now.toISOString() } };
  return { ...goOn(context, given, []), answers: given, effects: patchNeeds(context, given) };
}

function fresh(context: Context, answers: Progress): Progress {
  const { needs_now: _needs, urgent_today: _urgent, urgent_kind: _kind, ...rest } = answers;
  const { contact: _contact, call_name_and_hour: _name, ...unreached } = rest;
  return context.facts.case ? rest : unreached;
}

function goOn(
  context: Context,
  answers: Progress,
  before: readonly Say[],
  effects: readonly Effect[] = [],
): Step {
  const question = currentQuestion(quick(context), answers);
  if (!question) return reachedBefore(context, answers, before);
  const says = [...before, askQuestion(context, question, answers, false)];
  return { says, state: standsAt(question), answers, effects };
}

/** What was told in sentences is taken, said back, and put back by the very next RETOUR. */
function tellOn(context: Context, answers: Progress, told: Told): Step {
  const given = withTold(context, answers, told);
  const question = currentQuestion(quick(context), given);
  if (!question || (told.needs.length === 0 && !told.place)) return goOn(context, given, []);
  const wordings = [false, true].map((simpler) => askQuestion(context, question, given, simpler));
  return {
    says: saidBack(context, told, wordings),
    state: { name: 'needs', question: question.name },
    answers: given,
    effects: patchNeeds(context, given),
    undo: { dialog: { name: 'needs', question: 'needs_now' }, answers },
  };
}

/** What is no answer to this question, but tells something of the form all the same. */
function readBeside(
  context: Context,
  state: DialogState,
  input: Input,
  answers: Progress,
  question: Question,
): Step | null {
  const spoken = question.name === 'contact' ? spokenNamed(context, input) : null;
  if (spoken) return calledIn(context, answers, question, spoken);
  const kind = question.name === 'urgent_kind' ? kindTold(context, input) : null;
  if (kind) {
    const given = withAnswer(context, answers, question, { value: kind });
    const options = { danger: dangerOf(kind), because: input.text.trim() };
    return { says: [], state: null, answers: given, next: { name: 'danger', options } };
  }
  const place = question.type === 'text' ? null : barePlace(context, input);
  return place && placeFirst(context, state, answers, place);
}

/** "English", "en sérère": more languages are spoken than the question has room to name. */
function calledIn(context: Context, answers: Progress, question: Question, spoken: SpokenLanguage): Step {
  const know: Effect = { type: 'know', facts: { spokenLanguage: spoken } };
  const given = withAnswer(context, answers, question, { value: contactIn(spoken) });
  const step = afterContact(after(context, [know]), given);
  return { ...step, effects: [know, ...(step.effects ?? [])] };
}

/** "Kolda" where something else was asked: it is kept as the place, which is then not asked for again. */
function placeFirst(context: Context, state: DialogState, answers: Progress, place: PlaceName): Step {
  const at = context.now.toISOString();
  const given: Progress = { ...answers, place: { value: place.id, origin: 'bot', at } };
  const question = currentQuestion(quick(context), given)!;
  const wordings = [false, true].map((simpler) => askQuestion(context, question, given, simpler));
  // What is near the town that was named stands in the question itself.
  const asked = question.name === 'contact' ? wordings.slice(0, 1) : wordings;
  return { says: notedAbove(context, place, asked), state, answers: given };
}

/** How to be reached was told before (RAPPEL, an open case): the case learns the rest, the person what is near. */
function reachedBefore(context: Context, answers: Progress, before: readonly Say[]): Step {
  const contact = answers.contact?.value === 'message' ? 'message' : 'call';
  const opening = openingOf(context, answers, { reason: `asked_${contact}`, contact });
  const effects: Effect[] = [...openOrPatch(context, opening), ...gapsIn(context, answers)];
  const known = after(context, effects);
  const values = {
    spoken: { key: `bot.spoken.${known.facts.spokenLanguage ?? 'other'}` },
    when: whenSay(known, known.facts.case?.dueAt ?? opening.dueAt),
  };
  const says = withServices(known, answers, (services) => ({
    key: `bot.handoff.known_${contact}`,
    values: { ...values, services },
  }));
  return { says: [...before, says], state: null, answers, effects };
}

function readBetween(
  context: Context,
  between: readonly string[],
  input: Input,
  answers: Progress,
  question: Question,
): Step {
  const state = standsAt(question);
  const id = readWhichPlace(between, input);
  if (id === null) return { says: [askQuestion(context, question, answers, true)], state };
  if (id) return goOn(context, withAnswer(context, answers, question, { value: id }), []);
  return needs.reply(context, state, input, answers);
}

function answered(
  context: Context,
  state: DialogState,
  answers: Progress,
  question: Question,
  reading: Reading,
): Step {
  if ('between' in reading)
    return { says: [askWhichPlace(context, reading.between)], state: { ...state, between: reading.between } };
  if ('unknown' in reading) return { says: [{ key: 'bot.place.unknown' }], state, missed: true };
  const given = withAnswer(context, answers, question, reading);
  return (afterAnswer[question.name] ?? goOn)(context, given, []);
}

/** What an answer sets going besides the next question. */
const afterAnswer: Readonly<
  Record<string, (context: Context, answers: Progress, before: readonly Say[]) => Step>
> = {
  // "0" alone: whoever does not want to or cannot pick is called.
  needs_now: (context, answers) => {
    const chosen = valuesOf(answers.needs_now?.value);
    const nothingSaid = chosen.length === 1 && chosen[0] === 'other';
    if (nothingSaid && !context.facts.case)
      return { says: [], state: null, answers, next: { name: 'callback' } };
    return { ...goOn(context, answers, []), effects: patchNeeds(context, answers) };
  },
  urgent_kind: (_context, answers) => {
    const danger = dangerOf(answers.urgent_kind?.value);
    return { says: [], state: null, answers, next: { name: 'danger', options: danger ? { danger } : {} } };
  },
  contact: (context, answers) => afterContact(context, answers),
  call_name_and_hour: (context, answers) => afterName(context, answers),
};

function patchNeeds(context: Context, answers: Progress): Effect[] {
  if (!context.facts.case) return [];
  return [
    { type: 'patch_case', patch: { needs: openingOf(context, answers, { reason: 'asked_call' }).needs } },
  ];
}

const spokenBehind = { call_fr: 'fr', call_wo: 'wo', call_ff: 'ff', call_other: 'other' } as const;

/** The language of the call; "another one" may have been named before. */
function spokenIn({ facts }: Context, contact: string): SpokenLanguage | undefined {
  const { spokenLanguage: known } = facts;
  if (contact === 'call_other' && known && contactIn(known) === 'call_other') return known;
  return spokenBehind[contact as keyof typeof spokenBehind];
}

/** The case enters the queue here, before name and hour: whoever stops now is called all the same. */
function afterContact(context: Context, answers: Progress): Step {
  const contact = valuesOf(answers.contact?.value)[0] ?? 'message';
  const spoken = spokenIn(context, contact);
  const know: Effect[] = spoken ? [{ type: 'know', facts: { spokenLanguage: spoken } }] : [];
  const how = spoken ? 'call' : 'message';
  const opening = openingOf(after(context, know), answers, { reason: `asked_${how}`, contact: how });
  // Counted here and not when the question is put: going back and coming back would count twice.
  const effects: Effect[] = [...know, ...openOrPatch(context, opening), ...gapsIn(context, answers)];
  const known = after(context, effects);
  if (spoken && !answers.call_name_and_hour) return goOn(known, answers, [], effects);
  if (spoken) return { says: [thanksFor(known, saidName(known, answers))], state: null, answers, effects };
  // Who is answered in writing on a phone that others read chooses the digits that open the answer.
  if (context.facts.writing === 'shared' && !context.facts.lock?.digits)
    return { says: [], state: null, answers, effects, next: { name: 'pin', options: { handoff: true } } };
  return { says: [thanksByMessage(known)], state: null, answers, effects };
}

function openOrPatch(context: Context, opening: ReturnType<typeof openingOf>): Effect[] {
  if (!context.facts.case) return [{ type: 'open_case', opening }];
  const { code: _code, dueAt: _due, reason: _reason, ...patch } = opening;
  return [{ type: 'patch_case', patch }];
}

function afterName(context: Context, answers: Progress): Step {
  const words = saidName(context, answers);
  const opening = openingOf(context, answers, { reason: 'asked_call', contact: 'call' });
  // Closed between the two questions: a call was promised all the same.
  const effects: Effect[] = context.facts.case
    ? [{ type: 'patch_case', patch: { words } }]
    : [{ type: 'open_case', opening: { ...opening, words } }];
  return { says: [thanksFor(context, words)], state: null, answers, effects };
}

function saidName(context: Context, answers: Progress): CaseWords {
  const { value, at } = answers.call_name_and_hour ?? {};
  return nameAndHour(context, typeof value === 'string' ? value : '', at ? new Date(at) : context.now);
}

function thanksFor(context: Context, words: CaseWords): Say {
  return thanks(context, 'bot.handoff.done_call', words, 'bot.handoff.done_call_full');
}
