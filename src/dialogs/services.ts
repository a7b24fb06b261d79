import type { ServiceDetails } from '../directory/directory.ts';
import type { Need } from '../language/understanding.ts';
import type { Progress } from '../questionnaire/form.ts';
import { askChoice, choiceList, readChoice, readYesNo, yesNo } from './choose.ts';
import type { Context, Dialog, DialogState, Input, Step } from './dialog.ts';
import { languageOf } from './facts.ts';
import { gap, inTurn, placeId } from './offers.ts';
import { needsIn, needsOf, needsOpenedBy } from './opening.ts';
import { offerSay, offersFor, wantsHelp } from './opportunities.ts';
import { askWhichPlace, barePlace, isNameOfPlace, notedAbove, readWhichPlace } from './place.ts';
import {
  askForHelp,
  detailsSay,
  listSay,
  openCase,
  pinSay,
  readDetailed,
  readListed,
} from './service_details.ts';
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

/** "et à Saint-Louis" is a place; a longer message says more than that. */
const mostWordsOfPlace = 3;

/** Services near me: for needs and a place, which are kept only in the dialog, so it works without a name. */
export const services: Dialog = {
  begin(context, options, answers) {
    const wished = typeof options.need === 'string' ? needsOpenedBy(options.need) : needsOf(answers);
    const needs = wished.filter((need) => need !== 'other');
    const place = placeId(context, answers);
    const state: DialogState = {
      name: 'services',
      ...(needs.length > 0 ? { needs } : {}),
      ...(place ? { place } : {}),
    };
    return goOn(context, state);
  },

  reply(context, state, input, answers) {
    if (state.offered) return readOffer(context, state, input, answers);
    if (typeof state.offer === 'number') return readOpportunity(context, state, input, answers);
    if (typeof state.shown === 'number') return readShown(context, state, input, answers);
    if (!state.needs) return readNeed(context, state, input);
    return readPlace(context, state, input);
  },

  ask: (context, state) => goOn(context, state).says,
};

function goOn(context: Context, state: DialogState): Step {
  if (!state.needs) return { says: [askChoice('bot.services.which_need', whichNeed)], state };
  if (state.between) return { says: [askWhichPlace(context, state.between as readonly string[])], state };
  if (!state.place) return { says: [{ key: 'bot.services.ask_place' }], state };
  const { detail, shown, listed, offer } = state;
  if (typeof offer === 'number') return showOffer(context, state, offer);
  const service = typeof detail === 'string' ? context.directory.service(detail, context.now) : null;
  if (service) return detailed(context, state, service);
  // What was shown last is shown again, not what comes after it.
  const from = Number(shown ?? 0) - (Array.isArray(listed) ? listed.length : 0);
  return show(context, state, Math.max(0, from));
}

function readNeed(context: Context, state: DialogState, input: Input): Step {
  const need = readChoice(context, input, whichNeed);
  if (need) return goOn(context, { ...state, needs: needsOpenedBy(need) });
  const place = barePlace(context, input);
  if (!place) return saysNo(context, input) ?? { says: [], state, missed: true };
  const there = { ...state, name: 'services', place: place.id } as const;
  return { says: notedAbove(context, place, goOn(context, there).says), state: there };
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
  return saysNo(context, input) ?? { says: [{ key: 'bot.place.unknown' }], state, missed: true };
}

/** "Non", or 0, wants no services after all: back to what else there is. */
function saysNo(context: Context, input: Input): Step | null {
  const no =
    /^\s*0\s*$/.test(input.text) || context.understand.yesNo(input.text, languageOf(context.facts)) === false;
  if (!no) return null;
  return { says: [], state: null, next: { name: context.facts.keeping === 'adult' ? 'menu' : 'refused' } };
}

function show(context: Context, state: DialogState, from: number): Step {
  const wanted = needsIn(state);
  const all = inTurn(context, wanted, String(state.place));
  const offers = offersFor(context, state);
  if (all.length === 0) {
    if (offers.length === 0) return none(context, state, wanted[0] ?? 'other');
    return {
      ...showOffer(context, state, 0),
      effects: [gap(context, wanted[0] ?? 'other', String(state.place))],
    };
  }
  if (from >= all.length) return { says: [{ key: 'bot.services.no_more' }], state: null };
  const until = from + shownAtOnce[context.look];
  const found = all.slice(from, until);
  const more = until < all.length;
  const beside = { place: String(state.place), more, offers: offers.length > 0 };
  const says = [listSay(context, found, beside)];
  const { detail: _, ...rest } = state;
  return { says, state: { ...rest, name: 'services', shown: until, listed: found.map(({ id }) => id) } };
}

/** After a list or the details of one service: its digits, the next ones, or something else altogether. */
function readShown(context: Context, state: DialogState, input: Input, answers: Progress): Step {
  if (context.understand.command(input.text, languageOf(context.facts))?.command === 'more')
    return show(context, state, Number(state.shown));
  const listed = (state.listed ?? []) as readonly string[];
  const detail = typeof state.detail === 'string' ? serviceAt(context, state, state.detail) : null;
  if (detail) return readDetails(context, state, detail, input, answers);
  const read = readListed(context, listed, input, offersFor(context, state).length > 0);
  if (read?.act === 'offers') return showOffer(context, state, 0);
  const service = read ? serviceAt(context, state, read.id) : null;
  if (!read || !service) return readElsewhere(context, state, input);
  if (read.act === 'refer') return askForHelp(context, state, wishFor(service), answers);
  return detailed(context, { ...state, detail: service.id }, service);
}

function readDetails(
  context: Context,
  state: DialogState,
  service: ServiceDetails,
  input: Input,
  answers: Progress,
): Step {
  const act = readDetailed(context, service, input);
  if (act === 'refer') return askForHelp(context, state, wishFor(service), answers);
  if (act === 'closed') return noteClosed(state, service);
  return act === 'pin' ? { says: [pinSay(service)], state } : readElsewhere(context, state, input);
}

/** A bare place, or a position: the same needs there; anything else is no answer to a list of services. */
function readElsewhere(context: Context, state: DialogState, input: Input): Step {
  return elsewhere(context, state, input) ?? { says: [], state: null, passOn: input };
}

/** The services at another place that was named, or null. */
function elsewhere(context: Context, { needs }: DialogState, input: Input): Step | null {
  const bare = input.text.trim().split(/\s+/).length <= mostWordsOfPlace;
  const there = bare ? readPlace(context, { name: 'services', needs }, input) : null;
  return there?.missed ? null : there;
}

function serviceAt(context: Context, state: DialogState, id: string): ServiceDetails | null {
  return context.directory.service(id, context.now, String(state.place));
}

function wishFor({ shortName, town }: ServiceDetails): string {
  return [shortName, town].filter(Boolean).join(', ');
}

/** One opportunity after the other; after the last, what is left to say where there are no services. */
function showOffer(context: Context, state: DialogState, index: number): Step {
  const offers = offersFor(context, state);
  const offer = offers[index];
  if (offer) return { says: [offerSay(context, offer, true)], state: { ...state, offer: index } };
  const { offer: _, ...rest } = state;
  const wanted = needsIn(state);
  if (inTurn(context, wanted, String(state.place)).length > 0)
    return { says: [{ key: 'bot.services.no_more' }], state: null };
  const { effects: _counted, ...honest } = none(context, { ...rest, name: 'services' }, wanted[0] ?? 'other');
  return honest;
}

function readOpportunity(context: Context, state: DialogState, input: Input, answers: Progress): Step {
  const index = Number(state.offer);
  if (context.understand.command(input.text, languageOf(context.facts))?.command === 'more')
    return showOffer(context, state, index + 1);
  const offer = offersFor(context, state)[index];
  if (!offer || !wantsHelp(context, input)) return { says: [], state: null, passOn: input };
  return askForHelp(context, state, offer.title, answers);
}

function detailed(context: Context, state: DialogState, service: ServiceDetails): Step {
  const all = inTurn(context, needsIn(state), String(state.place));
  return { says: [detailsSay(context, service, Number(state.shown) < all.length)], state };
}

/** Whoever stood before a closed door spares others the way; the next service is one "+" away. */
function noteClosed(state: DialogState, { serviceId }: ServiceDetails): Step {
  const { detail: _, ...rest } = state;
  return {
    says: [{ key: 'bot.services.noted_closed' }],
    state: { ...rest, name: 'services', listed: [] },
    effects: [{ type: 'report', about: { serviceId }, said: 'closed' }],
  };
}

/** Nothing that may be given: said honestly, with a human who looks. */
function none(context: Context, state: DialogState, need: Need): Step {
  const place = context.directory.place(String(state.place))?.name ?? '';
  const values = { place: place.slice(0, 16), need: { key: `bot.need.${need}` } };
  const effects = [gap(context, need, String(state.place))];
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
    const yes = isNameOfPlace(context, input) ? null : readYesNo(context, input);
    if (yes === null) return elsewhere(context, state, input) ?? { says: [], state, missed: true };
    return { says: [], state: null, next: yes ? { name: 'callback' } : { name: 'refused' } };
  }
  const choice = readChoice(context, input, noneNear);
  if (!choice) return elsewhere(context, state, input) ?? { says: [], state, missed: true };
  return choice === 'menu'
    ? { says: [], state: null, next: { name: 'menu' } }
    : openCase(context, state, answers);
}
