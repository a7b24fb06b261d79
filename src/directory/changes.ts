import { type Records, recordTables } from './records.ts';

/** One field of one record, before and after. */
export interface FieldChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

export interface RecordChange {
  readonly table: keyof Records;
  readonly id: string;
  /** The services that the record belongs to. */
  readonly owners: readonly string[];
  readonly fields: readonly FieldChange[];
}

/** A part of a service (a number, a day, an area) that its new version no longer has. */
export interface DroppedPart {
  readonly table: keyof Records;
  readonly id: string;
  readonly owners: readonly string[];
  readonly was: string;
}

/** What an import would do, service by service; every list holds ids of services. */
export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  /** In the directory, for the same country, and not in what came in; never deleted. */
  readonly gone: readonly string[];
  readonly records: readonly RecordChange[];
  readonly dropped: readonly DroppedPart[];
  /** What the services are called, by id. */
  readonly names: ReadonlyMap<string, string>;
}

/** Compares what came in with what stands in the directory. */
export function changesBetween(before: Records, after: Records): Changes {
  const owners = ownersOf([before, after]);
  const records = recordTables.flatMap((table) => changesOfTable(table, before, after, owners));
  const dropped = partTables.flatMap((table) => droppedParts(table, before, after, owners));
  const touched = new Set([...records, ...dropped].flatMap((change) => change.owners));
  const had = new Map(before.services.map((service) => [service.id, service]));
  const ids = new Set(after.services.map((service) => service.id));
  const countries = new Set(after.services.map((service) => service.country));
  const kept = after.services.filter((service) => had.has(service.id)).map((service) => service.id);
  return {
    added: after.services.filter((service) => !had.has(service.id)).map((service) => service.id),
    changed: kept.filter((id) => touched.has(id)),
    unchanged: kept.filter((id) => !touched.has(id)),
    gone: before.services
      .filter(
        (service) => countries.has(service.country) && !ids.has(service.id) && service.status === 'active',
      )
      .map((service) => service.id),
    records,
    dropped,
    names: new Map([...before.services, ...after.services].map(({ id, name }) => [id, name])),
  };
}

type Owners = ReadonlyMap<string, ReadonlySet<string>>;

function droppedParts(
  table: (typeof partTables)[number],
  before: Records,
  after: Records,
  owners: Owners,
): DroppedPart[] {
  const kept = new Set((after[table] as readonly { id: string }[]).map((row) => row.id));
  const services = new Set(after.services.map((service) => service.id));
  return (before[table] as readonly { id: string }[]).flatMap((row) => {
    const own = [...(owners.get(row.id) ?? [])];
    if (kept.has(row.id) || own.length === 0 || !own.every((id) => services.has(id))) return [];
    return [{ table, id: row.id, owners: own, was: JSON.stringify(row) }];
  });
}

function changesOfTable(
  table: keyof Records,
  before: Records,
  after: Records,
  owners: Owners,
): RecordChange[] {
  const had = new Map((before[table] as readonly { id: string }[]).map((row) => [row.id, row]));
  return (after[table] as readonly { id: string }[]).flatMap((row) => {
    const fields = fieldChanges(had.get(row.id) ?? {}, row).filter(({ field }) => field !== 'last_modified');
    return fields.length > 0 ? [{ table, id: row.id, owners: [...(owners.get(row.id) ?? [])], fields }] : [];
  });
}

/** The fields in which two versions of a record differ, as texts. */
export function fieldChanges(before: object, after: object): FieldChange[] {
  const old = before as Record<string, unknown>;
  return Object.entries(after).flatMap(([field, value]) => {
    const [was, is] = [asText(old[field]), asText(value)];
    return was === is ? [] : [{ field, before: was, after: is }];
  });
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(ordered(value)) : String(value);
}

// The database does not keep the order of fields inside JSON: two that differ in nothing else are the same.
function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, ordered(each)]),
  );
}

/** Which services each record belongs to: an organization to all of its services. */
export function ownersOf(sets: readonly Records[]): Map<string, Set<string>> {
  const owners = new Map<string, Set<string>>();
  const own = (id: string | null, services: Iterable<string>) => {
    if (!id) return;
    const known = owners.get(id) ?? new Set();
    for (const service of services) known.add(service);
    owners.set(id, known);
  };
  for (const records of sets) {
    for (const { id, organization_id } of records.services) {
      own(id, [id]);
      own(organization_id, [id]);
    }
    for (const { id, service_id, location_id } of records.service_at_locations) {
      own(id, [service_id]);
      own(location_id, [service_id]);
    }
    for (const table of partTables) ownParts(records[table], owners, own);
  }
  return owners;
}

const partTables = [
  'addresses',
  'phones',
  'schedules',
  'languages',
  'service_areas',
  'cost_options',
  'required_documents',
  'attributes',
] as const;
const ownerFields = [
  'service_id',
  'service_at_location_id',
  'location_id',
  'organization_id',
  'link_id',
] as const;

function ownParts(
  rows: readonly object[],
  owners: ReadonlyMap<string, ReadonlySet<string>>,
  own: (id: string | null, services: Iterable<string>) => void,
): void {
  for (const row of rows as readonly Record<string, unknown>[]) {
    for (const field of ownerFields) {
      const services = owners.get(row[field] as string);
      if (services) own(row.id as string, services);
    }
  }
}
