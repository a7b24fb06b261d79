import { around } from 'geokdbush';
import KDBush from 'kdbush';
import { type Need, needs } from '../language/understanding.ts';
import type { NearbyService, NearestQuery, Place, ServiceDetails } from './directory.ts';
import type { Listing } from './listing.ts';
import { kilometresTo, nearnessTo, type Whereabouts } from './nearness.ts';
import { type LocalTime, localTime, openingAt } from './opening.ts';
import {
  type Hourless,
  hourlessRankOf,
  isEmergencyLine,
  type Ranked,
  rankOf,
  reachKm,
  reachOf,
  reasonsFor,
} from './ranking.ts';
import { eachRow, type Work } from './slices.ts';
import { cautionAt, type StandingFacts, standingAt } from './standing.ts';

/** Finds services; made once for a set of listings, then only read. */
export interface Finder {
  nearest(query: NearestQuery, from: Whereabouts): readonly NearbyService[];
  one(id: string, query: NearestQuery, from: Whereabouts): ServiceDetails | null;
}

const usualLimit = 20;

/** Lays out the indexes (need and region, national services, points) and gives the search over them. */
export function* finderWork(listings: readonly Listing[]): Work<Finder> {
  const index = yield* indexOf(listings);
  const byId = new Map<string, Listing>();
  yield* eachRow(listings, (listing) => byId.set(listing.id, listing));
  return {
    nearest: (query, from) => nearestIn(index, query, from),
    one: (id, query, from) => {
      const listing = byId.get(id);
      return listing ? detailsOf(listing, query, from) : null;
    },
  };
}

function nearestIn(index: Index, query: NearestQuery, from: Whereabouts): NearbyService[] {
  const moment = momentOf(query.at);
  const limit = query.limit ?? usualLimit;
  const near = usable(candidates(index, query, from), query, from, moment);
  // A caseworker also sees what lies out of reach, but only when there is not enough within it.
  const found =
    query.forDesk && near.length < limit ? usable(everywhere(index, query), query, from, moment) : near;
  return best(found, query, moment, limit).map((each) => shown(each, query));
}

function detailsOf(listing: Listing, query: NearestQuery, from: Whereabouts): ServiceDetails {
  const moment = momentOf(query.at);
  const opening = openingAt(listing.schedules, clockIn(moment, listing.country.timezone));
  const { service, location } = listing;
  const own = location.latitude !== null && !location.confidential;
  return {
    ...shown({ ...describe(listing, query, from, moment), opening }, query),
    openNow: opening.openNow,
    opensNext: opening.next,
    documents: listing.documents,
    cost: service.fees_description,
    eligibility: service.eligibility_description,
    howToRefer: service.application_process,
    howToGetThere: location.transportation,
    languages: listing.languages,
    point: own ? listing.point : null,
  };
}

function usable(
  listings: Iterable<Listing>,
  query: NearestQuery,
  from: Whereabouts,
  moment: Moment,
): Hourless[] {
  const found: Hourless[] = [];
  for (const listing of listings) {
    // Nearness and distance of what cannot be told anyway would be worked out for nothing.
    if (!query.forDesk && standingAt(standingFacts(listing), moment.at) !== 'destination') continue;
    const each = describe(listing, query, from, moment);
    if (query.forDesk || mayBeTold(each, query)) found.push(each);
  }
  return found;
}

interface Index {
  readonly all: readonly Listing[];
  /** By need and area (`documents/SN07`), and by need alone. */
  readonly postings: ReadonlyMap<string, readonly Listing[]>;
  readonly emergency: readonly Listing[];
  /** For each need, the services whose position is known. */
  readonly around: ReadonlyMap<Need, Pointed>;
}

function* indexOf(all: readonly Listing[]): Work<Index> {
  const postings = new Map<string, Listing[]>();
  yield* eachRow(all, (listing) => {
    for (const key of keysOf(listing)) {
      const posted = postings.get(key);
      if (posted) posted.push(listing);
      else postings.set(key, [listing]);
    }
  });
  return { all, postings, emergency: all.filter(isEmergencyLine), around: yield* pointedByNeed(all) };
}

interface Pointed {
  readonly tree: KDBush;
  readonly listings: readonly Listing[];
}

// A tree for each need: one tree with a filter looks at eight services to find one.
function* pointedByNeed(all: readonly Listing[]): Work<Map<Need, Pointed>> {
  const pointed = new Map<Need, Listing[]>(needs.map((need) => [need, []]));
  yield* eachRow(all, (listing) => {
    if (listing.point) for (const need of listing.needs) pointed.get(need)?.push(listing);
  });
  const trees = new Map<Need, Pointed>();
  for (const [need, listings] of pointed) {
    const tree = new KDBush(listings.length);
    for (const { point } of listings) tree.add(point!.longitude, point!.latitude);
    tree.finish();
    trees.set(need, { tree, listings });
    yield;
  }
  return trees;
}

function keysOf({ needs, areas, place }: Listing): string[] {
  const places = new Set([...areas, ...(place ? [place.regionPcode] : []), '']);
  return needs.flatMap((need) => [...places].map((area) => `${need}/${area}`));
}

function candidates(index: Index, query: NearestQuery, from: Whereabouts): Set<Listing> {
  const found = new Set<Listing>(query.urgent ? index.emergency : []);
  const areas = areasOf(from.place);
  for (const need of query.needs) {
    for (const area of areas)
      for (const listing of index.postings.get(`${need}/${area}`) ?? []) found.add(listing);
  }
  if (from.point) for (const listing of withinRadius(index, query.needs, from)) found.add(listing);
  return found;
}

function everywhere(index: Index, query: NearestQuery): Set<Listing> {
  if (query.needs.length === 0) return new Set(index.all);
  const found = new Set<Listing>(query.urgent ? index.emergency : []);
  for (const need of query.needs)
    for (const listing of index.postings.get(`${need}/`) ?? []) found.add(listing);
  return found;
}

function areasOf(place: Place | null): string[] {
  return place
    ? [place.departementPcode, place.regionPcode, place.country].flatMap((code) => code ?? [])
    : [];
}

function withinRadius(index: Index, wanted: readonly Need[], { point }: Whereabouts): Listing[] {
  return wanted.flatMap((need) => {
    const { tree, listings } = index.around.get(need)!;
    return around(tree, point!.longitude, point!.latitude, usualLimit, reachKm).map((i) => listings[i]!);
  });
}

/** The facts that the standing of a listing rests on. */
export function standingFacts({ service, location, phone, organization, doubts }: Listing): StandingFacts {
  return {
    status: service.status,
    evidence: service.evidence,
    confidential: location.confidential,
    phone: phone?.number ?? null,
    kind: organization.kind,
    assuredDate: service.assured_date,
    doubts,
  };
}

/** The moment of asking on the clock of each country, worked out at most once per question. */
interface Moment {
  readonly at: Date;
  readonly clocks: Map<string, LocalTime>;
}

function momentOf(at: Date): Moment {
  return { at, clocks: new Map() };
}

function clockIn(moment: Moment, timezone: string): LocalTime {
  const known = moment.clocks.get(timezone) ?? localTime(moment.at, timezone);
  moment.clocks.set(timezone, known);
  return known;
}

function describe(listing: Listing, query: NearestQuery, from: Whereabouts, moment: Moment): Hourless {
  const facts = standingFacts(listing);
  const needRank = query.needs.findIndex((need) => listing.needs.includes(need));
  return {
    listing,
    nearness: nearnessTo(from.place, listing),
    kilometres: kilometresTo(from, listing),
    standing: standingAt(facts, moment.at),
    caution: cautionAt(facts, moment.at),
    fits: fitsAge(listing, query.age),
    needRank: needRank < 0 ? query.needs.length : needRank,
  };
}

// Who has not told an age is never sent to a service for children only.
function fitsAge({ service }: Listing, age: number | undefined): boolean {
  if (age === undefined) return (service.maximum_age ?? 99) >= 18;
  return age >= (service.minimum_age ?? 0) && age <= (service.maximum_age ?? 199);
}

function mayBeTold(found: Hourless, query: NearestQuery): boolean {
  if (isEmergencyLine(found.listing)) return query.urgent === true && found.standing === 'destination';
  return found.standing === 'destination' && found.fits && reachOf(found) < 3;
}

function best(found: readonly Hourless[], query: NearestQuery, moment: Moment, limit: number): Ranked[] {
  return withChance(found, query, limit)
    .map((each) => {
      const clock = clockIn(moment, each.listing.country.timezone);
      const ranked = { ...each, opening: openingAt(each.listing.schedules, clock) };
      return { ranked, rank: rankOf(ranked, query, clock.date), km: each.kilometres ?? 1e6 };
    })
    .sort((a, b) => a.rank - b.rank || a.km - b.km || compare(nameOf(a.ranked), nameOf(b.ranked)))
    .slice(0, limit)
    .map(({ ranked }) => ranked);
}

/** Those that may come among the first whatever their hours: for the others no hours are worked out. */
function withChance(found: readonly Hourless[], query: NearestQuery, limit: number): readonly Hourless[] {
  if (found.length <= limit) return found;
  const ranks = found.map((each) => hourlessRankOf(each, query));
  const last = [...ranks].sort((a, b) => a - b)[limit - 1]!;
  return found.filter((_, at) => ranks[at]! <= last);
}

const nameOf = ({ listing }: Ranked) => listing.service.name;

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function shown(found: Ranked, query: NearestQuery): NearbyService {
  const { listing, kilometres } = found;
  const { service, organization, location } = listing;
  const hidden = location.confidential && !query.forDesk;
  return {
    id: listing.id,
    serviceId: service.id,
    organizationId: organization.id,
    organization: organization.name,
    shortName: service.alternate_name ?? organization.alternate_name ?? service.name,
    needs: listing.needs,
    town: hidden ? null : location.town,
    address: hidden ? null : listing.address,
    phone: listing.shownPhone,
    phoneFree: listing.phone?.free ?? false,
    hours: listing.schedules.find((schedule) => schedule.description)?.description ?? null,
    assuredDate: service.assured_date,
    assurer: service.assurer_email,
    sourceDate: service.source_date,
    source: service.source_url,
    standing: found.standing,
    caution: found.caution,
    distanceKm: kilometres === null ? null : Math.round(kilometres * 10) / 10,
    nearness: found.nearness,
    acceptsReferrals: service.accepts_referrals === true,
    because: reasonsFor(found, query),
  };
}
