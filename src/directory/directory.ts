import type { SpokenLanguage } from '../language/languages.ts';
import type { Need, PlaceName } from '../language/understanding.ts';
import type { Opportunity } from './opportunity.ts';

/** How well a coordinate is known; a distance is only said where it is `geonames` or `verified`. */
export type CoordinateQuality =
  | 'verified'
  | 'geonames'
  | 'point_in_polygon'
  | 'arrondissement_point'
  | 'departement_point'
  | 'approx_unverified'
  | 'none';

export interface Place extends PlaceName {
  readonly country: string;
  readonly regionPcode: string;
  readonly departementPcode: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly coordinateQuality: CoordinateQuality;
}

/** One service at one location, as the conversation and the desk show it. Blank facts are null, never guessed. */
export interface NearbyService {
  readonly id: string;
  readonly serviceId: string;
  readonly organizationId: string;
  readonly organization: string;
  /** What a person reads: short enough for an SMS ("Boutique de droit AJS"). */
  readonly shortName: string;
  readonly needs: readonly Need[];
  readonly town: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  /** True only where the row says the call is free. */
  readonly phoneFree: boolean;
  readonly hours: string | null;
  /** Who last checked it and when; null: nobody of ours has. */
  readonly assuredDate: string | null;
  readonly assurer: string | null;
  readonly sourceDate: string | null;
  readonly source: string | null;
  /** `destination`: may be told to a person. `desk_only`: for caseworkers' eyes. */
  readonly standing: 'destination' | 'desk_only';
  readonly distanceKm: number | null;
  /** How near it is when no honest distance can be said. */
  readonly nearness: 'same_place' | 'same_departement' | 'same_region' | 'national' | 'elsewhere';
  readonly acceptsReferrals: boolean;
  /** `not_rechecked`: a public source says so, nobody of ours has called; `recheck_due`: checked, but long ago. */
  readonly caution: 'not_rechecked' | 'recheck_due' | null;
  /** Why it stands at this rank, for the desk: codes of `reasons` (`place.same_departement`, `need.documents` …). */
  readonly because: readonly string[];
}

/** One service with what a person asks next: when it is open, what to bring, what it costs, how to get there. */
export interface ServiceDetails extends NearbyService {
  /** Null when no hours are known: never guessed. */
  readonly openNow: boolean | null;
  /** When it opens next, on the clock of its place; null when it is open or nothing is known. */
  readonly opensNext: { readonly date: string; readonly clock: string } | null;
  readonly documents: readonly string[];
  readonly cost: string | null;
  readonly eligibility: string | null;
  readonly howToRefer: string | null;
  readonly howToGetThere: string | null;
  readonly languages: readonly SpokenLanguage[];
  /** Where to put the pin: only its own position, never that of its town. */
  readonly point: { readonly latitude: number; readonly longitude: number } | null;
}

export interface NearestQuery {
  readonly needs: readonly Need[];
  readonly place?: string;
  readonly point?: { readonly latitude: number; readonly longitude: number };
  readonly language?: SpokenLanguage;
  readonly age?: number;
  readonly at: Date;
  readonly limit?: number;
  /** True: something cannot wait, so emergency lines are listed too, and first. */
  readonly urgent?: boolean;
  /** True: also what only caseworkers may see. */
  readonly forDesk?: boolean;
}

/** Emergency lines by kind of danger, from directory rows. */
export interface Hotline {
  readonly name: string;
  readonly number: string;
  readonly free: boolean;
  readonly alwaysOpen: boolean;
  readonly kinds: readonly ('medical' | 'fire' | 'police' | 'violence' | 'children')[];
}

export interface OpportunityQuery {
  readonly needs: readonly Need[];
  readonly place: Place | null;
  readonly at: Date;
}

/** Read-only door to the directory for dialogs and desk: answers from memory, so it never waits. */
export interface Directory {
  nearest(query: NearestQuery): readonly NearbyService[];
  /** One service at one location by its id, as seen from a place; also one that only the desk may see. */
  service(id: string, at: Date, place?: string): ServiceDetails | null;
  hotlines(): readonly Hotline[];
  /** Opportunities open at a moment for one of these needs at a place, those that close first on top. */
  opportunities(query: OpportunityQuery): readonly Opportunity[];
  place(id: string): Place | null;
  placeAt(point: { latitude: number; longitude: number }): Place | null;
  places(): readonly Place[];
}
