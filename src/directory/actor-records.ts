import type { Need } from '../language/understanding.ts';
import type { Actor, ActorCells, ActorGround } from './actor-columns.ts';
import { saysYes, splitList } from './cell.ts';
import type { Place } from './directory.ts';
import { isUuid, uuidFromName } from './identifier.ts';
import { needTaxonomy, needTermId, needTerms } from './need-taxonomy.ts';
import { readOpening } from './opening.ts';
import type {
  AddressRecord,
  Evidence,
  LineKind,
  LocationRecord,
  OrganizationKind,
  OrganizationRecord,
  Records,
  ServiceRecord,
} from './records.ts';
import { noRecords, whatsappType } from './records.ts';

/** HSDS wants town, region and postal code with every address; where one is not known this stands. */
export const unknownPart = 'n/a';

/** Turns checked lines of a table of actors into HSDS records, with ids that stay the same from one reading to the next. */
export function actorRecords(actors: readonly Actor[], ground: ActorGround): Records {
  const records = noRecords();
  records.taxonomies.push(needTaxonomy);
  records.taxonomy_terms.push(...needTerms);
  const places = new Map(ground.places.map((place) => [place.id, place]));
  for (const { cells } of actors) addActor(records, cells, ground, places.get(cells.place) ?? null);
  return records;
}

interface Ids {
  readonly organization: string;
  readonly service: string;
  readonly location: string;
  readonly of: (part: string) => string;
}

/** The id of the organization that a line of the table, by its own id, stands for. */
export function organizationId(iso3: string, line: string): string {
  return uuidFromName(`${iso3}/organization/${line}`);
}

function idsOf(cells: ActorCells, iso3: string): Ids {
  const of = (part: string) => uuidFromName(`${iso3}/${part}/${cells.id}`);
  const organization = organizationId(iso3, cells.completes || cells.id);
  // A service that came with an id of its own (from another directory) keeps it.
  return { organization, service: isUuid(cells.id) ? cells.id : of('service'), location: of('location'), of };
}

function addActor(
  records: ReturnType<typeof noRecords>,
  cells: ActorCells,
  ground: ActorGround,
  place: Place | null,
) {
  const ids = idsOf(cells, ground.country.iso3);
  if (!cells.completes) records.organizations.push(organizationOf(cells, ids));
  records.services.push(serviceOf(cells, ids, ground.country.iso3));
  records.locations.push(locationOf(cells, ids, place));
  records.service_at_locations.push({
    id: ids.of('service_at_location'),
    service_id: ids.service,
    location_id: ids.location,
    description: null,
    other: null,
  });
  const address = addressOf(cells, ids, place, ground);
  if (address) records.addresses.push(address);
  addContact(records, cells, ids);
  addReach(records, cells, ids, ground);
  addNeeds(records, cells, ids, ground);
}

function organizationOf(cells: ActorCells, ids: Ids): OrganizationRecord {
  return {
    id: ids.organization,
    name: cells.organization,
    alternate_name: cells.acronym || null,
    description: splitList(cells.services).join(', '),
    email: cells.email || null,
    website: null,
    parent_organization_id: null,
    kind: (cells.kind || null) as OrganizationKind | null,
    other: null,
  };
}

function serviceOf(cells: ActorCells, ids: Ids, country: string): ServiceRecord {
  const text = (cell: string) => cell || null;
  const number = (cell: string) => (cell ? Number(cell) : null);
  return {
    id: ids.service,
    organization_id: ids.organization,
    name: cells.service || cells.organization,
    alternate_name: text(cells.short_name),
    description: splitList(cells.services).join(', '),
    url: null,
    email: text(cells.email),
    status: cells.evidence === 'ended' ? 'defunct' : 'active',
    application_process: text(cells.how_to_refer),
    fees_description: text(cells.cost),
    eligibility_description: text(cells.eligibility),
    minimum_age: number(cells.minimum_age),
    maximum_age: number(cells.maximum_age),
    assured_date: text(cells.assured_date),
    assurer_email: text(cells.assurer),
    alert: null,
    last_modified: null,
    key: isUuid(cells.id) ? null : cells.id,
    country,
    evidence: cells.evidence as Evidence,
    source_status: text(cells.source_status),
    source_url: text(cells.source_url),
    source_date: text(cells.source_date),
    lines: splitList(cells.line) as LineKind[],
    accepts_referrals: cells.accepts_referrals ? saysYes(cells.accepts_referrals) : null,
    capacity: text(cells.capacity) as ServiceRecord['capacity'],
    note: text(cells.notes),
    other: null,
  };
}

function locationOf(cells: ActorCells, ids: Ids, place: Place | null): LocationRecord {
  const number = (cell: string) => (cell ? Number(cell) : null);
  return {
    id: ids.location,
    location_type: place ? 'physical' : 'virtual',
    organization_id: ids.organization,
    name: cells.town || place?.name || null,
    description: null,
    transportation: null,
    latitude: number(cells.latitude),
    longitude: number(cells.longitude),
    external_identifier: place?.pcode ?? null,
    external_identifier_type: place ? 'OCHA-PCODE' : null,
    place_id: place?.id ?? null,
    town: cells.town || place?.name || null,
    confidential: saysYes(cells.confidential),
    other: null,
  };
}

function addressOf(
  cells: ActorCells,
  ids: Ids,
  place: Place | null,
  { country }: ActorGround,
): AddressRecord | null {
  if (!cells.address) return null;
  return {
    id: ids.of('address'),
    location_id: ids.location,
    address_1: cells.address,
    address_2: null,
    city: cells.town || place?.name || unknownPart,
    region: place?.departement ?? null,
    state_province: place?.region ?? unknownPart,
    postal_code: unknownPart,
    country: country.iso2,
    address_type: 'physical',
    other: null,
  };
}

function addContact(records: ReturnType<typeof noRecords>, cells: ActorCells, ids: Ids) {
  const numbers = splitList(cells.phone).map((number) => [number, 'voice'] as const);
  const whatsapp = cells.whatsapp ? [[cells.whatsapp, whatsappType] as const] : [];
  [...numbers, ...whatsapp].forEach(([number, type], index) => {
    records.phones.push({
      id: ids.of(type === whatsappType ? 'phone/whatsapp' : `phone/${index}`),
      organization_id: null,
      service_id: ids.service,
      location_id: null,
      service_at_location_id: null,
      number,
      type,
      description: null,
      free: type !== whatsappType && saysYes(cells.phone_free),
      other: null,
    });
  });
  const link = { service_id: ids.service, location_id: null, service_at_location_id: null, other: null };
  const rules = cells.opening ? (readOpening(cells.opening) ?? []) : [];
  rules.forEach((rule, index) => {
    records.schedules.push({
      id: ids.of(`schedule/${index}`),
      ...link,
      ...rule,
      description: rule.description ?? (cells.hours || null),
    });
  });
  if (rules.length === 0 && cells.hours) {
    records.schedules.push({
      id: ids.of('schedule/text'),
      ...link,
      valid_from: null,
      valid_to: null,
      freq: null,
      byday: null,
      opens_at: null,
      closes_at: null,
      description: cells.hours,
      closed: false,
    });
  }
}

function addReach(records: ReturnType<typeof noRecords>, cells: ActorCells, ids: Ids, ground: ActorGround) {
  const names = new Map(ground.places.map((place) => [place.id, place.name]));
  for (const area of splitList(cells.areas)) {
    const national = area === 'national';
    records.service_areas.push({
      id: ids.of(`area/${area}`),
      service_id: ids.service,
      name: national ? ground.country.name : (names.get(area) ?? area),
      description: cells.coverage || null,
      extent: national ? ground.country.iso3 : area,
      extent_type: national ? 'ISO-3166' : 'OCHA-PCODE',
      uri: null,
      other: null,
    });
  }
  for (const code of splitList(cells.languages)) {
    records.languages.push({
      id: ids.of(`language/${code}`),
      service_id: ids.service,
      location_id: null,
      phone_id: null,
      name: null,
      code,
      note: null,
      other: null,
    });
  }
  splitList(cells.documents).forEach((document, index) => {
    records.required_documents.push({
      id: ids.of(`document/${index}`),
      service_id: ids.service,
      document,
      uri: null,
      other: null,
    });
  });
}

function addNeeds(
  records: ReturnType<typeof noRecords>,
  cells: ActorCells,
  ids: Ids,
  { needsOf }: ActorGround,
) {
  const told = splitList(cells.needs) as Need[];
  // A line that says its needs itself says all of them; otherwise the wordings of its services do.
  const needs = new Set(
    told.length > 0 ? told : splitList(cells.services).flatMap((word) => needsOf.get(word) ?? []),
  );
  for (const need of needs) {
    records.attributes.push({
      id: ids.of(`need/${need}`),
      link_id: ids.service,
      link_entity: 'service',
      taxonomy_term_id: needTermId(need),
      value: null,
      other: null,
    });
  }
}
