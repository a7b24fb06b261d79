import type { CaseWords } from '../handoff/case.ts';
import type { Say } from '../language/say.ts';
import type { Danger } from '../language/understanding.ts';
import type { Form, Progress, Question } from '../questionnaire/form.ts';
import { currentQuestion, valuesOf, withoutLast } from '../questionnaire/progress.ts';
import { ageInWords, ofAge } from './age.ts';
import { askChoice, optionsOf, readYesNo, yesNo } from './choose.ts';
import { asMinor, consentWording } from './consent.ts';
import type { Context, Dialog, DialogState, Effect, Input, Step } from './dialog.ts';
import { after, languageOf } from './facts.ts';
import { atOpenQuestion, listOf, type Reading, readAnswer, withAnswer } from './form.ts';
import { inVoiceNote, spokenUnheard, withSpoken } from './heard_later.ts';
import { lines } from './lines.ts';
import { openingOf } from './opening.ts';
import { barePlace, notedAbove } from './place.ts';
import { nameAndHour } from './thanks.ts';
import { opensSay, whenSay } from './when.ts';

/** The path of their own for people under 18: four questions, a human after the first sign of being alone. */
export const minor: Dialog = {
  begin(context, options, answers) {
    const effects = [
      ...assent(context),
      ...alarm(context, answers, options.danger as Danger, options.because as string),
    ];
    const known = after(context, effects);
    const told = options.danger as Danger | undefined;
    if (context.facts.case && !currentQuestion(form(context), answers))
      return { says: [toldSay(known, told) ?? waitingSay(known)], state: null, effects };
    return goOn(known, answers, effects, toldSay(known, told));
  },

  reply(context, state, input, answers) {
    const question = currentQuestion(form(context), answers);
    if (!question) return waiting(context, input);
    if (spokenUnheard(input)) return heard(context, answers, question);
    const told = context.understand.danger(input.text, languageOf(context.facts));
    if (told) return inDanger(context, answers, question, input, told);
    if ((ageInWords(context, input) ?? 0) >= ofAge) return grown(context, answers, input);
    // Nothing was asked below an answer to danger, so this answers nothing.
    if (state.unasked) return goOn(context, answers, inOwnWords(context, input));
    const reading = readAnswer(context, form(context), question, input);
    const placed = reading && whereIs(reading, input);
    if (placed) return answered(context, answers, question, placed);
    return townBeside(context, state, answers, question, input) ?? { says: [], state, missed: true };
  },

  ask(context, _state, answers, simpler) {
    const question = currentQuestion(form(context), answers);
    return question ? [ask(context, question, simpler)] : [];
  },

  resumed: (context, state, answers) => atOpenQuestion(form(context), state, answers),

  back(context, state, answers) {
    const undone = withoutLast(form(context), answers);
    if (!undone) return { says: minor.ask(context, state, answers, false), state };
    return goOn(context, undone.progress, []);
  },
};

/** "Kolda" where a yes or no was asked: the town is kept, and the question put again in fewer words. */
function townBeside(
  context: Context,
  state: DialogState,
  answers: Progress,
  question: Question,
  input: Input,
): Step | null {
  const town = answers.town || question.type === 'text' ? null : barePlace(context, input);
  if (!town) return null;
  const given = {
    ...answers,
    town: { value: town.id, origin: 'bot' as const, at: context.now.toISOString() },
  };
  const says = notedAbove(context, town, [ask(context, question, true)]);
  return { says, state, answers: given, effects: learnt(context, given) };
}

/** A wrong digit, taken back: the consent of an adult is asked instead; where a case is open a human sorts it out. */
function grown(context: Context, answers: Progress, input: Input): Step {
  if (context.facts.case) return goOn(context, answers, inOwnWords(context, input));
  const effects: Effect[] = [{ type: 'know', facts: { keeping: null } }];
  const next = { name: 'consent', options: { onward: 'needs' } } as const;
  return { says: [], state: null, answers: {}, effects, next, forget: true };
}

function form(context: Context): Form {
  return context.forms.minor!;
}

/** A child is not asked back about a place: what they wrote is kept for the human who calls. */
function whereIs(reading: Reading, input: Input): Reading | null {
  if ('value' in reading || 'notSaid' in reading) return reading;
  if (!input.location && !/\p{L}/u.test(input.text)) return null;
  return { value: input.text.trim() || 'location' };
}

/** Danger told in words: answered by its kind, and kept; "gare tamba, je dors dehors" answers the question too. */
function inDanger(
  context: Context,
  answers: Progress,
  question: Question,
  input: Input,
  told: { readonly danger: Danger; readonly because: string },
): Step {
  const raised = alarm(context, answers, told.danger, told.because);
  const known = after(context, raised);
  const reading = question.type === 'text' ? null : readAnswer(context, form(context), question, input);
  const read = reading && ('value' in reading || 'notSaid' in reading);
  const given = read ? withAnswer(context, answers, question, reading) : answers;
  const effects = [...raised, ...inOwnWords(known, input), ...learnt(known, given)];
  return goOn(known, given, effects, toldSay(known, told.danger));
}

function inOwnWords(context: Context, input: Input): Effect[] {
  const words = input.text.trim();
  if (!context.facts.case || !/\p{L}/u.test(words)) return [];
  return [{ type: 'patch_case', patch: { words: { ownWords: [words] } } }];
}

/** What somebody did to the child is never the child's fault. */
const wronged = new Set<Danger>(['violence', 'trafficking']);

/** The answer to a danger by its kind, with the line that listens; being alone is answered by the questions. */
function toldSay(context: Context, danger: Danger | undefined): Say | null {
  if (!danger || danger === 'minor_alone') return null;
  const line =
    danger === 'medical' ? (['child_medical', 'medical'] as const) : (['children', 'children'] as const);
  const due = context.facts.case?.dueAt ?? context.duty.dueAt('emergency');
  const values = { when: whenSay(context, due), lines: lines(context, line) };
  return { key: wronged.has(danger) ? 'bot.minor.told_wronged' : 'bot.minor.told', values };
}

function assent(context: Context): Effect[] {
  if (context.facts.keeping === 'minor') return [];
  return [
    { type: 'know', facts: { keeping: 'minor' } },
    { type: 'consent', purpose: 'keep', given: true, form: 'minor', wording: consentWording },
    ...asMinor(context.facts),
  ];
}

/** A child who speaks is not asked the same again: the case opens, and a human hears the note. */
function heard(context: Context, answers: Progress, question: Question): Step {
  const given = withSpoken(context, answers, question.name, null);
  const opening = openingOf(context, given, { reason: 'minor', minor: true, contact: 'voice' });
  const effects: Effect[] = [
    context.facts.case ? { type: 'patch_case', patch: { contact: 'voice' } } : { type: 'open_case', opening },
  ];
  return goOn(after(context, effects), given, effects);
}

/** Opens or lifts the case of a child in danger and alerts the person on duty, once for each kind. */
function alarm(context: Context, answers: Progress, danger?: Danger, because?: string): Effect[] {
  const before = context.facts.case?.danger;
  // being alone, learnt after something worse, must not take its place on the case
  if (!danger || before === danger || (before && danger === 'minor_alone')) return [];
  const options = { reason: 'minor', danger, minor: true, ...(because ? { because } : {}) } as const;
  const opening = openingOf(context, answers, options);
  const { code: _code, ...patch } = opening;
  return [
    context.facts.case ? { type: 'patch_case', patch } : { type: 'open_case', opening },
    { type: 'alert', kind: danger },
  ];
}

/** The next question; below an answer to danger as far as there is room, and otherwise after the next message. */
function goOn(
  context: Context,
  answers: Progress,
  effects: readonly Effect[],
  told: Say | null = null,
): Step {
  const question = currentQuestion(form(context), answers);
  if (!question)
    return told ? { says: [told], state: null, answers, effects } : finished(context, answers, effects);
  const state: DialogState = { name: 'minor', question: question.name };
  const asked = ask(context, question, false);
  if (!told) return { says: [asked], state, answers, effects };
  // the line stands in the answer already
  const bare = [false, true].map((simpler) => ({
    ...ask(context, question, simpler),
    values: { lines: '' },
  }));
  const says = bare.map((one) => [told, one]).find((both) => context.fits(both, context.facts));
  return says
    ? { says, state, answers, effects }
    : { says: [told], state: { ...state, unasked: true }, answers, effects };
}

const linesOf: Readonly<Record<string, Parameters<typeof lines>[1]>> = {
  adult_with_you: ['children', 'children'],
  safe_tonight: ['child_medical', 'medical'],
};

function ask(context: Context, question: Question, simpler: boolean): Say {
  const key = `bot.minor.${question.name}${simpler ? '_simpler' : ''}`;
  const wanted = linesOf[question.name];
  const values = wanted ? { lines: lines(context, wanted) } : {};
  const options = optionsOf(shown(form(context), question));
  return options.length > 0 ? { key, values, options } : { key, values };
}

/** The town question offers only "I prefer not to say"; safety only yes and no. */
function shown(minorForm: Form, question: Question) {
  const list = listOf(minorForm, question);
  if (question.name === 'town') return { name: 'yes_no', choices: [{ digit: '0', name: 'not_said' }] };
  if (question.name === 'safe_tonight')
    return { ...list, choices: list.choices.filter((c) => c.name !== 'not_said') };
  return list;
}

function answered(context: Context, answers: Progress, question: Question, reading: Reading): Step {
  const given = withAnswer(context, answers, question, reading);
  const no = 'value' in reading && reading.value === 'no';
  const alone = no && (question.name === 'adult_with_you' || question.name === 'safe_tonight');
  const effects = alone ? alarm(context, given, 'minor_alone') : [];
  return goOn(after(context, effects), given, effects.length > 0 ? effects : learnt(context, given));
}

/** What a later answer adds to a case that is already open. */
function learnt(context: Context, answers: Progress): Effect[] {
  if (!context.facts.case) return [];
  const { place, region } = openingOf(context, answers, { reason: 'minor', minor: true });
  return place && region ? [{ type: 'patch_case', patch: { place, region } }] : [];
}

function finished(context: Context, answers: Progress, before: readonly Effect[]): Step {
  const value = valuesOf(answers.name_and_call?.value)[0] ?? '';
  const said = value === inVoiceNote ? '' : value;
  const { words, contact } = nameAndCall(context, said);
  const opening = openingOf(context, answers, { reason: 'minor', minor: true, contact });
  const due = context.facts.case?.dueAt ?? opening.dueAt;
  const effects: Effect[] = [
    ...before,
    context.facts.case
      ? { type: 'patch_case', patch: { words, contact } }
      : { type: 'open_case', opening: { ...opening, words } },
  ];
  return { says: [farewell(context, words.name, due, contact)], state: null, answers, effects };
}

/** "Ibou oui": the name, and a yes or no to the call; what is neither is kept in the child's own words. */
function nameAndCall(context: Context, said: string): { words: CaseWords; contact: 'call' | 'message' } {
  const words = nameAndHour(context, said);
  const rest = said.replace(words.name ?? '', '').trim();
  const yes = context.understand.yesNo(rest, languageOf(context.facts));
  const more = rest && rest !== said.trim() && yes === null && !words.hour ? { ownWords: [said.trim()] } : {};
  return { words: { ...words, ...more }, contact: yes === false ? 'message' : 'call' };
}

function farewell(context: Context, name: string | undefined, due: Date, contact: 'call' | 'message'): Say {
  if (!context.duty.onDuty && !context.duty.open) return night(context);
  const values = { when: whenSay(context, due), lines: lines(context, ['child_before', 'children']) };
  if (contact === 'message') return { key: 'bot.minor.done_message', values };
  if (!name) return { key: 'bot.minor.done_unnamed', values };
  return { key: 'bot.minor.done', values: { ...values, name: name.slice(0, 12) } };
}

/** Nobody is on duty: when the office opens, and the line that listens meanwhile. */
function night(context: Context): Say {
  const values = {
    when: opensSay(context, context.duty.opensAt),
    lines: lines(context, ['child_afraid', 'children']),
  };
  return askChoice('bot.minor.night', yesNo, values);
}

/** All was asked: what a child writes now goes to the case, and says when somebody answers. */
function waiting(context: Context, input: Input): Step {
  const agreed = readYesNo(context, input);
  const ownWords = agreed === null ? input.text.trim() : '';
  const effects: Effect[] =
    ownWords && context.facts.case
      ? [{ type: 'patch_case', patch: { words: { ownWords: [ownWords] } } }]
      : [];
  return { says: [waitingSay(context)], state: null, effects };
}

function waitingSay(context: Context): Say {
  const due = context.facts.case?.dueAt ?? context.duty.dueAt('urgent');
  const values = { when: whenSay(context, due), lines: lines(context, ['child_before', 'children']) };
  return { key: 'bot.minor.waiting', values };
}
