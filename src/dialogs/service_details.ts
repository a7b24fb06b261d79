import type { NearbyService, ServiceDetails } from '../directory/directory.ts';
import type { Option, Say, Value } from '../language/say.ts';
import type { Answer, Progress } from '../questionnaire/form.ts';
import { askChoice, type ChoiceList, choiceList, optionsOf, readChoice } from './choose.ts';
import type { Context, DialogState, Effect, Input, Step } from './dialog.ts';
import { namedItem, serviceItem } from './offers.ts';
import { needsIn, openingOf } from './opening.ts';
import { whenSay } from './when.ts';

/** What can be asked of the one service that was named, and what of one whose details are shown. */
const ofOne: ChoiceList = choiceList('service', ['1', 'details'], ['2', 'refer']);
const withOffers: ChoiceList = choiceList('service', ['1', 'details'], ['2', 'refer'], ['3', 'offers']);
/** After several, whose digits are taken. */
const besideMany: ChoiceList = choiceList('service', ['9', 'offers']);
const ofDetails: ChoiceList = choiceList('service', ['1', 'refer'], ['2', 'closed']);
const withPin: ChoiceList = choiceList('service', ['1', 'refer'], ['2', 'closed'], ['3', 'pin']);

/** How much of a field an SMS has room for, and a WhatsApp message. */
const longestField = { sms: 60, whatsapp: 240 } as const;

/** What a list of services says besides them. */
interface Beside {
  /** From where they are seen. */
  readonly place: string;
  readonly more: boolean;
  /** There are opportunities too. */
  readonly offers: boolean;
}

/** A list of services with what can be asked of them, as full as one SMS allows. */
export function listSay(context: Context, found: readonly NearbyService[], beside: Beside): Say {
  const { place, more, offers } = beside;
  const one = found.length === 1;
  const key = `bot.services.${one ? 'list' : 'list_many'}${more ? '_more' : ''}`;
  const options = one
    ? optionsOf(offers ? withOffers : ofOne)
    : [...found.map(numbered), ...(offers ? optionsOf(besideMany) : [])];
  const join = context.look === 'whatsapp' ? '\n' : ' ';
  const says = (['full', 'short'] as const).map((size): Say => {
    const items = found.map((service) => serviceItem(context, service, place, size));
    return { key, values: { items: { list: items, join } }, options };
  });
  return says.find((say) => context.fits([say], context.facts)) ?? says.at(-1)!;
}

function numbered({ id, shortName, town }: NearbyService, i: number, all: readonly NearbyService[]): Option {
  const same = all.filter((other) => other.shortName === shortName).length > 1;
  const name = same && town ? `${shortName}, ${town}` : shortName;
  return { id, digit: String(i + 1), key: 'bot.services.name', values: { name } };
}

/** What a message means after a list of services: one of them in detail, help to go there; null: something else. */
export function readListed(
  context: Context,
  shown: readonly string[],
  input: Input,
  offers: boolean,
): { readonly act: 'details' | 'refer' | 'offers'; readonly id: string } | null {
  const list = shown.length > 1 ? besideMany : withOffers;
  const act = readChoice(context, input, list);
  if (act === 'offers') return offers ? { act, id: '' } : null;
  if (shown.length === 1) return act === 'details' || act === 'refer' ? { act, id: shown[0]! } : null;
  const id = shown.find((each, i) => input.choice === each || input.text.trim() === String(i + 1));
  return id ? { act: 'details', id } : null;
}

/** What a message means after the details of a service. */
export function readDetailed(
  context: Context,
  service: ServiceDetails,
  input: Input,
): 'refer' | 'closed' | 'pin' | null {
  const act = readChoice(context, input, detailsList(context, service));
  return act === 'refer' || act === 'closed' || act === 'pin' ? act : null;
}

/** A pin only where the channel shows one, and only of the service's own position. */
function detailsList({ look }: Context, { point }: ServiceDetails): ChoiceList {
  return look === 'whatsapp' && point ? withPin : ofDetails;
}

/** Where a service is, on the map. */
export function pinSay({ shortName, town, point }: ServiceDetails): Say {
  const name = [shortName, town].filter(Boolean).join(', ');
  return { key: 'bot.services.name', values: { name }, ...(point ? { pin: { ...point, label: name } } : {}) };
}

/** How to reach it, what to bring, the cost, how to get there, the hours: as much as one message has room for, the most useful first. */
export function detailsSay(context: Context, service: ServiceDetails, more: boolean): Say {
  const facts = factsOf(service, longestField[context.look]);
  const key = `bot.services.details${more ? '_more' : ''}`;
  const says = [...facts.keys(), facts.length].reverse().map((count): Say => {
    const list: readonly Value[] = count > 0 ? facts.slice(0, count) : [{ key: 'bot.services.no_details' }];
    return askChoice(key, detailsList(context, service), {
      service: namedItem(service),
      facts: { list, join: ' ' },
    });
  });
  return says.find((say) => context.fits([say], context.facts)) ?? says.at(-1)!;
}

function factsOf(service: ServiceDetails, longest: number): Say[] {
  const known: readonly (readonly [name: string, text: string | null])[] = [
    ['bring', service.documents.join(', ')],
    ['cost', service.cost],
    ['access', service.howToGetThere ?? service.address],
    ['hours', service.hours],
    ['meant_for', service.eligibility],
  ];
  return known.flatMap(([name, text]) =>
    text ? [{ key: `bot.services.${name}`, values: { text: cut(text, longest) } }] : [],
  );
}

function cut(text: string, longest: number): string {
  const bare = text.replace(/[.\s]+$/, '');
  return bare.length <= longest ? bare : `${bare.slice(0, longest - 3).trimEnd()}...`;
}

/**
 * "Help me to go there": the case learns of the wish, and a caseworker helps with the referral or the application; nothing is passed on
 * before the person has agreed to it. Who has not agreed that answers are kept is asked for that first.
 */
export function askForHelp(context: Context, state: DialogState, wish: string, answers: Progress): Step {
  if (context.facts.keeping !== 'adult') return { says: [], state: null, next: { name: 'callback' } };
  const wanted: Answer = { value: wish, origin: 'bot', at: context.now.toISOString() };
  const service = cut(wish, longestWish);
  return {
    ...openCase(context, state, answers, { key: 'bot.services.help_noted', values: { service } }),
    answers: { ...answers, wanted_service: wanted },
  };
}

/** What an SMS has room for beside the hour and the code of the case. */
const longestWish = 45;

/** A human takes it up: a case is opened, or the open one learns of it; the words about it are told its code and hour. */
export function openCase(
  context: Context,
  state: DialogState,
  answers: Progress,
  about: Say = { key: 'bot.handoff.waiting' },
): Step {
  const opening = openingOf(context, answers, { reason: 'asked_message', contact: 'message' });
  const needs = [...new Set([...opening.needs, ...needsIn(state)])];
  const effects: Effect[] = context.facts.case
    ? [{ type: 'patch_case', patch: { needs } }]
    : [{ type: 'open_case', opening: { ...opening, needs } }];
  const code = context.facts.case?.code ?? opening.code;
  const when = whenSay(context, context.facts.case?.dueAt ?? opening.dueAt);
  return { says: [{ ...about, values: { ...about.values, code, when } }], state: null, effects };
}
