import type { Directory, Hotline, NearestQuery, Place } from './directory.ts';
import { type Listing, listingsWork } from './listing.ts';
import { finderWork, standingFacts } from './nearest.ts';
import { kilometresBetween, type Whereabouts } from './nearness.ts';
import { opportunitiesFor } from './opportunity.ts';
import { outlineAt, type Point } from './outlines.ts';
import { lineKinds } from './records.ts';
import { settledPoint } from './settlement.ts';
import { atOnce, type Work } from './slices.ts';
import type { Snapshot } from './snapshot.ts';
import { standingAt } from './standing.ts';

// A shared position within this distance of a town's point is taken for the town; farther out only the département is sure.
const townRadiusKm = 3;
// Outlines are simplified: a position on the beach or at the border may fall just outside all of them.
const borderToleranceKm = 3;
// Where a country has no outlines yet, the nearest town is the best that can be said.
const withoutOutlinesKm = 30;

/** The directory in memory, made from what was read at one moment; it answers at once and never changes. */
export function createDirectory(snapshot: Snapshot, now: () => Date = () => new Date()): Directory {
  return atOnce(directoryWork(snapshot, now));
}

/** The same with places to pause: 50,000 services take a second or more. */
export function* directoryWork(snapshot: Snapshot, now: () => Date = () => new Date()): Work<Directory> {
  const places = new Map(snapshot.places.map((place) => [place.id, place]));
  const listings = yield* listingsWork(snapshot);
  const find = yield* finderWork(listings);
  const place = (id: string) => places.get(id) ?? null;
  const placeAt = (point: Point) => settlementAt(snapshot, places, point);
  return {
    nearest: (query) => find.nearest(query, whereabouts(query, place, placeAt)),
    service: (id, at, from) => {
      const query = { needs: [], at, forDesk: true, ...(from ? { place: from } : {}) };
      return find.one(id, query, whereabouts(query, place, placeAt));
    },
    hotlines: () => hotlinesOf(listings, now()),
    opportunities: ({ needs, place: where, at }) =>
      opportunitiesFor(snapshot.opportunities, { needs, place: where, today: at.toISOString().slice(0, 10) }),
    place,
    placeAt,
    places: () => snapshot.places,
  };
}

function whereabouts(
  { place: id, point }: NearestQuery,
  place: Directory['place'],
  placeAt: Directory['placeAt'],
): Whereabouts {
  const named = id ? place(id) : null;
  if (point) return { place: named ?? placeAt(point), point, approximate: false };
  return { place: named, point: named && settledPoint(named), approximate: true };
}

function settlementAt(
  { outlines, places }: Snapshot,
  byId: ReadonlyMap<string, Place>,
  point: Point,
): Place | null {
  const area = byId.get(outlineAt(outlines, point)?.pcode ?? '') ?? null;
  const { town, km } = nearestTown(places, point, area);
  const tolerance = outlines.length > 0 ? borderToleranceKm : withoutOutlinesKm;
  if (!area) return town && km <= tolerance ? town : null;
  return town && km <= townRadiusKm ? town : area;
}

function nearestTown(places: readonly Place[], point: Point, area: Place | null) {
  let best: { town: Place | null; km: number } = { town: null, km: Number.POSITIVE_INFINITY };
  for (const town of places) {
    const own = area && town.departementPcode !== area.departementPcode ? null : settledPoint(town);
    const km = own ? kilometresBetween(own, point) : Number.POSITIVE_INFINITY;
    if (km < best.km || (km === best.km && town.level === 'commune')) best = own ? { town, km } : best;
  }
  return best;
}

function hotlinesOf(listings: readonly Listing[], at: Date): Hotline[] {
  const first = ({ service }: Listing) => lineKinds.indexOf(service.lines[0]!);
  return listings
    .filter((listing) => listing.service.lines.length > 0)
    .filter((listing) => standingAt(standingFacts(listing), at) === 'destination')
    .sort((a, b) => first(a) - first(b) || a.shownPhone!.length - b.shownPhone!.length)
    .map((listing) => ({
      name: listing.service.alternate_name ?? listing.service.name,
      number: listing.shownPhone!,
      free: listing.phone!.free,
      alwaysOpen: listing.schedules.some(
        (schedule) => schedule.opens_at === '00:00' && schedule.closes_at === '23:59',
      ),
      kinds: listing.service.lines,
    }));
}
