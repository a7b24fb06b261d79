import type { Listing } from '../../directory/listing.ts';
import { listingsOf } from '../../directory/listing.ts';
import { standingFacts } from '../../directory/nearest.ts';
import type { Snapshot } from '../../directory/snapshot.ts';
import { recheckDue, standingAt } from '../../directory/standing.ts';
import { errorsAllowed } from '../../language/understand/near.ts';
import { createNearIndex, type NearIndex } from '../../language/understand/near-index.ts';
import { sound } from '../../language/understand/sound.ts';
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

interface Index {
  readonly entries: readonly Indexed[];
  /** Every word of the directory once, found in spite of typing errors. */
  readonly words: NearIndex<string>;
  readonly all: readonly string[];
  /** Words that sound alike: "boutik" and "boutique". */
  readonly bySound: ReadonlyMap<string, readonly string[]>;
}

const indexes = new WeakMap<Snapshot, Index>();

/** The entries that match, those that match best first; where none has all that was typed, those that have nearly all. */
export function searchDirectory(snapshot: Snapshot, wanted: Wanted, now: Date): readonly Found[] {
  const index = indexOf(snapshot);
  const tokens = tokensIn(wanted.text).map((token) => matching(index, token));
  const scored = index.entries
    .filter(({ listing }) => fits(listing, wanted))
    .map((one) => ({ ...scoreOf(one, tokens), listing: one.listing }));
  const missing = scored.some((one) => one.missing === 0) ? 0 : Math.floor(tokens.length / 3);
  return scored
    .filter((one) => one.missing <= missing)
    .sort((a, b) => a.score - b.score || a.listing.service.name.localeCompare(b.listing.service.name, 'fr'))
    .map(({ listing }) => foundAt(listing, now))
    .filter((found) => inState(found, wanted.state));
}

/** Words that say where one looks, not for what; kept when nothing else was typed. */
const small: ReadonlySet<string> = new Set(['de', 'du', 'des', 'la', 'le', 'les', 'l', 'd', 'a', 'au', 'et']);

function tokensIn(text: string): string[] {
  const tokens = fold(text).split(' ').filter(Boolean);
  const telling = tokens.filter((token) => !small.has(token));
  return telling.length > 0 ? telling : tokens;
}

/** One entry by the id of its service. */
export function entryOf(snapshot: Snapshot, serviceId: string, now: Date): Found | null {
  const one = indexOf(snapshot).entries.find(({ listing }) => listing.service.id === serviceId);
  return one ? foundAt(one.listing, now) : null;
}

/** Entries that people could not find since they were last checked, the most doubted first. */
export function doubted(snapshot: Snapshot, now: Date): readonly Found[] {
  return indexOf(snapshot)
    .entries.map(({ listing }) => listing)
    .filter(({ doubts, service }) => doubts > 0 && service.status === 'active')
    .sort((a, b) => b.doubts - a.doubts)
    .map((listing) => foundAt(listing, now));
}

function indexOf(snapshot: Snapshot): Index {
  const known = indexes.get(snapshot);
  if (known) return known;
  const entries = listingsOf(snapshot).map((listing) => ({ listing, words: wordsOf(listing) }));
  const all = [...new Set(entries.flatMap(({ words }) => words))];
  const made: Index = {
    entries,
    all,
    words: createNearIndex(
      all.map((word) => [word, word]),
      errorsAllowed,
    ),
    bySound: Map.groupBy(all, sound),
  };
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

/** The words that a typed one may mean: 0 itself, 1 what it begins or sounds like, 2 with typing errors. */
function matching({ words, all, bySound }: Index, token: string): ReadonlyMap<string, number> {
  return new Map([
    ...words.near(token).map(({ value }) => [value, 2] as const),
    ...(token.length > 2 ? (bySound.get(sound(token)) ?? []) : []).map((word) => [word, 1] as const),
    ...all.filter((word) => word.startsWith(token)).map((word) => [word, 1] as const),
    ...words.exact(token).map((word) => [word, 0] as const),
  ]);
}

function scoreOf({ words }: Indexed, tokens: readonly ReadonlyMap<string, number>[]) {
  let [score, missing] = [0, 0];
  for (const token of tokens) {
    const best = Math.min(...words.map((word) => token.get(word) ?? 9));
    score += best;
    if (best === 9) missing += 1;
  }
  return { score, missing };
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
