import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea, growingId, moment } from './columns.ts';

/*
 * The directory of actors, as Open Referral HSDS 3 lays it out: tables and columns carry the names of the standard, in
 * code too, so that a row is a record. Columns that the standard does not know are said to be ours.
 */

/** A body that offers services. */
export const organizations = pgTable('organizations', {
  id: uuid('id').primaryKey(),
  other: jsonb('other').$type<Readonly<Record<string, unknown>>>(),
  name: text('name').notNull(),
  alternate_name: text('alternate_name'),
  description: text('description').notNull(),
  email: text('email'),
  website: text('website'),
  parent_organization_id: uuid('parent_organization_id'),
  /** Ours: state, non-state, international. */
  kind: text('kind'),
});

/** What a body does for people; where it does so stands in service_at_locations. */
export const services = pgTable(
  'services',
  {
    id: uuid('id').primaryKey(),
    other: jsonb('other').$type<Readonly<Record<string, unknown>>>(),
    organization_id: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    name: text('name').notNull(),
    alternate_name: text('alternate_name'),
    description: text('description'),
    url: text('url'),
    email: text('email'),
    status: text('status').notNull(),
    application_process: text('application_process'),
    fees_description: text('fees_description'),
    eligibility_description: text('eligibility_description'),
    minimum_age: integer('minimum_age'),
    maximum_age: integer('maximum_age'),
    assured_date: text('assured_date'),
    assurer_email: text('assurer_email'),
    alert: text('alert'),
    last_modified: text('last_modified'),
    /** Ours, from here on: see `src/directory/records.ts`. */
    key: text('key'),
    country: text('country').notNull(),
    evidence: text('evidence').notNull(),
    source_status: text('source_status'),
    source_url: text('source_url'),
    source_date: text('source_date'),
    lines: text('lines').array().notNull(),
    accepts_referrals: boolean('accepts_referrals'),
    capacity: text('capacity'),
    note: text('note'),
  },
  (t) => [
    index('services_organization').on(t.organization_id),
    uniqueIndex('services_key').on(t.country, t.key),
  ],
);

/** A place where something is offered; virtual for telephone lines. */
export const locations = pgTable('locations', {
  id: uuid('id').primaryKey(),
  other: jsonb('other').$type<Readonly<Record<string, unknown>>>(),
  location_type: text('location_type').notNull(),
  organization_id: uuid('organization_id').references(() => organizations.id),
  name: text('name'),
  description: text('description'),
  transportation: text('transportation'),
  latitude: doublePrecision('latitude'),
  longitude: doublePrecision('longitude'),
  external_identifier: text('external_identifier'),
  external_identifier_type: text('external_identifier_type'),
  /** Ours. */
  place_id: text('place_id'),
  town: text('town'),
  confidential: boolean('confidential').notNull(),
});

export const service_at_locations = pgTable(
  'service_at_locations',
  {
    id: uuid('id').primaryKey(),
    other: jsonb('other').$type<Readonly<Record<string, unknown>>>(),
    service_id: uuid('service_id')
      .notNull()
      .references(() => services.id),
    location_id: uuid('location_id')
      .notNull()
      .references(() => locations.id),
    description: text('description'),
  },
  (t) => [
    index('service_at_locations_service').on(t.service_id),
    index('service_at_locations_location').on(t.location_id),
  ],
);

export const addresses = pgTable(
  'addresses',
  {
    id: uuid('id').primaryKey(),
    other: jsonb('other').$type<Readonly<Record<string, unknown>>>(),
    location_id: uuid('location_id')
      .notNull()
      .references(() => locations.id),
    address_1: text('address_1').notNull(),
    address_2: text('address_2'),
    city: text('city').notNull(),
    region: text('region'),
    state_province: text('state_province').notNull(),
    postal_code: text('postal_code').notNull(),
    country: text('country').notNull(),
    address_type: text('address_type').notNull(),
  },
  (t) => [index('addresses_location').on(t.location_id)],
);

export const phones = pgTable(
  'phones',
  {
    id: uuid('id').primaryKey(),
    other: jsonb('other').$type<Readonly<Record<string, unknown>>>(),
    organization_id: uuid('organization_id'),
    service_id: uuid('service_id'),
    location_id: uuid('location_id'),
    service_at_location_id: uuid('service_at_location_id'),
    number: text('number').notNull(),
    type: text('type'),
    description: text('description'),
    /** Ours: true only where a source says that the call is free. */
    free: boolean('free').notNull(),
  },
  (t) => [index('phones_service').on(t.service_id)],
);

export const schedules = pgTable(
  'schedules',
  {
    id: uuid('id').primaryKey(),
    other: jsonb('other').$type<Readonly<Record<string, unknown>>>(),
    service_id: uuid('service_id'),
    location_id: uuid('location_id'),
    service_at_location_id: uuid('service_at_location_id'),
    valid_from: text('valid_from'),
    valid_to: text('valid_to'),
    freq: text('freq'),
    byday: text('byday'),
    opens_at: text('opens_at'),
    closes_at: text('closes_at'),
    description: text('description'),
    /** Ours: HSDS knows opening only. */
    closed: boolean('closed').notNull(),
  },
  (t) => [index('schedules_service').on(t.service_id)],
);

export const languages = pgTable(
  'languages',
  {
    id: uuid('id').primaryKey(),
    other: jsonb('other').$type<Readonly<Record<string, unknown>>>(),
    service_id: uuid('service_id'),
    location_id: uuid('location_id'),
    phone_id: uuid('phone_id'),
    name: text('name'),
    code: text('code').notNull(),
    note: text('note'),
  },
  (t) => [index('languages_service').on(t.service_id)],
);

export const service_areas = pgTable(
  'service_areas',
  {
    id: uuid('id').primaryKey(),
    other: jsonb('other').$type<Readonly<Record<string, unknown>>>(),
    service_id: uuid('service_id').notNull(),
    name: text('name'),
    description: text('description'),
    extent: text('extent'),
    extent_type: text('extent_type'),
    uri: text('uri'),
  },
  (t) => [index('service_areas_service').on(t.service_id)],
);

export const cost_options = pgTable(
  'cost_options',
  {
    id: uuid('id').primaryKey(),
    other: jsonb('other').$type<Readonly<Record<string, unknown>>>(),
    service_id: uuid('service_id').notNull(),
    option: text('option'),
    currency: text('currency'),
    amount: doublePrecision('amount'),
    amount_description: text('amount_description'),
  },
  (t) => [index('cost_options_service').on(t.service_id)],
);

export const required_documents = pgTable(
  'required_documents',
  {
    id: uuid('id').primaryKey(),
    other: jsonb('other').$type<Readonly<Record<string, unknown>>>(),
    service_id: uuid('service_id').notNull(),
    document: text('document'),
    uri: text('uri'),
  },
  (t) => [index('required_documents_service').on(t.service_id)],
);

export const taxonomies = pgTable('taxonomies', {
  id: uuid('id').primaryKey(),
  other: jsonb('other').$type<Readonly<Record<string, unknown>>>(),
  name: text('name').notNull(),
  description: text('description').notNull(),
  uri: text('uri'),
  version: text('version'),
});

export const taxonomy_terms = pgTable('taxonomy_terms', {
  id: uuid('id').primaryKey(),
  other: jsonb('other').$type<Readonly<Record<string, unknown>>>(),
  code: text('code'),
  name: text('name').notNull(),
  description: text('description').notNull(),
  parent_id: uuid('parent_id'),
  taxonomy_id: uuid('taxonomy_id').references(() => taxonomies.id),
  language: text('language'),
});

/** Which taxonomy terms hold of a record: the needs that a service answers, above all. */
export const attributes = pgTable(
  'attributes',
  {
    id: uuid('id').primaryKey(),
    other: jsonb('other').$type<Readonly<Record<string, unknown>>>(),
    link_id: uuid('link_id').notNull(),
    link_entity: text('link_entity').notNull(),
    taxonomy_term_id: uuid('taxonomy_term_id').notNull(),
    value: text('value'),
  },
  (t) => [index('attributes_link').on(t.link_id)],
);

/** Records of tables of the standard that we do not use ourselves, kept as they came. */
export const other_records = pgTable('other_records', {
  id: uuid('id').primaryKey(),
  resource: text('resource').notNull(),
  record: jsonb('record').notNull(),
});

/** What was changed in the directory, by whom, from what to what: append-only. */
export const metadata = pgTable(
  'metadata',
  {
    id: uuid('id').primaryKey(),
    resource_id: uuid('resource_id').notNull(),
    resource_type: text('resource_type').notNull(),
    last_action_date: moment('last_action_date').notNull(),
    last_action_type: text('last_action_type').notNull(),
    field_name: text('field_name').notNull(),
    previous_value: text('previous_value').notNull(),
    replacement_value: text('replacement_value').notNull(),
    updated_by: text('updated_by').notNull(),
    /** Ours: order of writing. */
    number: bigint('number', { mode: 'number' }).generatedAlwaysAsIdentity(),
  },
  (t) => [index('metadata_resource').on(t.resource_id)],
);

/** The gazetteer: every place that people may name. */
export const place = pgTable('place', {
  id: text('id').primaryKey(),
  country: text('country').notNull(),
  name: text('name').notNull(),
  spellings: text('spellings').array().notNull(),
  level: text('level').notNull(),
  pcode: text('pcode').notNull(),
  region: text('region').notNull(),
  regionPcode: text('region_pcode').notNull(),
  departement: text('departement'),
  departementPcode: text('departement_pcode'),
  latitude: doublePrecision('latitude'),
  longitude: doublePrecision('longitude'),
  coordinateQuality: text('coordinate_quality').notNull(),
  population: integer('population'),
});

/** What stands once for each country: its facts, the outlines of its areas, and which pack was loaded last. */
export const directoryPack = pgTable('directory_pack', {
  country: text('country').primaryKey(),
  hash: text('hash').notNull(),
  facts: jsonb('facts').notNull(),
  outlines: jsonb('outlines').notNull(),
  loadedAt: moment('loaded_at').notNull().defaultNow(),
});

/** Every change of the directory adds a row; replicas that see a higher number read what has changed. */
export const directoryVersion = pgTable('directory_version', {
  id: growingId(),
  at: moment('at').notNull().defaultNow(),
  /** Services to read again; empty: read everything. */
  services: uuid('services').array().notNull(),
});

/** What became of people who were sent to a service: evidence for or against the entry; no identity. */
export const directoryReport = pgTable(
  'directory_report',
  {
    id: growingId(),
    serviceId: uuid('service_id').notNull(),
    /** found, closed, not_there, wrong_number; declined, no_response: a referral that came to nothing. */
    said: text('said').notNull(),
    at: moment('at').notNull().defaultNow(),
    /** Keyed hash over person and service, so that one person counts once and nobody is found by it. */
    teller: text('teller'),
  },
  (t) => [index('directory_report_service').on(t.serviceId, t.at)],
);

/** A question to an actor whether its entry is still right; the link is known by its hash alone. */
export const directoryCheck = pgTable(
  'directory_check',
  {
    id: uuid('id').primaryKey(),
    serviceId: uuid('service_id').notNull(),
    tokenHash: text('token_hash').notNull(),
    /** sms, email; phone: nobody could be written to, so somebody is to telephone. */
    channel: text('channel').notNull(),
    sentAt: moment('sent_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    answeredAt: moment('answered_at'),
    /** right, changed, closed. */
    answer: text('answer'),
    words: text('words'),
    /** Since when its silence counts against the entry. */
    silentAt: moment('silent_at'),
    /** Why the message did not leave. */
    fault: text('fault'),
  },
  (t) => [
    uniqueIndex('directory_check_token').on(t.tokenHash),
    index('directory_check_service').on(t.serviceId, t.sentAt),
  ],
);

/** A chance with a date: a training intake, a call for projects, a financing window. */
export const opportunity = pgTable(
  'opportunity',
  {
    id: uuid('id').primaryKey(),
    country: text('country').notNull(),
    title: text('title').notNull(),
    /** training_intake, call_for_projects, financing, job_offer. */
    kind: text('kind').notNull(),
    organizationId: uuid('organization_id').references(() => organizations.id),
    needs: text('needs').array().notNull(),
    /** P-codes, or the country's code. */
    areas: text('areas').array().notNull(),
    conditions: text('conditions'),
    howToApply: text('how_to_apply'),
    phone: text('phone'),
    opensOn: text('opens_on'),
    /** The last day; after it nobody is told any more. */
    closesOn: text('closes_on').notNull(),
    sourceUrl: text('source_url'),
    assuredDate: text('assured_date'),
    retiredAt: moment('retired_at'),
    createdBy: text('created_by').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [index('opportunity_open').on(t.country, t.closesOn)],
);

/** An actor asks to be listed; a coordinator decides. */
export const listingRequest = pgTable('listing_request', {
  id: uuid('id').primaryKey(),
  receivedAt: moment('received_at').notNull().defaultNow(),
  /** The cells of a line of the table of actors, as they were filled in. */
  cells: jsonb('cells').notNull(),
  decision: text('decision'),
  decidedBy: text('decided_by'),
  decidedAt: moment('decided_at'),
});

/** A file that somebody is about to import: kept between its preview and their yes, then forgotten. */
export const directoryUpload = pgTable('directory_upload', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  bytes: bytea('bytes').notNull(),
  by: text('by').notNull(),
  receivedAt: moment('received_at').notNull().defaultNow(),
});
