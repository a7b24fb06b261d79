import type { Say } from '../language/say.ts';
import type { Need } from '../language/understanding.ts';
import type { Progress } from '../questionnaire/form.ts';
import { valuesOf } from '../questionnaire/progress.ts';
import { askChoice, choiceList, readChoice, readYesNo, yesNo } from './choose.ts';
import type { Context, Dialog, DialogState, Effect, Input, Step } from './dialog.ts';
import { languageOf } from './facts.ts';
import { destinations, placeId, serviceSay } from './offers.ts';
import { needsOf, needsOpenedBy, openingOf } from './opening.ts';
import { askWhichPlace, readWhichPlace } from './place.ts';
import { whenSay } from './when.ts';

const whichNeed = choiceList(
  'needs_now',
  ['1', 'job'],
  ['2', 'training'],
  ['3', 'project'],
  ['4', 'health'],
  ['5', 'papers'],
  ['6', 'shelter_food'],
  ['7', 'morale'],
  ['8', 'rights'],
);
const noneNear = choiceList('none_near', ['1', 'agreed'], ['2', 'menu']);

/** One SMS has room for one place, WhatsApp for three. */
const shownAtOnce = { sms: 1, whatsapp: 3 } as const;

/** Services near me: for a need and a place, which are kept only in the dialog, so it works without a name. */
export const services: Dialog = {
  begin(context, _options, answers) {
    const need = valuesOf(answers.needs_now?.value)[0];
    const place = placeId(context, answers);
    const state: DialogState = {
      name: 'services',
      ...(need && needsOf(answers).some((n) => n !== 'other') ? { need } : {}),
      ...(place ? { place } : {}),
    };
    return goOn(context, state);
  },

  reply(context, state, input, answers) {
    if (state.offered) return readOffer(context, state, input, answers);
    if (typeof state.shown === 'number') return readMore(context, state, input);
    if (!state.need) return readNeed(context, state, input);
    return readPlace(context, state, input);
  },

  ask: (context, state) => goOn(context, state).says,
};

function goOn(context: Context, state: DialogState): Step {
  if (!state.need) return { says: [askChoice('bot.services.which_need', whichNeed)], state };
  if (state.between) return { says: [askWhichPlace(context, state.between as readonly string[])], state };
  if (!state.place) return { says: [{ key: 'bot.services.ask_place' }], state };
  return show(context, state, Number(state.shown ?? 0));
}

function readNeed(context: Context, state: DialogState, input: Input): Step {
  const need = readChoice(context, input, whichNeed);
  return need ? goOn(context, { ...state, need }) : { says: [], state, missed: true };
}

function readPlace(context: Context, state: DialogState, input: Input): Step {
  const { between: asked, ...rest } = state;
  if (asked) {
    const id = readWhichPlace(asked as readonly string[], input);
    if (id) return goOn(context, { ...rest, name: 'services', place: id });
    if (id === null) return goOn(context, { ...rest, name: 'services' });
  }
  const at = input.location ? context.directory.placeAt(input.location) : null;
  const { place, candidates } = context.understand.place(input.text, languageOf(context.facts));
  const found = at ?? place;
  if (found) return goOn(context, { ...rest, name: 'services', place: found.id });
  if (candidates.length > 1)
    return goOn(context, { ...rest, name: 'services', between: candidates.map((c) => c.id) });
  return { says: [{ key: 'bot.place.unknown' }], state, missed: true };
}

function show(context: Context, state: DialogState, from: number): Step {
  const wanted = needsOpenedBy(String(state.need));
  const all = destinations(context, wanted, String(state.place));
  if (all.length === 0) return none(context, state, wanted[0] ?? 'other');
  if (from >= all.length) return { says: [{ key: 'bot.services.no_more' }], state: null };
  const until = from + shownAtOnce[context.look];
  const items = { list: all.slice(from, until).map((service) => serviceSay('item', service)), join: ' ' };
  const more = until < all.length;
  const says: Say[] = [{ key: more ? 'bot.services.list_more' : 'bot.services.list', values: { items } }];
  return { says, state: { ...state, shown: until } };
}

function readMore(context: Context, state: DialogState, input: Input): Step {
  const wantsMore = context.understand.command(input.text, languageOf(context.facts))?.command === 'more';
  return wantsMore ? show(context, state, Number(state.shown)) : { says: [], state: null, passOn: input };
}

/** Nothing that may be given: said honestly, with a human who looks. */
function none(context: Context, state: DialogState, need: Need): Step {
  const place = context.directory.place(String(state.place))?.name ?? '';
  const values = { place: place.slice(0, 16), need: { key: `bot.need.${need}` } };
  const effects: Effect[] = [{ type: 'count', measure: 'gap', detail: `${need} ${String(state.place)}` }];
  const offered = { ...state, offered: true };
  if (context.facts.keeping !== 'adult')
    return { says: [askChoice('bot.services.none_anonymous', yesNo, values)], state: offered, effects };
  const when = whenSay(context, context.facts.case?.dueAt ?? context.duty.dueAt('normal'));
  return {
    says: [askChoice('bot.services.none_near', noneNear, { ...values, when })],
    state: offered,
    effects,
  };
}

function readOffer(context: Context, state: DialogState, input: Input, answers: Progress): Step {
  if (context.facts.keeping !== 'adult') {
    const yes = readYesNo(context, input);
    if (yes === null) return { says: [], state, missed: true };
    return { says: [], state: null, next: yes ? { name: 'callback' } : { name: 'refused' } };
  }
  const choice = readChoice(context, input, noneNear);
  if (!choice) return { says: [], state, missed: true };
  return choice === 'menu'
    ? { says: [], state: null, next: { name: 'menu' } }
    : look(context, state, answers);
}

/** An adviser looks: a case is opened, or the open one learns of it. */
function look(context: Context, state: DialogState, answers: Progress): Step {
  const opening = openingOf(context, answers, { reason: 'asked_message', contact: 'message' });
  const needs = [...new Set([...opening.needs, ...needsOpenedBy(String(state.need))])];
  const effects: Effect[] = context.facts.case
    ? [{ type: 'patch_case', patch: { needs } }]
    : [{ type: 'open_case', opening: { ...opening, needs } }];
  const code = context.facts.case?.code ?? opening.code;
  const when = whenSay(context, context.facts.case?.dueAt ?? opening.dueAt);
  return { says: [{ key: 'bot.handoff.waiting', values: { code, when } }], state: null, effects };
}
