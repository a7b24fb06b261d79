import type { NearbyService } from '../directory/directory.ts';
import { gapDetail, gapMeasure } from '../directory/gap.ts';
import type { Say, Value } from '../language/say.ts';
import type { Need } from '../language/understanding.ts';
import type { Progress } from '../questionnaire/form.ts';
import type { Context, Effect } from './dialog.ts';
import { needsOf } from './opening.ts';
import { opensOnSay } from './when.ts';

/** How many services one message names: an SMS has room for one, beside the needs that are being looked for. */
const roomFor = { sms: 1, whatsapp: 3 } as const;

/** Longest service and town names that leave the message within one SMS. */
const longestName = 22;

/**
 * What may be said of services before "shall we call you?", the fullest first: for each need in order the best place
 * that may be given, or "we are looking" — never a place without a contact that was checked.
 */
export function contactServices(context: Context, answers: Progress): readonly Value[] {
  const best = bestByNeed(context, answers);
  const found = best.flatMap(({ need, service }) => (service ? [foundSay(service, need)] : []));
  const missing = best.filter(({ service }) => !service).map(({ need }) => need);
  const shown = found.slice(0, roomFor[context.look]);
  const looking = missing.map((_, left) => searching(missing.slice(0, missing.length - left)));
  const shorter = [...looking.map((say) => [...shown, say]), shown, ...looking.map((say) => [say]), []];
  return shorter.map((list) => ({ list, join: ' ' }));
}

/** What is counted of a completed form: needs for which no place could be told. */
export function gapsIn(context: Context, answers: Progress): readonly Effect[] {
  const place = placeId(context, answers);
  return bestByNeed(context, answers)
    .filter(({ service }) => !service)
    .map(({ need }) => gap(context, need, place));
}

/** Nothing could be told for a need: counted by region, without the person. */
export function gap({ directory }: Context, need: Need, place: string | null): Effect {
  const where = place ? directory.place(place) : null;
  return { type: 'count', measure: gapMeasure, detail: gapDetail(need, where) };
}

function bestByNeed(context: Context, answers: Progress) {
  const place = placeId(context, answers);
  return needsOf(answers)
    .filter((need) => need !== 'other')
    .map((need) => ({ need, service: destinations(context, [need], place)[0] ?? null }));
}

/** Places that may be told to a person, the best first. */
function destinations(
  context: Context,
  needs: readonly Need[],
  place: string | null,
): readonly NearbyService[] {
  const { facts } = context;
  return context.directory
    .nearest({
      needs,
      at: context.now,
      limit: 20,
      ...(place ? { place } : {}),
      ...(facts.spokenLanguage ? { language: facts.spokenLanguage } : {}),
    })
    .filter((service) => service.standing === 'destination');
}

/** Places for several needs: the best for each need in their order, then the others. */
export function inTurn(context: Context, needs: readonly Need[], place: string): readonly NearbyService[] {
  const found = needs.map((need) => destinations(context, [need], place));
  const all = [...found.flatMap(([best]) => best ?? []), ...found.flatMap(([, ...others]) => others)];
  return [...new Map(all.map((service) => [service.id, service])).values()];
}

/** The place a person gave in the form, by id. */
export function placeId({ directory }: Context, answers: Progress): string | null {
  const id = answers.place?.value;
  return typeof id === 'string' && directory.place(id) ? id : null;
}

/** One service with the need that it answers; nothing but an overdue check is said of its state. */
function foundSay(service: NearbyService, need: Need): Say {
  const phone = phoneOf(service);
  const values: Record<string, Value> = {
    need: { key: `bot.need.${need}` },
    service: shorten(service.shortName),
  };
  if (service.town) values.town = shorten(service.town);
  if (phone) values.phone = phone;
  const say = { key: `bot.services.found${variant(service)}`, values };
  return service.caution === 'recheck_due' ? unchecked(say) : say;
}

/** One service in a list: name, town, how far or in which area, telephone, whether it is open now. */
export function serviceItem(
  context: Context,
  service: NearbyService,
  from: string,
  size: 'full' | 'short',
): Say {
  const known: (Value | null)[] = [
    shorten(service.shortName),
    service.town && shorten(service.town),
    size === 'full' ? whereSay(context, service, from) : null,
    phoneOf(service),
    size === 'full' ? openSay(context, service.id) : null,
  ];
  return itemOf(service, known);
}

/** Only its name and telephone, with the same caution as in a list: what must be said again beside its details. */
export function namedItem(service: NearbyService): Say {
  return itemOf(service, [service.shortName, phoneOf(service)]);
}

function itemOf({ caution }: NearbyService, known: readonly (Value | null)[]): Say {
  const list = known.filter((fact): fact is Value => fact !== null && fact !== '');
  const say = { key: 'bot.services.item', values: { facts: { list, join: ', ' } } };
  return caution === null ? say : unchecked(say);
}

function unchecked(item: Say): Say {
  return { key: 'bot.services.to_check', values: { item } };
}

function phoneOf({ phone, phoneFree }: NearbyService): Say | null {
  if (!phone) return null;
  return { key: phoneFree ? 'bot.line.free' : 'bot.line.plain', values: { number: phone } };
}

/** Kilometres only where they are honest; without a town the area that it serves. */
function whereSay(
  { directory }: Context,
  { distanceKm, town, nearness }: NearbyService,
  from: string,
): Say | null {
  if (distanceKm !== null && distanceKm >= 1)
    return { key: 'bot.services.km', values: { km: Math.round(distanceKm) } };
  if (town) return null;
  const place = directory.place(from);
  const areas = { same_departement: place?.departement, same_region: place?.region } as const;
  const area = nearness === 'same_departement' || nearness === 'same_region' ? areas[nearness] : null;
  if (area) return { key: 'bot.services.in_area', values: { area } };
  return nearness === 'national' ? { key: 'bot.services.nationwide' } : null;
}

/** Nothing where the hours are not known. */
function openSay(context: Context, id: string): Say | null {
  const service = context.directory.service(id, context.now);
  if (!service || service.openNow === null) return null;
  if (service.openNow) return { key: 'bot.services.open_now' };
  const { opensNext } = service;
  if (!opensNext) return { key: 'bot.services.closed_now' };
  return {
    key: 'bot.services.opens',
    values: { when: opensOnSay(context, opensNext.date, opensNext.clock) },
  };
}

function variant({ town, phone }: NearbyService): string {
  if (town && phone) return '';
  if (phone) return '_no_town';
  return town ? '_no_phone' : '_name_only';
}

/** "Training, Job: we are looking." */
function searching(needs: readonly Need[]): Say {
  const list = needs.map((need) => ({ key: `bot.need.${need}` }));
  return { key: 'bot.services.searching', values: { need: { list, join: ', ' } } };
}

function shorten(text: string): string {
  return text.length <= longestName ? text : `${text.slice(0, longestName - 1).trimEnd()}.`;
}
