import type { Say, Value } from '../language/say.ts';
import { type Topic, topicGroups, topicLines } from '../language/topics.ts';
import { askChoice, type ChoiceList, readChoice } from './choose.ts';
import type { Context, Dialog, DialogState, Effect, Input, Step } from './dialog.ts';
import { languageOf } from './facts.ts';
import { lines } from './lines.ts';

const useful: ChoiceList = {
  name: 'useful',
  choices: [
    { digit: '1', name: 'yes' },
    { digit: '2', name: 'no' },
  ],
};

/** Information: a group, a sheet, its pages with `+`; it works without a name and keeps nothing. */
export const information: Dialog = {
  begin: (context, options) =>
    goOn(context, { name: 'information', ...(options.topic ? { topic: options.topic } : {}) }),

  reply(context, state, input) {
    if (state.topic) return readOn(context, state, input);
    const list = state.group ? sheets(context, String(state.group)) : groups(context);
    const chosen = readChoice(context, input, list);
    if (!chosen) return { says: [], state, missed: true };
    return goOn(context, { ...state, [state.group ? 'topic' : 'group']: chosen });
  },

  ask: (context, state) => goOn(context, state).says,

  back: (context, { name, group, topic }) => goOn(context, { name, ...(topic ? { group } : {}) }),
};

function goOn(context: Context, state: DialogState): Step {
  const topic = context.topics.find(({ id }) => id === state.topic);
  if (topic)
    return { says: [page(context, topic, 1)], state: { ...state, page: 1 }, effects: [asked(topic)] };
  if (!state.group) return { says: [askChoice('bot.information.which_group', groups(context))], state };
  return { says: [askChoice('bot.information.which', sheets(context, String(state.group)))], state };
}

/** `+` turns the page; after the last one a digit says whether it helped. */
function readOn(context: Context, state: DialogState, input: Input): Step {
  const topic = context.topics.find(({ id }) => id === state.topic);
  const last = Number(state.page);
  const wantsMore = context.understand.command(input.text, languageOf(context.facts))?.command === 'more';
  if (topic && wantsMore && last < topic.pages)
    return { says: [page(context, topic, last + 1)], state: { ...state, page: last + 1 } };
  if (wantsMore) return { says: [askChoice('bot.information.useful', useful)], state };
  const helped = readChoice(context, input, useful);
  if (!topic || !helped) return { says: [], state: null, passOn: input };
  const effects: Effect[] = [
    { type: 'count', measure: `topic_${helped === 'yes' ? 'useful' : 'not_useful'}`, detail: topic.id },
  ];
  return {
    says: [{ key: helped === 'yes' ? 'bot.information.thanks' : 'bot.information.not_useful' }],
    state: null,
    effects,
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

function groups(context: Context): ChoiceList {
  const used = topicGroups.filter((group) => context.topics.some((topic) => topic.group === group));
  return { name: 'topic_group', choices: used.map((name, i) => ({ name, digit: String(i + 1) })) };
}

/** The sheets of a group that are for this person's region, at most nine. */
function sheets(context: Context, group: string): ChoiceList {
  const choices = context.topics
    .filter((topic) => topic.group === group)
    .slice(0, 9)
    .map(({ id }, i) => ({ name: id, digit: String(i + 1) }));
  return { name: 'topic', choices, key: (id) => `topics.${id}.title` };
}
