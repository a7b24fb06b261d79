import type { NearbyService, NearestQuery } from './directory.ts';
import type { Listing } from './listing.ts';
import type { Opening } from './opening.ts';

/**
 * In which order services are told. Compared one after the other; the first difference decides:
 *
 *  1. `urgent`     emergency lines first when something cannot wait (otherwise they are not listed at all)
 *  2. `in reach`   what can be reached before what cannot (only the desk sees the latter)
 *  3. `fits`       the right age before the wrong one (only the desk sees the wrong one)
 *  4. `standing`   what may be told to a person before what only the desk sees
 *  5. `need`       the need that the person put first, then the second …
 *  6. `reach`      own town, département or 30 km; then the region or 60 km; then national services
 *  7. `open`       open now, opens later today, hours unknown, another day
 *  8. `distance`   same town or 10 km, same département or 30 km, farther
 *  9. `checked`    checked by us within its period, documented by a public source, long unchecked, asked and silent
 * 10. `language`   speaks the person's language, unknown, does not
 * 11. `referrals`  accepts referrals, unknown, does not
 * 12. `capacity`   has places, unknown, waiting list, full
 * 13. `outcomes`   nobody found it closed and no referral came to nothing there, the fewer the better
 * 14. kilometres, then name
 *
 * Every step is a digit, so that a rank is one number and the desk can show which digit decided.
 */
export interface Ranked {
  readonly listing: Listing;
  readonly nearness: NearbyService['nearness'];
  readonly kilometres: number | null;
  readonly opening: Opening;
  readonly standing: NearbyService['standing'];
  readonly caution: NearbyService['caution'];
  readonly fits: boolean;
  readonly needRank: number;
}

/** What is known before the hours are looked at, which takes longest. */
export type Hourless = Omit<Ranked, 'opening'>;

const beforeHours: readonly ((found: Hourless, query: NearestQuery) => number)[] = [
  ({ listing }, query) => (query.urgent && isEmergencyLine(listing) ? 0 : 1),
  (found) => (reachOf(found) < 3 ? 0 : 1),
  ({ fits }) => (fits ? 0 : 1),
  ({ standing }) => (standing === 'destination' ? 0 : 1),
  ({ needRank }) => Math.min(needRank, 9),
  (found) => reachOf(found),
];

type Step = (found: Ranked, query: NearestQuery, today: string) => number;

const steps: readonly Step[] = [
  ...beforeHours,
  ({ opening }, _, today) => openRank(opening, today),
  (found) => bandOf(found),
  checkedRank,
  ({ listing }, { language }) => (language ? knownRank(spoken(listing, language)) : 0),
  ({ listing }) => knownRank(listing.service.accepts_referrals),
  ({ listing }) => ({ open: 0, unknown: 1, waiting_list: 2, full: 3 })[listing.service.capacity ?? 'unknown'],
  ({ listing }) => Math.min(listing.doubts + listing.letDown, 9),
];

/** The first digits of the rank, those that do not hang on the hours. */
export function hourlessRankOf(found: Hourless, query: NearestQuery): number {
  return beforeHours.reduce((rank, step) => rank * 10 + step(found, query), 0);
}

/** The place of a service in the order: smaller is better. */
export function rankOf(found: Ranked, query: NearestQuery, today: string): number {
  return steps.reduce((rank, step) => rank * 10 + step(found, query, today), 0);
}

/** Whether a line is for emergencies only: it is no answer to an ordinary need. */
export function isEmergencyLine(listing: Listing): boolean {
  return listing.service.lines.some((line) => line === 'medical' || line === 'fire' || line === 'police');
}

/** How far somebody can be expected to travel when nothing is nearer, in kilometres. */
export const reachKm = 60;

/** 0 near, 1 in the region, 2 national, 3 out of reach. */
export function reachOf({ nearness, kilometres }: Pick<Ranked, 'nearness' | 'kilometres'>): number {
  if (nearness === 'same_place' || nearness === 'same_departement' || (kilometres ?? 999) <= 30) return 0;
  if (nearness === 'same_region' || (kilometres ?? 999) <= reachKm) return 1;
  return nearness === 'national' ? 2 : 3;
}

function bandOf({ nearness, kilometres }: Ranked): number {
  if (nearness === 'same_place' || (kilometres ?? 999) <= 10) return 0;
  return nearness === 'same_departement' || (kilometres ?? 999) <= 30 ? 1 : 2;
}

function openRank({ openNow, next }: Opening, today: string): number {
  if (openNow) return 0;
  if (openNow === null) return 2;
  return next?.date === today ? 1 : 3;
}

function checkedRank({ caution, listing }: Ranked): number {
  if (caution === null) return 0;
  if (listing.silent) return 3;
  return listing.service.evidence === 'contact' ? 1 : 2;
}

function knownRank(answer: boolean | null): number {
  return answer === null ? 1 : answer ? 0 : 2;
}

function spoken(listing: Listing, language: NonNullable<NearestQuery['language']>): boolean | null {
  return listing.languages.length === 0 ? null : listing.languages.includes(language);
}

/** Why a service stands where it stands, as codes that the desk puts into words (`directory.because.…`). */
export function reasonsFor(found: Ranked, query: NearestQuery): string[] {
  const { listing, nearness, kilometres, opening, standing, caution, fits } = found;
  const need = query.needs[found.needRank];
  return [
    ...(need ? [`need.${need}`] : []),
    `place.${nearness}`,
    ...(kilometres === null ? [] : [`distance.${Math.round(kilometres)}`]),
    opening.openNow === null ? 'open.unknown' : opening.openNow ? 'open.now' : 'open.later',
    caution === null ? 'checked.lately' : `checked.${caution}`,
    ...(query.language && listing.languages.includes(query.language) ? [`language.${query.language}`] : []),
    ...(listing.service.accepts_referrals ? ['referrals.accepted'] : []),
    ...(listing.service.capacity ? [`capacity.${listing.service.capacity}`] : []),
    ...(listing.silent ? ['checked.silent'] : []),
    ...(listing.doubts > 0 ? [`doubts.${listing.doubts}`] : []),
    ...(listing.letDown > 0 ? [`let_down.${listing.letDown}`] : []),
    ...(fits ? [] : ['age.outside']),
    ...(standing === 'desk_only' ? [`desk_only.${deskOnlyBecause(found)}`] : []),
  ];
}

function deskOnlyBecause({ listing }: Ranked): string {
  const { service, location, phone } = listing;
  if (service.status !== 'active') return 'not_active';
  if (location.confidential) return 'confidential';
  if (!phone) return 'no_phone';
  return listing.doubts > 1 ? 'doubts' : service.evidence;
}
