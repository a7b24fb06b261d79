import { type ActorCells, actorColumns } from './actor-columns.ts';
import { organizationId } from './actor-records.ts';
import { type Listing, listingsOf } from './listing.ts';
import { type Records, type ScheduleRecord, type ServiceRecord, whatsappType } from './records.ts';
import type { Snapshot } from './snapshot.ts';

/** One service at one place as a line of the table of actors: what the desk's form shows and the spreadsheet holds. */
export interface ActorLine {
  readonly serviceId: string;
  readonly serviceAtLocationId: string;
  readonly cells: ActorCells;
}

/** The directory as lines of the table of actors. */
export function actorLines(snapshot: Snapshot): ActorLine[] {
  return listingsOf(snapshot).map((listing) => lineOf(listing, snapshot));
}

/** The line of one service; null: it is not there. */
export function actorLine(snapshot: Snapshot, serviceId: string): ActorLine | null {
  const listing = listingsOf(snapshot).find(({ service }) => service.id === serviceId);
  return listing ? lineOf(listing, snapshot) : null;
}

function lineOf(listing: Listing, { records }: Snapshot): ActorLine {
  const cells = cellsOf(listing, partsOf(records));
  return { serviceId: listing.service.id, serviceAtLocationId: listing.id, cells };
}

interface Parts {
  readonly phones: ReadonlyMap<string, readonly string[]>;
  readonly whatsapp: ReadonlyMap<string, string>;
  readonly documents: ReadonlyMap<string, readonly string[]>;
  readonly coverage: ReadonlyMap<string, string>;
  /** The line that an organization takes its id from, by organization. */
  readonly first: ReadonlyMap<string, string>;
}

// A page of the desk wants one line at a time: what all lines are made from is laid out once.
const laidOut = new WeakMap<Records, Parts>();

function partsOf(records: Records): Parts {
  const known = laidOut.get(records) ?? layOut(records);
  laidOut.set(records, known);
  return known;
}

function layOut(records: Records): Parts {
  return {
    phones: listsBy(voiceOf(records).map(({ service_id, number }) => [service_id, number])),
    whatsapp: new Map(
      records.phones.flatMap(({ service_id, type, number }) =>
        service_id && type === whatsappType ? [[service_id, number]] : [],
      ),
    ),
    documents: listsBy(records.required_documents.map(({ service_id, document }) => [service_id, document])),
    first: new Map(records.services.flatMap((service) => firstOf(service))),
    coverage: new Map(
      records.service_areas.flatMap((area) =>
        area.description ? [[area.service_id, area.description]] : [],
      ),
    ),
  };
}

const voiceOf = ({ phones }: Records) => phones.filter(({ type }) => type !== whatsappType);

function firstOf({ key, country, organization_id }: ServiceRecord): [string, string][] {
  return key && organizationId(country, key) === organization_id ? [[organization_id, key]] : [];
}

function listsBy(pairs: readonly (readonly [string | null, string | null])[]): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const [owner, value] of pairs) {
    if (owner && value) lists.set(owner, [...(lists.get(owner) ?? []), value]);
  }
  return lists;
}

const list = (values: readonly string[] | undefined) => (values ?? []).join(';');
const yes = (value: boolean | null) => (value === null ? '' : value ? 'yes' : 'no');
const text = (value: string | number | null | undefined) =>
  value === null || value === undefined ? '' : String(value);

function cellsOf(listing: Listing, parts: Parts): ActorCells {
  const { service, organization, location, phone } = listing;
  return {
    ...blank,
    id: service.key ?? service.id,
    organization: organization.name,
    service: service.name === organization.name ? '' : service.name,
    completes:
      parts.first.get(organization.id) === service.key ? '' : (parts.first.get(organization.id) ?? ''),
    acronym: text(organization.alternate_name),
    short_name: text(service.alternate_name),
    kind: text(organization.kind),
    services: (service.description ?? service.name).split(', ').join(';'),
    needs: list(listing.needs),
    coverage: text(parts.coverage.get(service.id)),
    areas: list(listing.areas.map((area) => (area === listing.country.iso3 ? 'national' : area))),
    place: text(location.place_id),
    town: text(location.town),
    address: text(listing.address),
    latitude: text(location.latitude),
    longitude: text(location.longitude),
    confidential: location.confidential ? 'yes' : '',
    phone: list(parts.phones.get(service.id)),
    phone_free: phone?.free ? 'yes' : '',
    line: list(service.lines),
    whatsapp: text(parts.whatsapp.get(service.id)),
    email: text(service.email),
    ...hoursOf(listing.schedules),
    cost: text(service.fees_description),
    languages: list(listing.languages),
    minimum_age: text(service.minimum_age),
    maximum_age: text(service.maximum_age),
    eligibility: text(service.eligibility_description),
    documents: list(parts.documents.get(service.id)),
    how_to_refer: text(service.application_process),
    accepts_referrals: yes(service.accepts_referrals),
    capacity: text(service.capacity),
    evidence: service.evidence,
    source_status: text(service.source_status),
    source_url: text(service.source_url),
    source_date: text(service.source_date),
    assured_date: text(service.assured_date),
    assurer: text(service.assurer_email),
    notes: text(service.note),
  };
}

const blank = Object.fromEntries(actorColumns.map(({ name }) => [name, ''])) as unknown as ActorCells;

const everyDay = 'MO,TU,WE,TH,FR,SA,SU';
const dayNames: Readonly<Record<string, string>> = {
  MO: 'Mo',
  TU: 'Tu',
  WE: 'We',
  TH: 'Th',
  FR: 'Fr',
  SA: 'Sa',
  SU: 'Su',
};

/** Opening hours in their two columns as they may be read again: words that all rules share stand once, on their own. */
function hoursOf(schedules: readonly ScheduleRecord[]): Pick<ActorCells, 'hours' | 'opening'> {
  const rules = schedules.filter((rule) => rule.freq === 'WEEKLY' || rule.closed);
  if (rules.length === 0)
    return { hours: text(schedules.find(({ freq }) => freq === null)?.description), opening: '' };
  const usual = rules.find((rule) => rule.valid_from === null) ?? rules[0];
  const shared = rules.every((rule) => rule.description) ? text(usual?.description) : '';
  const opening = rules.map((rule) =>
    ruleText(rule.description === shared ? { ...rule, description: null } : rule),
  );
  return { hours: shared, opening: opening.join('; ') };
}

function ruleText(rule: ScheduleRecord): string {
  const dates = rule.valid_from
    ? [rule.valid_from === rule.valid_to ? rule.valid_from : `${rule.valid_from}..${rule.valid_to}`]
    : [];
  const always = rule.byday === everyDay && rule.opens_at === '00:00' && rule.closes_at === '23:59';
  const days = (rule.byday ?? '')
    .split(',')
    .map((day) => dayNames[day])
    .join(',');
  const body = rule.closed ? 'closed' : always ? 'always' : `${days} ${rule.opens_at}-${rule.closes_at}`;
  // What another directory says of a rule may hold marks that part rules here.
  const words = rule.description?.replaceAll(/[;()\s]+/g, ' ').trim();
  return [...dates, body, ...(words ? [`(${words})`] : [])].join(' ');
}
