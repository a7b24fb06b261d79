/**
 * The directory as Open Referral HSDS 3 lays it out: one array per table, names of columns as in the standard. What
 * the standard has no column for stands beside it and is marked *ours*; on the way out it becomes an attribute.
 * Everything that comes in (pack, datapackage, spreadsheet, desk) becomes these records, everything that goes out is
 * made from them.
 */
export interface Records {
  readonly organizations: readonly OrganizationRecord[];
  readonly services: readonly ServiceRecord[];
  readonly locations: readonly LocationRecord[];
  readonly service_at_locations: readonly ServiceAtLocationRecord[];
  readonly addresses: readonly AddressRecord[];
  readonly phones: readonly PhoneRecord[];
  readonly schedules: readonly ScheduleRecord[];
  readonly languages: readonly LanguageRecord[];
  readonly service_areas: readonly ServiceAreaRecord[];
  readonly cost_options: readonly CostOptionRecord[];
  readonly required_documents: readonly RequiredDocumentRecord[];
  readonly taxonomies: readonly TaxonomyRecord[];
  readonly taxonomy_terms: readonly TaxonomyTermRecord[];
  readonly attributes: readonly AttributeRecord[];
  /** Records of the standard's other tables (contacts, programs, funding …), kept as they came. */
  readonly other_records: readonly OtherRecord[];
}

/** How well the role and contact of a service are known; what each word lets us do: `standing.ts`. */
export const evidences = ['contact', 'role', 'uncertain', 'announced', 'unverified', 'ended'] as const;
export type Evidence = (typeof evidences)[number];

/** What a line that answers at any hour is for. */
export const lineKinds = ['medical', 'fire', 'police', 'violence', 'children'] as const;
export type LineKind = (typeof lineKinds)[number];

export const organizationKinds = ['state', 'non-state', 'international'] as const;
export type OrganizationKind = (typeof organizationKinds)[number];

export const serviceStatuses = ['active', 'inactive', 'defunct', 'temporarily closed'] as const;
export type ServiceStatus = (typeof serviceStatuses)[number];

/** What the standard knows beyond our columns is kept as it came, so that it goes out again unchanged. */
interface WithOther {
  readonly other: Readonly<Record<string, unknown>> | null;
}

export interface OrganizationRecord extends WithOther {
  readonly id: string;
  readonly name: string;
  readonly alternate_name: string | null;
  readonly description: string;
  readonly email: string | null;
  readonly website: string | null;
  readonly parent_organization_id: string | null;
  /** Ours. */
  readonly kind: OrganizationKind | null;
}

export interface ServiceRecord extends WithOther {
  readonly id: string;
  readonly organization_id: string;
  readonly name: string;
  /** What a person reads in an SMS: 22 characters at most. */
  readonly alternate_name: string | null;
  readonly description: string | null;
  readonly url: string | null;
  readonly email: string | null;
  readonly status: ServiceStatus;
  readonly application_process: string | null;
  readonly fees_description: string | null;
  readonly eligibility_description: string | null;
  readonly minimum_age: number | null;
  readonly maximum_age: number | null;
  /** The day somebody last checked the entry, `YYYY-MM-DD`. */
  readonly assured_date: string | null;
  readonly assurer_email: string | null;
  readonly alert: string | null;
  readonly last_modified: string | null;
  /** Ours: the row's own name in its pack or spreadsheet, so that it is found again. */
  readonly key: string | null;
  /** Ours: the ISO 3166 code (alpha-3) of the country whose directory it belongs to. */
  readonly country: string;
  /** Ours. */
  readonly evidence: Evidence;
  /** Ours: the finding as it was written down. */
  readonly source_status: string | null;
  readonly source_url: string | null;
  readonly source_date: string | null;
  /** Ours: emergency and help lines only. */
  readonly lines: readonly LineKind[];
  /** Ours: null when nobody has asked. */
  readonly accepts_referrals: boolean | null;
  readonly capacity: 'open' | 'waiting_list' | 'full' | null;
  readonly note: string | null;
}

export interface LocationRecord extends WithOther {
  readonly id: string;
  readonly location_type: 'physical' | 'postal' | 'virtual';
  readonly organization_id: string | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly transportation: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly external_identifier: string | null;
  readonly external_identifier_type: string | null;
  /** Ours: the smallest place of the gazetteer that it is known to lie in. */
  readonly place_id: string | null;
  /** Ours: the name of that place as a person reads it. */
  readonly town: string | null;
  /** Ours: a safe house: place and address never leave the desk. */
  readonly confidential: boolean;
}

export interface ServiceAtLocationRecord extends WithOther {
  readonly id: string;
  readonly service_id: string;
  readonly location_id: string;
  readonly description: string | null;
}

export interface AddressRecord extends WithOther {
  readonly id: string;
  readonly location_id: string;
  readonly address_1: string;
  readonly address_2: string | null;
  readonly city: string;
  readonly region: string | null;
  readonly state_province: string;
  readonly postal_code: string;
  readonly country: string;
  readonly address_type: 'physical' | 'postal' | 'virtual';
}

export interface PhoneRecord extends WithOther {
  readonly id: string;
  readonly organization_id: string | null;
  readonly service_id: string | null;
  readonly location_id: string | null;
  readonly service_at_location_id: string | null;
  readonly number: string;
  readonly type: string | null;
  readonly description: string | null;
  /** Ours: true only where a source says that the call is free. */
  readonly free: boolean;
}

/** The type of a number at which an actor lets itself be written to on WhatsApp; it is told to nobody. */
export const whatsappType = 'whatsapp';

/** Opening hours: rules without `valid_from` hold all year; a dated one replaces them in its days; `closed` is shut. */
export interface ScheduleRecord extends WithOther {
  readonly id: string;
  readonly service_id: string | null;
  readonly location_id: string | null;
  readonly service_at_location_id: string | null;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  readonly freq: 'WEEKLY' | 'MONTHLY' | null;
  readonly byday: string | null;
  readonly opens_at: string | null;
  readonly closes_at: string | null;
  readonly description: string | null;
  /** Ours: HSDS knows opening only. */
  readonly closed: boolean;
}

export interface LanguageRecord extends WithOther {
  readonly id: string;
  readonly service_id: string | null;
  readonly location_id: string | null;
  readonly phone_id: string | null;
  readonly name: string | null;
  readonly code: string;
  readonly note: string | null;
}

export interface ServiceAreaRecord extends WithOther {
  readonly id: string;
  readonly service_id: string;
  readonly name: string | null;
  readonly description: string | null;
  /** A P-code, or the country's alpha-3 code for the whole country. */
  readonly extent: string | null;
  readonly extent_type: string | null;
  readonly uri: string | null;
}

export interface CostOptionRecord extends WithOther {
  readonly id: string;
  readonly service_id: string;
  readonly option: string | null;
  readonly currency: string | null;
  readonly amount: number | null;
  readonly amount_description: string | null;
}

export interface RequiredDocumentRecord extends WithOther {
  readonly id: string;
  readonly service_id: string;
  readonly document: string | null;
  readonly uri: string | null;
}

export interface TaxonomyRecord extends WithOther {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly uri: string | null;
  readonly version: string | null;
}

export interface TaxonomyTermRecord extends WithOther {
  readonly id: string;
  readonly code: string | null;
  readonly name: string;
  readonly description: string;
  readonly parent_id: string | null;
  readonly taxonomy_id: string | null;
  readonly language: string | null;
}

export interface AttributeRecord extends WithOther {
  readonly id: string;
  readonly link_id: string;
  readonly link_entity: string;
  readonly taxonomy_term_id: string;
  readonly value: string | null;
}

/** A record of a table that we do not use ourselves. */
export interface OtherRecord {
  readonly id: string;
  readonly resource: string;
  readonly record: Readonly<Record<string, unknown>>;
}

/** Records without a single row, to add to. */
export function noRecords(): { -readonly [Table in keyof Records]: Records[Table][number][] } {
  return {
    organizations: [],
    services: [],
    locations: [],
    service_at_locations: [],
    addresses: [],
    phones: [],
    schedules: [],
    languages: [],
    service_areas: [],
    cost_options: [],
    required_documents: [],
    taxonomies: [],
    taxonomy_terms: [],
    attributes: [],
    other_records: [],
  };
}

/** The tables in an order in which each refers only to those before it. */
export const recordTables = Object.keys(noRecords()) as readonly (keyof Records)[];
