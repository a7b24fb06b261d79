import type { Listing } from '../../directory/listing.ts';
import { listingsOf } from '../../directory/listing.ts';
import { standingFacts } from '../../directory/nearest.ts';
import type { Snapshot } from '../../directory/snapshot.ts';
import { recheckDue, standingAt } from '../../directory/standing.ts';
import { errorsAllowed, typingErrors } from '../../language/understand/near.ts';
import type { Need } from '../../language/understanding.ts';
import { fold } from '../places.ts';

/** Which entries of the directory to list. */
export interface Wanted {
  /** As typed: without accents, with typing errors. */
  readonly text: string;
  readonly need: string;
  /** P-code of a region or département. */
  readonly area: string;
  /** `sure`: may be told to a person · `due`: must be checked · `gone`: not offered any more · empty: all that is. */
  readonly state: string;
}

/** An entry with what the list says of it at this moment. */
export interface Found {
  readonly listing: Listing;
  readonly sure: boolean;
  readonly due: boolean;
}

interface Indexed {
  readonly listing: Listing;
  readonly words: readonly string[];
}

const indexes = new WeakMap<Snapshot, readonly Indexed[]>();

/** The entries that match, those that match best first. */
export function searchDirectory(snapshot: Snapshot, wanted: Wanted, now: Date): readonly Found[] {
  const tokens = fold(wanted.text).split(' ').filter(Boolean);
  return indexOf(snapshot)
    .map((one) => ({ ...one, score: scoreOf(one, tokens) }))
    .filter(({ score, listing }) => score !== null && fits(listing, wanted))
    .sort((a, b) => a.score! - b.score! || a.listing.service.name.localeCompare(b.listing.service.name, 'fr'))
    .map(({ listing }) => foundAt(listing, now))
    .filter((found) => inState(found, wanted.state));
}

/** One entry by the id of its service. */
export function entryOf(snapshot: Snapshot, serviceId: string, now: Date): Found | null {
  const one = indexOf(snapshot).find(({ listing }) => listing.service.id === serviceId);
  return one ? foundAt(one.listing, now) : null;
}

/** Entries that people could not find since they were last checked, the most doubted first. */
export function doubted(snapshot: Snapshot, now: Date): readonly Found[] {
  return indexOf(snapshot)
    .map(({ listing }) => listing)
    .filter(({ doubts, service }) => doubts > 0 && service.status === 'active')
    .sort((a, b) => b.doubts - a.doubts)
    .map((listing) => foundAt(listing, now));
}

function indexOf(snapshot: Snapshot): readonly Indexed[] {
  const known = indexes.get(snapshot);
  if (known) return known;
  const made = listingsOf(snapshot).map((listing) => ({ listing, words: wordsOf(listing) }));
  indexes.set(snapshot, made);
  return made;
}

function wordsOf({ service, organization, location, place, shownPhone }: Listing): string[] {
  const names = [service.name, service.alternate_name, organization.name, organization.alternate_name];
  const where = [location.town, place?.name, place?.departement, place?.region];
  const text = [...names, ...where, service.description, shownPhone?.replace(/\s/g, '')]
    .filter(Boolean)
    .join(' ');
  return [...new Set(fold(text).split(' '))];
}

/** 0 a word, 1 the beginning of one, 2 with typing errors, for each word typed; null: one of them fits nothing. */
function scoreOf({ words }: Indexed, tokens: readonly string[]): number | null {
  let score = 0;
  for (const token of tokens) {
    const allowed = errorsAllowed(token.length);
    if (words.includes(token)) continue;
    if (words.some((word) => word.startsWith(token))) score += 1;
    else if (allowed > 0 && words.some((word) => typingErrors(word, token, allowed) <= allowed)) score += 2;
    else return null;
  }
  return score;
}

function fits(listing: Listing, { need, area }: Wanted): boolean {
  if (need && !listing.needs.includes(need as Need)) return false;
  if (!area) return true;
  const { place, areas } = listing;
  return (
    place?.regionPcode === area ||
    place?.departementPcode === area ||
    areas.some((code) => code === area || code.startsWith(area))
  );
}

function foundAt(listing: Listing, now: Date): Found {
  const facts = standingFacts(listing);
  const due = recheckDue(facts);
  return { listing, sure: standingAt(facts, now) === 'destination', due: due === null || due < now };
}

function inState({ listing, sure, due }: Found, state: string): boolean {
  const active = listing.service.status === 'active' || listing.service.status === 'temporarily closed';
  if (state === 'gone') return !active;
  if (!active) return false;
  return state === 'sure' ? sure : state === 'due' ? due : true;
}
