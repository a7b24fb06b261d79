import { eq, inArray } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Connection } from '../../db/open.ts';
import * as schema from '../../db/schema/directory.ts';
import type { Country } from './country.ts';
import type { Place } from './directory.ts';
import type { Outline } from './outlines.ts';
import { noRecords, type Records } from './records.ts';

/** Reads the records of a few services, with everything that belongs to them. */
export async function readRecordsOf(db: Connection, serviceIds: readonly string[]): Promise<Records> {
  const records = noRecords();
  if (serviceIds.length === 0) return records;
  const rows = async <T>(table: PgTable, column: PgColumn, ids: readonly string[]) =>
    (ids.length > 0
      ? await db
          .select()
          .from(table)
          .where(inArray(column, [...ids]))
      : []) as T[];
  const { services, organizations, service_at_locations, locations, addresses } = schema;
  records.services = await rows(services, services.id, serviceIds);
  records.organizations = await rows(
    organizations,
    organizations.id,
    unique(records.services, 'organization_id'),
  );
  records.service_at_locations = await rows(
    service_at_locations,
    service_at_locations.service_id,
    serviceIds,
  );
  const locationIds = unique(records.service_at_locations, 'location_id');
  records.locations = await rows(locations, locations.id, locationIds);
  records.addresses = await rows(addresses, addresses.location_id, locationIds);
  for (const [table, column] of Object.entries(partColumns)) {
    (records as Record<string, unknown[]>)[table] = await rows(column.table, column, serviceIds);
  }
  return records;
}

/** The tables whose rows belong to one service, and the column that says to which. */
export const partColumns = {
  phones: schema.phones.service_id,
  schedules: schema.schedules.service_id,
  languages: schema.languages.service_id,
  service_areas: schema.service_areas.service_id,
  cost_options: schema.cost_options.service_id,
  required_documents: schema.required_documents.service_id,
  attributes: schema.attributes.link_id,
} as const;

function unique<T>(rows: readonly T[], field: keyof T): string[] {
  return [...new Set(rows.map((row) => row[field] as string))];
}

/** What entries of a country are checked against, as the database has it. */
export interface CountryGround {
  readonly country: Country;
  readonly places: readonly Place[];
  readonly outlines: readonly Outline[];
}

/** Reads a country's facts, places and outlines; null when its pack has never been loaded. */
export async function readGround(db: Connection, iso3: string): Promise<CountryGround | null> {
  const { directoryPack, place } = schema;
  const [pack] = await db.select().from(directoryPack).where(eq(directoryPack.country, iso3));
  if (!pack) return null;
  const places = (await db.select().from(place).where(eq(place.country, iso3))) as Place[];
  return { country: pack.facts as Country, places, outlines: pack.outlines as Outline[] };
}
