import { needFromTerm } from './need-taxonomy.ts';
import type { Records, ServiceRecord } from './records.ts';

/** Records made from lines of a table, joined to what the directory knows of the same services beyond its columns. */
export function adopted(made: Records, existing: Records): Records {
  return withUnsaid(adoptIds(made, existing), existing);
}

/** What a table of actors has no column for stays as it was: retired entries stay retired. */
function withUnsaid(made: Records, existing: Records): Records {
  const had = byId(existing.services);
  const hadOrganization = byId(existing.organizations);
  const ids = new Set(made.services.map(({ id }) => id));
  return {
    ...made,
    services: made.services.map((service) => keptService(service, had.get(service.id))),
    organizations: made.organizations.map((organization) => {
      const { id, name, alternate_name, kind } = organization;
      const known = hadOrganization.get(id);
      return known ? { ...known, name, alternate_name, kind } : organization;
    }),
    attributes: [
      ...made.attributes,
      ...existing.attributes.filter(
        ({ link_id, taxonomy_term_id }) => ids.has(link_id) && !needFromTerm(taxonomy_term_id),
      ),
    ],
    cost_options: existing.cost_options.filter(({ service_id }) => ids.has(service_id)),
  };
}

function keptService(service: ServiceRecord, had: ServiceRecord | undefined): ServiceRecord {
  if (!had) return service;
  const { alert, url, other } = had;
  // That something has ended, or has not after all, is said by the evidence; every other status by the desk alone.
  const [ended, hadEnded] = [service, had].map(({ evidence }) => evidence === 'ended');
  const status = ended === hadEnded ? had.status : service.status;
  return { ...service, status, alert, url, other };
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Gives records that were made from a line of a table the ids that the directory already has for that service, so that
 * a service from elsewhere keeps its organization and place when it is edited here.
 */
function adoptIds(made: Records, existing: Records): Records {
  const ids = new Map<string, string>();
  const had = new Map(existing.services.map((service) => [service.id, service]));
  const places = placesByService(existing);
  for (const service of made.services) {
    const known = had.get(service.id);
    if (known) ids.set(service.organization_id, known.organization_id);
  }
  for (const at of made.service_at_locations) {
    const [only, ...others] = places.get(at.service_id) ?? [];
    if (!only || others.length > 0) continue;
    ids.set(at.id, only.id);
    ids.set(at.location_id, only.location_id);
  }
  for (const address of made.addresses) {
    const known = existing.addresses.find((each) => each.location_id === ids.get(address.location_id));
    if (known) ids.set(address.id, known.id);
  }
  return renamed(made, ids);
}

function placesByService({ service_at_locations }: Records) {
  const groups = new Map<string, (typeof service_at_locations)[number][]>();
  for (const at of service_at_locations)
    groups.set(at.service_id, [...(groups.get(at.service_id) ?? []), at]);
  return groups;
}

function renamed(records: Records, ids: ReadonlyMap<string, string>): Records {
  const rename = (row: object) =>
    Object.fromEntries(
      Object.entries(row).map(([field, value]) => [
        field,
        typeof value === 'string' ? (ids.get(value) ?? value) : value,
      ]),
    );
  return Object.fromEntries(
    Object.entries(records).map(([table, rows]) => [table, (rows as readonly object[]).map(rename)]),
  ) as unknown as Records;
}
