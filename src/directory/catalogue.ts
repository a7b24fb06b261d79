import type { Need } from '../language/understanding.ts';
import { actorLines } from './actor-cells.ts';
import type { ActorCells } from './actor-columns.ts';
import { dialled } from './country.ts';
import type { NearbyService } from './directory.ts';
import { grouped, type Listing, listingsOf } from './listing.ts';
import { standingFacts } from './nearest.ts';
import { folded } from './place-finder.ts';
import type { Snapshot } from './snapshot.ts';
import { cautionAt, recheckDue, standingAt } from './standing.ts';

/** One entry in the list that caseworkers search. */
export interface CatalogueLine {
  readonly serviceId: string;
  readonly serviceAtLocationId: string;
  readonly organizationId: string;
  readonly shortName: string;
  readonly organization: string;
  readonly needs: readonly Need[];
  readonly town: string | null;
  readonly regionPcode: string | null;
  readonly departementPcode: string | null;
  readonly phone: string | null;
  readonly status: string;
  readonly standing: NearbyService['standing'];
  readonly caution: NearbyService['caution'];
  readonly confidential: boolean;
  /** The day on which it is due for checking; null: it never was checked. */
  readonly due: Date | null;
}

export interface CatalogueQuery {
  /** What was typed: parts of words, with or without accents, a letter wrong. */
  readonly text?: string;
  readonly need?: Need;
  /** A P-code: of a region or a département. */
  readonly area?: string;
  readonly standing?: NearbyService['standing'];
  /** True: only entries that are due for checking or never were. */
  readonly due?: boolean;
  /** True: also entries that are no longer offered. */
  readonly retired?: boolean;
}

/** Entries that may be the same, and what makes one think so. */
export interface Doubles {
  readonly because: 'name' | 'phone';
  readonly serviceIds: readonly string[];
}

/** The whole directory as the desk searches and keeps it. */
export interface Catalogue {
  search(query: CatalogueQuery): readonly CatalogueLine[];
  line(serviceId: string): CatalogueLine | null;
  /** The cells of an entry, as the desk's form shows them. */
  cells(serviceId: string): ActorCells | null;
  doubles(): readonly Doubles[];
}

/** Prepares the catalogue from what was read at one moment. */
export function catalogueOf(snapshot: Snapshot, now: Date): Catalogue {
  const entries = listingsOf(snapshot).map((listing) => ({
    listing,
    line: lineOf(listing, now),
    words: wordsOf(listing),
  }));
  const byService = new Map(entries.map(({ line }) => [line.serviceId, line]));
  let cells: Map<string, ActorCells> | null = null;
  return {
    search: (query) => search(entries, query, now),
    line: (serviceId) => byService.get(serviceId) ?? null,
    cells: (serviceId) => {
      cells ??= new Map(actorLines(snapshot).map((each) => [each.serviceId, each.cells]));
      return cells.get(serviceId) ?? null;
    },
    doubles: () => doublesAmong(entries.map(({ listing }) => listing)),
  };
}

interface Entry {
  readonly line: CatalogueLine;
  readonly words: readonly string[];
}

function lineOf(listing: Listing, now: Date): CatalogueLine {
  const { service, organization, location, place } = listing;
  const facts = standingFacts(listing);
  return {
    serviceId: service.id,
    serviceAtLocationId: listing.id,
    organizationId: organization.id,
    shortName: service.alternate_name ?? service.name,
    organization: organization.name,
    needs: listing.needs,
    town: location.town,
    regionPcode: place?.regionPcode ?? null,
    departementPcode: place?.departementPcode ?? null,
    phone: listing.shownPhone,
    status: service.status,
    standing: standingAt(facts, now),
    caution: cautionAt(facts, now),
    confidential: location.confidential,
    due: recheckDue(facts),
  };
}

function wordsOf({ service, organization, location, place, phone }: Listing): string[] {
  const texts = [
    service.name,
    service.alternate_name,
    organization.name,
    organization.alternate_name,
    service.description,
  ];
  const where = [
    location.town,
    place?.name,
    place?.departement,
    place?.region,
    phone?.number.replace(/\s/g, ''),
  ];
  return [...new Set(folded([...texts, ...where].filter(Boolean).join(' ')).split(/[^\p{L}\p{N}]+/u))];
}

function search(entries: readonly Entry[], query: CatalogueQuery, now: Date): CatalogueLine[] {
  const typed = folded(query.text ?? '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  return entries
    .filter(({ line }) => fits(line, query, now))
    .map(({ line, words }) => ({ line, cost: costOf(typed, words) }))
    .filter(({ cost }) => cost !== null)
    .sort(
      (a, b) =>
        a.cost! - b.cost! || order(a.line) - order(b.line) || (a.line.shortName < b.line.shortName ? -1 : 1),
    )
    .map(({ line }) => line);
}

const order = ({ standing }: CatalogueLine) => (standing === 'destination' ? 0 : 1);

function fits(line: CatalogueLine, query: CatalogueQuery, now: Date): boolean {
  if (!query.retired && line.status !== 'active' && line.status !== 'temporarily closed') return false;
  if (query.need && !line.needs.includes(query.need)) return false;
  if (query.area && line.regionPcode !== query.area && line.departementPcode !== query.area) return false;
  if (query.standing && line.standing !== query.standing) return false;
  return !query.due || line.due === null || line.due <= now;
}

/** How far the words that were typed are from an entry's; null when one of them fits nowhere. */
function costOf(typed: readonly string[], words: readonly string[]): number | null {
  let cost = 0;
  for (const word of typed) {
    const best = words.reduce((least, other) => Math.min(least, wordCost(word, other)), 9);
    if (best === 9) return null;
    cost += best;
  }
  return cost;
}

function wordCost(typed: string, word: string): number {
  if (word === typed) return 0;
  if (word.startsWith(typed)) return 1;
  if (typed.length >= 4 && word.includes(typed)) return 2;
  const allowed = typed.length >= 8 ? 2 : typed.length >= 5 ? 1 : 0;
  if (allowed === 0) return 9;
  // Whoever is still typing has only the beginning of the word.
  const head = word.slice(0, typed.length + 1);
  return Math.min(
    editDistance(typed, word, allowed),
    editDistance(typed, head.slice(0, typed.length), allowed),
  ) <= allowed
    ? 3
    : 9;
}

/** Letters to change, add, drop or swap to get from one word to the other; more than `limit` is told as limit + 1. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}

/** Entries of one département with the same name, or of different bodies with the same number of their own. */
function doublesAmong(listings: readonly Listing[]): Doubles[] {
  const active = listings.filter(({ service }) => service.status === 'active');
  const names = grouped(
    active,
    ({ service, place }) => `${folded(service.name)}/${place?.departementPcode ?? place?.regionPcode ?? ''}`,
  );
  const numbers = grouped(
    active.filter(({ phone, service }) => phone && !phone.free && service.lines.length === 0),
    ({ phone, country }) => dialled(phone!.number, country),
  );
  const pairs = (groups: ReadonlyMap<string, readonly Listing[]>, because: Doubles['because']) =>
    [...groups.values()]
      .map((group) => [...new Set(group.map(({ service }) => service.id))])
      .filter((ids) => ids.length > 1)
      .map((serviceIds) => ({ because, serviceIds }));
  return [...pairs(names, 'name'), ...pairs(numbers, 'phone')];
}
