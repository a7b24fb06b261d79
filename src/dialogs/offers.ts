import type { NearbyService } from '../directory/directory.ts';
import type { Say, Value } from '../language/say.ts';
import type { Need } from '../language/understanding.ts';
import type { Progress } from '../questionnaire/form.ts';
import type { Context } from './dialog.ts';
import { needsOf } from './opening.ts';

/** How many services one message names: an SMS has room for one, and one more need that is being looked for. */
const roomFor = { sms: 1, whatsapp: 3 } as const;

/** Longest service and town names that leave the message within one SMS. */
const longestName = 22;

/**
 * What may be said of services before "shall we call you?", the fullest first: for each need in order the best place
 * that may be given, or "we are looking" — never a place without a contact that was checked.
 */
export function contactServices(context: Context, answers: Progress): readonly Value[] {
  const found: Say[] = [];
  const missing: Need[] = [];
  for (const need of needsOf(answers).filter((n) => n !== 'other')) {
    const best = destinations(context, [need], placeId(context, answers))[0];
    if (best && found.length < roomFor[context.look]) found.push(serviceSay('found', best, need));
    else if (!best) missing.push(need);
  }
  const looking = missing.slice(0, roomFor[context.look]).map((need) => searching(need));
  const shorter = [[...found, ...looking], found, looking, []];
  return shorter.map((list) => ({ list, join: ' ' }));
}

/** Places that may be told to a person, the best first. */
export function destinations(
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

/** The place a person gave in the form, by id. */
export function placeId({ directory }: Context, answers: Progress): string | null {
  const id = answers.place?.value;
  return typeof id === 'string' && directory.place(id) ? id : null;
}

/** One service in words; `kind` is `found` (with its need) or `item` (in a list). */
export function serviceSay(kind: 'found' | 'item', service: NearbyService, need?: Need): Say {
  const values: Record<string, Value> = { service: shorten(service.shortName) };
  if (need) values.need = { key: `bot.need.${need}` };
  if (service.town) values.town = shorten(service.town);
  if (service.phone)
    values.phone = {
      key: service.phoneFree ? 'bot.line.free' : 'bot.line.plain',
      values: { number: service.phone },
    };
  const say = { key: `bot.services.${kind}${variant(service)}`, values };
  return toCheck(kind, service) ? { key: 'bot.services.to_check', values: { item: say } } : say;
}

/** In a list every doubt is said; before "shall we call you?" only that a check is overdue. */
function toCheck(kind: 'found' | 'item', { caution }: NearbyService): boolean {
  return kind === 'item' ? caution !== null : caution === 'recheck_due';
}

function variant({ town, phone }: NearbyService): string {
  if (town && phone) return '';
  if (phone) return '_no_town';
  return town ? '_no_phone' : '_name_only';
}

/** "Training: we are looking." */
export function searching(need: Need): Say {
  return { key: 'bot.services.searching', values: { need: { key: `bot.need.${need}` } } };
}

function shorten(text: string): string {
  return text.length <= longestName ? text : `${text.slice(0, longestName - 1).trimEnd()}.`;
}
