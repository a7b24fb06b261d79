import type { Say, Value } from '../language/say.ts';
import { type Topic, topicGroups, topicLines } from '../language/topics.ts';
import type { PlaceName } from '../language/understanding.ts';
import type { Progress } from '../questionnaire/form.ts';
import { askChoice, type ChoiceList, readChoice } from './choose.ts';
import type { Context, Dialog, DialogState, Effect, Input, Step } from './dialog.ts';
import { languageOf } from './facts.ts';
import { lines } from './lines.ts';
import { barePlace, notedAbove } from './place.ts';
import { topicNamed } from './wishes.ts';

const useful: ChoiceList = {
  name: 'useful',
  choices: [
    { digit: '1', name: 'yes' },
    { digit: '2', name: 'no' },
  ],
};

/** Information: a group, a sheet, its pages with `+`; it works without a name and keeps nothing. */
export const information: Dialog = {
  begin: (context, options, answers) => {
    const region = regionOf(context, answers);
    const topic = options.topic ? { topic: options.topic } : {};
    return goOn(context, { name: 'information', ...(region ? { region } : {}), ...topic });
  },

  reply(context, state, input) {
    if (state.topic) return readOn(context, state, input);
    const { lingers, ...open } = state;
    const chosen = readChoice(context, input, state.group ? sheets(context, state) : groups(context, state));
    // "Santé" is a group of sheets, "carte d'identité" one sheet of a group.
    const named = chosen && !input.text.trim().includes(' ') ? null : topicNamed(context, input);
    if (named) return goOn(context, { ...open, name: 'information', group: named.group, topic: named.id });
    const place = chosen ? null : barePlace(context, input);
    if (place) return inRegionOf(context, { ...open, name: 'information' }, place);
    if (!chosen)
      return lingers ? { says: [], state: null, passOn: input } : { says: [], state, missed: true };
    return goOn(context, { ...open, name: 'information', [state.group ? 'topic' : 'group']: chosen });
  },

  ask: (context, state) => goOn(context, state).says,

  back: (context, { topic, page: _page, rated: _rated, ...state }) => {
    const { group, ...start } = state;
    return goOn(context, topic && group ? { ...start, group } : start);
  },
};

/** A bare place name chooses the sheets of its region. */
function inRegionOf(context: Context, state: DialogState, place: PlaceName): Step {
  const region = context.directory.place(place.id)?.regionPcode;
  const there: DialogState = { ...state, ...(region ? { region } : {}) };
  return { says: notedAbove(context, place, goOn(context, there).says), state: there };
}

function regionOf({ directory }: Context, answers: Progress): string | null {
  const id = answers.place?.value;
  return typeof id === 'string' ? (directory.place(id)?.regionPcode ?? null) : null;
}

function goOn(context: Context, state: DialogState): Step {
  const topic = context.topics.find(({ id }) => id === state.topic);
  if (topic) return { ...turned(context, state, topic, Number(state.page ?? 1)), effects: [asked(topic)] };
  if (!state.group)
    return { says: [askChoice('bot.information.which_group', groups(context, state))], state };
  return { says: [askChoice('bot.information.which', sheets(context, state))], state };
}

/** A page, and below it what may follow, as far as there is room: `+`, or whether it helped. */
function turned(context: Context, state: DialogState, topic: Topic, number: number): Step {
  const text = page(context, topic, number);
  const next = number < topic.pages ? { key: 'bot.information.more' } : helpedSay;
  const says = [text, next];
  const fits = context.fits(says, context.facts);
  return { says: fits ? says : [text], state: { ...state, page: number, rated: fits && next === helpedSay } };
}

const helpedSay = askChoice('bot.information.useful', useful);

/** `+` turns the page; after the last one a digit says whether it helped, once that was asked. */
function readOn(context: Context, state: DialogState, input: Input): Step {
  const topic = context.topics.find(({ id }) => id === state.topic);
  const last = Number(state.page);
  const wantsMore = context.understand.command(input.text, languageOf(context.facts))?.command === 'more';
  if (topic && wantsMore && last < topic.pages) return turned(context, state, topic, last + 1);
  if (wantsMore) return { says: [helpedSay], state: { ...state, rated: true } };
  const helped = state.rated ? readChoice(context, input, useful) : null;
  if (topic && helped) return rated(state, topic, helped);
  return /^\s*\d+\s*$/.test(input.text)
    ? another(context, state, input)
    : { says: [], state: null, passOn: input };
}

/** A digit that is no answer to "useful?" picks from the list that the sheet was picked from. */
function another(
  context: Context,
  { page: _page, rated: _rated, ...state }: DialogState,
  input: Input,
): Step {
  // A sheet that was asked for by name has no list above it: the digit is meant for what it interrupted.
  if (!state.group) return { says: [], state: null, ...(/^\s*0/.test(input.text) ? {} : { passOn: input }) };
  const chosen = readChoice(context, input, sheets(context, state));
  return chosen ? goOn(context, { ...state, topic: chosen }) : { says: [], state, missed: true };
}

function rated({ group, region }: DialogState, { id }: Topic, helped: string): Step {
  const yes = helped === 'yes';
  const list: DialogState = { name: 'information', ...(region ? { region } : {}), group };
  return {
    says: [{ key: yes ? 'bot.information.thanks' : 'bot.information.not_useful' }],
    state: null,
    ...(group ? { lingers: list } : {}),
    effects: [{ type: 'count', measure: yes ? 'topic_useful' : 'topic_not_useful', detail: id }],
  };
}

function asked({ id }: Topic): Effect {
  return { type: 'count', measure: 'topic_asked', detail: id };
}

/** Which sentence names each emergency line in a sheet. */
const lineTexts: Readonly<Record<(typeof topicLines)[number], string>> = {
  medical: 'urgent',
  fire: 'fire',
  police: 'police',
  violence: 'violence',
  children: 'women_children',
};

/** One page of a sheet, and a `+` where another follows and there is room to say so. */
function page(context: Context, topic: Topic, number: number): Say {
  const facts = Object.entries(topic.facts).map(([name, { value }]): [string, Value] => [name, value]);
  const emergency = topicLines.map((line): [string, Value] => [
    line,
    lines(context, [lineTexts[line], line]),
  ]);
  return { key: `topics.${topic.id}.page_${number}`, values: Object.fromEntries([...facts, ...emergency]) };
}

/** Sheets for everywhere and for this person's region; all of them while no region is known. */
function here({ topics }: Context, { region }: DialogState): readonly Topic[] {
  return topics.filter(({ regions }) => !region || regions.length === 0 || regions.includes(String(region)));
}

function groups(context: Context, state: DialogState): ChoiceList {
  const used = topicGroups.filter((group) => here(context, state).some((topic) => topic.group === group));
  return { name: 'topic_group', choices: used.map((name, i) => ({ name, digit: String(i + 1) })) };
}

/** The sheets of a group, at most nine. */
function sheets(context: Context, state: DialogState): ChoiceList {
  const choices = here(context, state)
    .filter((topic) => topic.group === state.group)
    .slice(0, 9)
    .map(({ id }, i) => ({ name: id, digit: String(i + 1) }));
  return { name: 'topic', choices, key: (id) => `topics.${id}.title` };
}
