import type { SpokenLanguage } from '../language/languages.ts';
import type { Need } from '../language/understanding.ts';
import { type Country, shownNumber } from './country.ts';
import type { Place } from './directory.ts';
import { needFromTerm } from './need-taxonomy.ts';
import type { Point } from './outlines.ts';
import type {
  LocationRecord,
  OrganizationRecord,
  PhoneRecord,
  Records,
  ScheduleRecord,
  ServiceRecord,
} from './records.ts';
import { settledPoint } from './settlement.ts';
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
  /** Its actor was asked whether it is still right, and has not answered. */
  readonly silent: boolean;
}

/** Joins the records of a snapshot into listings; what refers to nothing is left out. */
export function listingsOf(snapshot: Snapshot): Listing[] {
  const { records } = snapshot;
  const services = byId(records.services);
  const locations = byId(records.locations);
  const parts = partsOf(snapshot);
  return records.service_at_locations.flatMap(({ id, service_id, location_id }) => {
    const service = services.get(service_id);
    const location = locations.get(location_id);
    const organization = service && parts.organizations.get(service.organization_id);
    const country = service && parts.countries.get(service.country);
    if (!service || !location || !organization || !country) return [];
    return [listingOf({ id, service, organization, location, country }, parts)];
  });
}

type Core = Pick<Listing, 'id' | 'service' | 'organization' | 'location' | 'country'>;
type Parts = ReturnType<typeof partsOf>;

function partsOf({ records, places, countries, doubts, silent }: Snapshot) {
  return {
    doubts,
    silent,
    organizations: byId(records.organizations),
    countries: new Map(countries.map((country) => [country.iso3, country])),
    places: byId(places),
    areas: grouped(records.service_areas, (area) => area.service_id),
    needs: needsByService(records),
    phones: grouped(records.phones, ownerOf),
    addresses: new Map(records.addresses.map((address) => [address.location_id, address])),
    schedules: grouped(records.schedules, ownerOf),
    documents: grouped(records.required_documents, (each) => each.service_id),
    languages: grouped(records.languages, (language) => language.service_id ?? language.location_id ?? ''),
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
    silent: parts.silent.has(service.id),
  };
}

function pointOf({ latitude, longitude }: LocationRecord): Point | null {
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

function needsByService({ attributes }: Records): Map<string, Need[]> {
  const needs = new Map<string, Need[]>();
  for (const { link_entity, link_id, taxonomy_term_id } of attributes) {
    const need = link_entity === 'service' ? needFromTerm(taxonomy_term_id) : null;
    if (need) needs.set(link_id, [...(needs.get(link_id) ?? []), need]);
  }
  return needs;
}

interface Owned {
  readonly service_at_location_id: string | null;
  readonly service_id: string | null;
  readonly location_id: string | null;
}

function ownerOf(owned: Owned): string {
  return owned.service_at_location_id ?? owned.service_id ?? owned.location_id ?? '';
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** Rows by what they belong to. */
export function grouped<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
