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

/** Files that are not named by the plural of what they hold. */
const oddFiles: { readonly [R in Resource]?: string } = {
  service_at_location: 'service_at_location.csv',
  funding: 'funding.csv',
  accessibility: 'accessibility.csv',
  metadata: 'metadata.csv',
  address: 'addresses.csv',
  taxonomy: 'taxonomies.csv',
};

/** The file of a tabular datapackage that holds a resource. */
export const fileOf = Object.fromEntries(
  resources.map((resource) => [resource, oddFiles[resource] ?? `${resource}s.csv`]),
) as { readonly [R in Resource]: string };

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

const linked = (name: string, resource: Resource, link: string): Nested => ({ name, resource, link });
const attributes = linked('attributes', 'attribute', 'link_id');
const history = linked('metadata', 'metadata', 'resource_id');

/** The lists that belong to a resource by a field named after it: name of the list and what it holds. */
const ownLists: { readonly [R in Resource]?: readonly (readonly [name: string, resource: Resource])[] } = {
  organization: [
    ['funding', 'funding'],
    ['contacts', 'contact'],
    ['phones', 'phone'],
    ['locations', 'location'],
    ['programs', 'program'],
    ['organization_identifiers', 'organization_identifier'],
    ['services', 'service'],
  ],
  service: [
    ['phones', 'phone'],
    ['schedules', 'schedule'],
    ['service_areas', 'service_area'],
    ['service_at_locations', 'service_at_location'],
    ['languages', 'language'],
    ['funding', 'funding'],
    ['cost_options', 'cost_option'],
    ['required_documents', 'required_document'],
    ['contacts', 'contact'],
  ],
  location: [
    ['languages', 'language'],
    ['addresses', 'address'],
    ['contacts', 'contact'],
    ['accessibility', 'accessibility'],
    ['phones', 'phone'],
    ['schedules', 'schedule'],
  ],
  service_at_location: [
    ['contacts', 'contact'],
    ['phones', 'phone'],
    ['schedules', 'schedule'],
  ],
  phone: [['languages', 'language']],
  contact: [['phones', 'phone']],
};

/** What carries no attributes of its own. */
const bare: ReadonlySet<Resource> = new Set(['attribute', 'taxonomy', 'taxonomy_term']);
/** What has no lists at all. */
const flat: ReadonlySet<Resource> = new Set(['metadata', 'meta_table_description']);

/** The lists that each resource holds in full JSON. */
export const nestedLists = Object.fromEntries(
  resources
    .filter((resource) => !flat.has(resource))
    .map((resource) => [
      resource,
      [
        ...(ownLists[resource] ?? []).map(([name, held]) => linked(name, held, `${resource}_id`)),
        ...(bare.has(resource) ? [] : [attributes]),
        history,
      ],
    ]),
) as { readonly [R in Resource]?: readonly Nested[] };

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
