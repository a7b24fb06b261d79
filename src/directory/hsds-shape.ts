import type { Records } from './records.ts';

/**
 * What the standard says of its tables: which file of a datapackage each has, what must be filled in, what is a
 * number, and how records nest in JSON. Names are those of Open Referral HSDS 3.0.
 */
export const resources = [
  'organization',
  'program',
  'service',
  'location',
  'service_at_location',
  'address',
  'phone',
  'contact',
  'schedule',
  'funding',
  'service_area',
  'required_document',
  'language',
  'accessibility',
  'cost_option',
  'organization_identifier',
  'taxonomy',
  'taxonomy_term',
  'attribute',
  'metadata',
  'meta_table_description',
] as const;
export type Resource = (typeof resources)[number];

/** The tables of ours that hold a resource; the others are kept as they came, in `other_records`. */
export const recordTableOf: { readonly [R in Resource]?: Exclude<keyof Records, 'other_records'> } = {
  organization: 'organizations',
  service: 'services',
  location: 'locations',
  service_at_location: 'service_at_locations',
  address: 'addresses',
  phone: 'phones',
  schedule: 'schedules',
  service_area: 'service_areas',
  required_document: 'required_documents',
  language: 'languages',
  cost_option: 'cost_options',
  taxonomy: 'taxonomies',
  taxonomy_term: 'taxonomy_terms',
  attribute: 'attributes',
};

/** The file of a tabular datapackage that holds a resource. */
export const fileOf: { readonly [R in Resource]: string } = {
  organization: 'organizations.csv',
  program: 'programs.csv',
  service: 'services.csv',
  location: 'locations.csv',
  service_at_location: 'service_at_location.csv',
  address: 'addresses.csv',
  phone: 'phones.csv',
  contact: 'contacts.csv',
  schedule: 'schedules.csv',
  funding: 'funding.csv',
  service_area: 'service_areas.csv',
  required_document: 'required_documents.csv',
  language: 'languages.csv',
  accessibility: 'accessibility.csv',
  cost_option: 'cost_options.csv',
  organization_identifier: 'organization_identifiers.csv',
  taxonomy: 'taxonomies.csv',
  taxonomy_term: 'taxonomy_terms.csv',
  attribute: 'attributes.csv',
  metadata: 'metadata.csv',
  meta_table_description: 'meta_table_descriptions.csv',
};

/** What must be filled in beside the id. */
export const requiredFields: { readonly [R in Resource]?: readonly string[] } = {
  organization: ['name', 'description'],
  program: ['name', 'description'],
  service: ['name', 'status'],
  location: ['location_type'],
  address: ['address_1', 'city', 'state_province', 'postal_code', 'country', 'address_type'],
  phone: ['number'],
  taxonomy: ['name', 'description'],
  taxonomy_term: ['name', 'description'],
};

/** Fields that are numbers in JSON; in CSV all are text. */
export const numberFields: ReadonlySet<string> = new Set([
  'latitude',
  'longitude',
  'minimum_age',
  'maximum_age',
  'amount',
  'extension',
  'year_incorporated',
  'timezone',
  'count',
  'interval',
]);

export const allowedValues: Readonly<Record<string, readonly string[]>> = {
  'service.status': ['active', 'inactive', 'defunct', 'temporarily closed'],
  'location.location_type': ['physical', 'postal', 'virtual'],
  'address.address_type': ['physical', 'postal', 'virtual'],
  'schedule.freq': ['WEEKLY', 'MONTHLY'],
};

/** A list nested in a record: its name there, what it holds, and the field by which its members name their owner. */
export interface Nested {
  readonly name: string;
  readonly resource: Resource;
  readonly link: string;
}

/** A single record nested in another: the other names it by `link`. */
export type NestedOne = Nested;

const attributes: Nested = { name: 'attributes', resource: 'attribute', link: 'link_id' };
const history: Nested = { name: 'metadata', resource: 'metadata', link: 'resource_id' };
const linked = (name: string, resource: Resource, link: string): Nested => ({ name, resource, link });

/** The lists that each resource holds in full JSON. */
export const nestedLists: { readonly [R in Resource]?: readonly Nested[] } = {
  organization: [
    linked('funding', 'funding', 'organization_id'),
    linked('contacts', 'contact', 'organization_id'),
    linked('phones', 'phone', 'organization_id'),
    linked('locations', 'location', 'organization_id'),
    linked('programs', 'program', 'organization_id'),
    linked('organization_identifiers', 'organization_identifier', 'organization_id'),
    linked('services', 'service', 'organization_id'),
    attributes,
    history,
  ],
  service: [
    linked('phones', 'phone', 'service_id'),
    linked('schedules', 'schedule', 'service_id'),
    linked('service_areas', 'service_area', 'service_id'),
    linked('service_at_locations', 'service_at_location', 'service_id'),
    linked('languages', 'language', 'service_id'),
    linked('funding', 'funding', 'service_id'),
    linked('cost_options', 'cost_option', 'service_id'),
    linked('required_documents', 'required_document', 'service_id'),
    linked('contacts', 'contact', 'service_id'),
    attributes,
    history,
  ],
  location: [
    linked('languages', 'language', 'location_id'),
    linked('addresses', 'address', 'location_id'),
    linked('contacts', 'contact', 'location_id'),
    linked('accessibility', 'accessibility', 'location_id'),
    linked('phones', 'phone', 'location_id'),
    linked('schedules', 'schedule', 'location_id'),
    attributes,
    history,
  ],
  service_at_location: [
    linked('contacts', 'contact', 'service_at_location_id'),
    linked('phones', 'phone', 'service_at_location_id'),
    linked('schedules', 'schedule', 'service_at_location_id'),
    attributes,
    history,
  ],
  phone: [linked('languages', 'language', 'phone_id'), attributes, history],
  contact: [linked('phones', 'phone', 'contact_id'), attributes, history],
  address: [attributes, history],
  schedule: [attributes, history],
  service_area: [attributes, history],
  language: [attributes, history],
  cost_option: [attributes, history],
  required_document: [attributes, history],
  program: [attributes, history],
  funding: [attributes, history],
  accessibility: [attributes, history],
  organization_identifier: [attributes, history],
  attribute: [history],
  taxonomy: [history],
  taxonomy_term: [history],
};

/** The single records that each resource holds in full JSON, named by its own field. */
export const nestedOnes: { readonly [R in Resource]?: readonly NestedOne[] } = {
  service: [
    linked('organization', 'organization', 'organization_id'),
    linked('program', 'program', 'program_id'),
  ],
  service_at_location: [
    linked('location', 'location', 'location_id'),
    linked('service', 'service', 'service_id'),
  ],
  attribute: [linked('taxonomy_term', 'taxonomy_term', 'taxonomy_term_id')],
  taxonomy_term: [linked('taxonomy_detail', 'taxonomy', 'taxonomy_id')],
};

/** A flat record of the standard: its fields and nothing else. */
export type FlatRow = Readonly<Record<string, unknown>>;
/** Flat records by resource. */
export type FlatTables = { readonly [R in Resource]: readonly FlatRow[] };

/** Flat tables without a row, to add to. */
export function noFlatTables(): { -readonly [R in Resource]: FlatRow[] } {
  return Object.fromEntries(resources.map((resource) => [resource, []])) as unknown as {
    -readonly [R in Resource]: FlatRow[];
  };
}
