import type { Records } from './records.ts';

/**
 * Gives records that were made from a line of a table the ids that the directory already has for that service, so that
 * a service from elsewhere keeps its organization and place when it is edited here.
 */
export function adoptIds(made: Records, existing: Records): Records {
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
