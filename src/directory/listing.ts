import type { SpokenLanguage } from '../language/languages.ts';
import type { Need } from '../language/understanding.ts';
import { type Country, shownNumber } from './country.ts';
import type { Place } from './directory.ts';
import { needFromTerm } from './need-taxonomy.ts';
import type { Point } from './outlines.ts';
import {
  type AddressRecord,
  type LocationRecord,
  type OrganizationRecord,
  type PhoneRecord,
  type Records,
  type ScheduleRecord,
  type ServiceRecord,
  whatsappType,
} from './records.ts';
import { settledPoint } from './settlement.ts';
import { atOnce, eachRow, groupedRows, type Work } from './slices.ts';
import type { Snapshot } from './snapshot.ts';

/** One service at one location with everything that search needs beside it. */
export interface Listing {
  /** The id of the service at this location. */
  readonly id: string;
  readonly service: ServiceRecord;
  readonly organization: OrganizationRecord;
  readonly location: LocationRecord;
  readonly country: Country;
  readonly place: Place | null;
  /** Where it is, if that is honestly known: its own point, or that of its town. */
  readonly point: Point | null;
  /** P-codes that it serves, and the country's code when it serves all of it. */
  readonly areas: readonly string[];
  readonly needs: readonly Need[];
  readonly phone: PhoneRecord | null;
  readonly shownPhone: string | null;
  readonly address: string | null;
  readonly schedules: readonly ScheduleRecord[];
  readonly languages: readonly SpokenLanguage[];
  /** What to bring. */
  readonly documents: readonly string[];
  readonly doubts: number;
  /** Referrals of the last half year that it declined or did not answer. */
  readonly letDown: number;
  /** Its actor was asked whether it is still right, and has not answered. */
  readonly silent: boolean;
}

// Index, desk and exports each want the listings of the same snapshot: they are joined once.
const made = new WeakMap<Snapshot, readonly Listing[]>();

/** Joins the records of a snapshot into listings; what refers to nothing is left out. */
export function listingsOf(snapshot: Snapshot): readonly Listing[] {
  return atOnce(listingsWork(snapshot));
}

/** Joins the records of a snapshot into listings, with places to pause. */
export function* listingsWork(snapshot: Snapshot): Work<readonly Listing[]> {
  const known = made.get(snapshot);
  if (known) return known;
  const { records } = snapshot;
  const services = yield* byIdWork(records.services);
  const locations = yield* byIdWork(records.locations);
  const parts = yield* partsOf(snapshot);
  const listings: Listing[] = [];
  yield* eachRow(records.service_at_locations, ({ id, service_id, location_id }) => {
    const service = services.get(service_id);
    const location = locations.get(location_id);
    const organization = service && parts.organizations.get(service.organization_id);
    const country = service && parts.countries.get(service.country);
    if (service && location && organization && country)
      listings.push(listingOf({ id, service, organization, location, country }, parts));
  });
  made.set(snapshot, listings);
  return listings;
}

type Core = Pick<Listing, 'id' | 'service' | 'organization' | 'location' | 'country'>;
type Parts = ReturnType<typeof partsOf> extends Work<infer P> ? P : never;

function* partsOf({ records, places, countries, doubts, letDown, silent }: Snapshot) {
  return {
    doubts,
    letDown,
    silent,
    organizations: yield* byIdWork(records.organizations),
    countries: new Map(countries.map((country) => [country.iso3, country])),
    places: yield* byIdWork(places),
    areas: yield* groupedRows(records.service_areas, (area) => area.service_id),
    needs: yield* needsByService(records),
    phones: yield* groupedRows(
      records.phones.filter(({ type }) => type !== whatsappType),
      ownerOf,
    ),
    addresses: yield* addressesByLocation(records),
    schedules: yield* groupedRows(records.schedules, ownerOf),
    documents: yield* groupedRows(records.required_documents, (each) => each.service_id),
    languages: yield* groupedRows(
      records.languages,
      (language) => language.service_id ?? language.location_id ?? '',
    ),
  };
}

function listingOf(core: Core, parts: Parts): Listing {
  const { service, location, country } = core;
  const place = parts.places.get(location.place_id ?? '') ?? null;
  const owners = [core.id, service.id, location.id];
  const phone = owners.flatMap((owner) => parts.phones.get(owner) ?? [])[0] ?? null;
  return {
    ...core,
    place,
    point: pointOf(location) ?? (place && settledPoint(place)),
    areas: (parts.areas.get(service.id) ?? []).flatMap((area) => area.extent ?? []),
    needs: parts.needs.get(service.id) ?? [],
    phone,
    shownPhone: phone && shownNumber(phone.number, country),
    address: parts.addresses.get(location.id)?.address_1 ?? null,
    schedules: owners.flatMap((owner) => parts.schedules.get(owner) ?? []),
    languages: (parts.languages.get(service.id) ?? []).map((language) => language.code as SpokenLanguage),
    documents: (parts.documents.get(service.id) ?? []).flatMap((each) => each.document ?? []),
    doubts: parts.doubts.get(service.id) ?? 0,
    letDown: parts.letDown.get(service.id) ?? 0,
    silent: parts.silent.has(service.id),
  };
}

function pointOf({ latitude, longitude }: LocationRecord): Point | null {
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

function* needsByService({ attributes }: Records): Work<Map<string, Need[]>> {
  const needs = new Map<string, Need[]>();
  yield* eachRow(attributes, ({ link_entity, link_id, taxonomy_term_id }) => {
    const need = link_entity === 'service' ? needFromTerm(taxonomy_term_id) : null;
    if (!need) return;
    const known = needs.get(link_id);
    if (known) known.push(need);
    else needs.set(link_id, [need]);
  });
  return needs;
}

function* addressesByLocation({ addresses }: Records): Work<Map<string, AddressRecord>> {
  const byLocation = new Map<string, AddressRecord>();
  yield* eachRow(addresses, (address) => byLocation.set(address.location_id, address));
  return byLocation;
}

interface Owned {
  readonly service_at_location_id: string | null;
  readonly service_id: string | null;
  readonly location_id: string | null;
}

function ownerOf(owned: Owned): string {
  return owned.service_at_location_id ?? owned.service_id ?? owned.location_id ?? '';
}

function* byIdWork<T extends { readonly id: string }>(rows: readonly T[]): Work<Map<string, T>> {
  const found = new Map<string, T>();
  yield* eachRow(rows, (row) => found.set(row.id, row));
  return found;
}

/** Rows by what they belong to. */
export function grouped<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  return atOnce(groupedRows(rows, key));
}
