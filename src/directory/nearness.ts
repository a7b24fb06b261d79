import { distance } from 'geokdbush';
import type { NearbyService, Place } from './directory.ts';
import type { Listing } from './listing.ts';
import type { Point } from './outlines.ts';
import { settlementKey } from './settlement.ts';

/** Where somebody is who looks for a service. */
export interface Whereabouts {
  readonly place: Place | null;
  /** Their own position, or the point of their town where that is honestly known. */
  readonly point: Point | null;
  /** True: `point` is the town's, not theirs. */
  readonly approximate: boolean;
}

/** Kilometres between somebody and a service, where they can be said; never between a town and itself. */
export function kilometresTo(from: Whereabouts, listing: Listing): number | null {
  if (!from.point || !listing.point) return null;
  const own = listing.location.latitude !== null;
  if (from.approximate && !own && from.place && listing.place && sameSettlement(from.place, listing.place))
    return null;
  return kilometresBetween(from.point, listing.point);
}

/** Kilometres between two points on the globe. */
export function kilometresBetween(a: Point, b: Point): number {
  return distance(a.longitude, a.latitude, b.longitude, b.latitude);
}

/** How near a service is when no honest distance can be said. */
export function nearnessTo(from: Place | null, listing: Listing): NearbyService['nearness'] {
  const { place, areas, country } = listing;
  const national = areas.includes(country.iso3) ? 'national' : 'elsewhere';
  if (!from || from.country !== country.iso3) return national;
  if (place && sameSettlement(from, place)) return 'same_place';
  const { departementPcode, regionPcode } = from;
  if (
    departementPcode &&
    (place?.departementPcode === departementPcode || areas.includes(departementPcode))
  ) {
    return 'same_departement';
  }
  if (place?.regionPcode === regionPcode || areas.includes(regionPcode)) return 'same_region';
  // Somebody who named a whole region is served by what serves any part of it.
  if (from.level === 'region' && areas.some((area) => area.startsWith(regionPcode))) return 'same_region';
  return national;
}

function sameSettlement(a: Place, b: Place): boolean {
  return a.id === b.id || settlementKey(a) === settlementKey(b);
}
