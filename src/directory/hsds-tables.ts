import {
  type FlatRow,
  type FlatTables,
  noFlatTables,
  numberFields,
  type Resource,
  recordTableOf,
  resources,
} from './hsds-shape.ts';
import {
  factFromAttribute,
  factTaxonomy,
  factTerms,
  isFactTaxonomy,
  ownFacts,
  withoutOwnFacts,
} from './own-facts.ts';
import { noRecords, type Records } from './records.ts';
import { atOnce, eachRow, type Work } from './slices.ts';

/** Records as flat HSDS tables: fields that are empty left out, facts of ours as attributes. */
export function flatTables(records: Records): FlatTables {
  return atOnce(flatTablesWork(records));
}

/** The same with places to pause. */
export function* flatTablesWork(records: Records): Work<FlatTables> {
  const tables = noFlatTables();
  tables.taxonomy.push(factTaxonomy);
  tables.taxonomy_term.push(...factTerms);
  for (const resource of resources) {
    const table = recordTableOf[resource];
    yield* eachRow(table ? (records[table] as readonly object[]) : [], (record) => {
      tables[resource].push(withoutOwnFacts(resource, record as FlatRow, tables.attribute));
    });
  }
  for (const { resource, record } of records.other_records) tables[resource as Resource].push(record);
  return tables;
}

type Column = { readonly [field: string]: unknown };

/** What a record has in each column of ours when nothing says otherwise. */
const blanks: { readonly [R in Resource]?: Column } = {
  organization: {
    name: '',
    alternate_name: null,
    description: '',
    email: null,
    website: null,
    parent_organization_id: null,
    kind: null,
  },
  service: {
    organization_id: null,
    name: '',
    alternate_name: null,
    description: null,
    url: null,
    email: null,
    status: 'active',
    application_process: null,
    fees_description: null,
    eligibility_description: null,
    minimum_age: null,
    maximum_age: null,
    assured_date: null,
    assurer_email: null,
    alert: null,
    last_modified: null,
    key: null,
    country: '',
    evidence: 'unverified',
    source_status: null,
    source_url: null,
    source_date: null,
    lines: [],
    accepts_referrals: null,
    capacity: null,
    note: null,
  },
  location: {
    location_type: 'physical',
    organization_id: null,
    name: null,
    description: null,
    transportation: null,
    latitude: null,
    longitude: null,
    external_identifier: null,
    external_identifier_type: null,
    place_id: null,
    town: null,
    confidential: false,
  },
  service_at_location: { service_id: null, location_id: null, description: null },
  address: {
    location_id: null,
    address_1: '',
    address_2: null,
    city: '',
    region: null,
    state_province: '',
    postal_code: '',
    country: '',
    address_type: 'physical',
  },
  phone: {
    organization_id: null,
    service_id: null,
    location_id: null,
    service_at_location_id: null,
    number: '',
    type: null,
    description: null,
    free: false,
  },
  schedule: {
    service_id: null,
    location_id: null,
    service_at_location_id: null,
    valid_from: null,
    valid_to: null,
    freq: null,
    byday: null,
    opens_at: null,
    closes_at: null,
    description: null,
    closed: false,
  },
  language: { service_id: null, location_id: null, phone_id: null, name: null, code: '', note: null },
  service_area: {
    service_id: null,
    name: null,
    description: null,
    extent: null,
    extent_type: null,
    uri: null,
  },
  cost_option: { service_id: null, option: null, currency: null, amount: null, amount_description: null },
  required_document: { service_id: null, document: null, uri: null },
  taxonomy: { name: '', description: '', uri: null, version: null },
  taxonomy_term: {
    code: null,
    name: '',
    description: '',
    parent_id: null,
    taxonomy_id: null,
    language: null,
  },
  attribute: { link_id: null, link_entity: '', taxonomy_term_id: null, value: null },
};

/** Flat HSDS tables as records; `country` is that of services which do not say theirs. */
export function recordsFromTables(tables: FlatTables, country: string): Records {
  const records = noRecords();
  const facts = factsByLink(tables.attribute);
  for (const resource of resources) {
    const table = recordTableOf[resource];
    for (const row of tables[resource]) {
      if (isOurFact(resource, row)) continue;
      if (!table) records.other_records.push({ id: row.id as string, resource, record: row });
      else (records[table] as unknown[]).push(recordOf(resource, row, facts.get(row.id as string)));
    }
  }
  records.services = records.services.map((service) => (service.country ? service : { ...service, country }));
  return records;
}

function isOurFact(resource: Resource, row: FlatRow): boolean {
  if (resource === 'attribute') return factFromAttribute(row) !== null;
  return (resource === 'taxonomy' || resource === 'taxonomy_term') && isFactTaxonomy(row.id);
}

function factsByLink(attributes: readonly FlatRow[]): Map<string, Record<string, unknown>> {
  const facts = new Map<string, Record<string, unknown>>();
  for (const attribute of attributes) {
    const read = factFromAttribute(attribute);
    const link = attribute.link_id as string;
    if (read) facts.set(link, { ...facts.get(link), [read.fact]: read.value });
  }
  return facts;
}

function recordOf(resource: Resource, row: FlatRow, facts: Record<string, unknown> = {}): FlatRow {
  const columns = blanks[resource]!;
  const ours = ownFacts[resource] ?? {};
  const known: Record<string, unknown> = { id: row.id };
  for (const [field, blank] of Object.entries(columns))
    known[field] = field in ours ? (facts[field] ?? blank) : (row[field] ?? blank);
  const beyond = Object.entries(row).filter(
    ([field]) => field !== 'id' && (!(field in columns) || field in ours),
  );
  return { ...known, other: beyond.length > 0 ? Object.fromEntries(beyond) : null };
}

/** A cell of a CSV file as the value that JSON would have. */
export function valueOfCell(field: string, cell: string): unknown {
  return numberFields.has(field) && cell.trim() !== '' && Number.isFinite(Number(cell)) ? Number(cell) : cell;
}
