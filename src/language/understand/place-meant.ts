import type { PlaceName, PlaceReading } from '../understanding.ts';
import { soundOfPhrase } from './lexicon.ts';
import type { Role } from './place-cues.ts';
import type { Mention } from './place-mentions.ts';
import { placesMeant } from './place-names.ts';

/** A mention and what the words around say of it. */
export interface Placed extends Mention {
  readonly role: Role;
}

const none: PlaceReading = { place: null, candidates: [] };
const mostCandidates = 6;

/** Where a person lives wins over a place merely named, and that over where they come from. */
export function decide(mentions: readonly Placed[]): PlaceReading {
  for (const roles of [['here'], [null], ['origin']] as const) {
    const fitting = mentions.filter((mention) => (roles as readonly Role[]).includes(mention.role));
    if (fitting.length > 0) return settle(withInner(fitting, mentions), mentions);
  }
  return none;
}

/** "à Vélingara dans la région de Kolda": a place named inside the area where a person lives is meant too. */
function withInner(fitting: readonly Placed[], all: readonly Placed[]): Placed[] {
  const inner = all.filter(
    (other) =>
      other.role === null &&
      !fitting.includes(other) &&
      placesMeant(other.matches).some((place) =>
        fitting.some((mention) => mention.matches.some((match) => isInside(place, match.place))),
      ),
  );
  return [...fitting, ...inner];
}

function settle(fitting: readonly Mention[], all: readonly Mention[]): PlaceReading {
  const meant = fitting.map((mention) => narrowed(mention, all));
  const inner = meant.filter((_, at) => !contains(fitting[at], meant, at));
  const candidates = [...new Set(inner.flat())];
  const [only] = candidates;
  if (candidates.length === 1 && only !== undefined) return { place: only, candidates: [] };
  return { place: null, candidates: candidates.slice(0, mostCandidates) };
}

/** A name that exists twice is settled by the region or département named beside it. */
function narrowed(mention: Mention, all: readonly Mention[]): PlaceName[] {
  const places = placesMeant(mention.matches);
  if (places.length < 2) return places;
  const beside = all
    .filter((other) => other !== mention)
    .flatMap((other) => other.matches.map((m) => m.place));
  const inside = places.filter((place) => beside.some((area) => isInside(place, area)));
  return inside.length > 0 ? inside : places;
}

/** Whether a name is only the area around another place named ("Yoff, Dakar"). */
function contains(mention: Mention | undefined, meant: readonly PlaceName[][], own: number): boolean {
  return meant.some(
    (places, at) =>
      at !== own &&
      places.every((place) => mention?.matches.some((match) => isInside(place, match.place))) &&
      !(meant[own] ?? []).some((place) => places.includes(place)),
  );
}

function isInside(place: PlaceName, area: PlaceName): boolean {
  if (place === area) return false;
  if (area.level === 'region') return sameName(place.region, area.name) && place.level !== 'region';
  if (area.level === 'departement')
    return sameName(place.departement, area.name) && place.level !== 'departement';
  return false;
}

function sameName(one: string | null, other: string): boolean {
  return one !== null && soundOfPhrase(one) === soundOfPhrase(other);
}
