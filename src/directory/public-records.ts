import { type Records, type ServiceRecord, whatsappType } from './records.ts';
import { atOnce, eachRow, groupedRows, type Work } from './slices.ts';

const unverifiedAlert =
  'Not verified: nobody has checked this entry lately. Contacts are left out; do not travel on the strength of it.';

const links = ['id', 'service_id', 'location_id', 'service_at_location_id', 'organization_id', 'link_id'];

/**
 * What of the directory the whole world may read. Confidential locations never leave the desk, nor does the service
 * that is offered there, whose town would give it away; contacts that nobody has verified stay inside, so that no
 * other program tells people an old number; who checked an entry is nobody's business outside.
 */
export function publicRecords(records: Records): Records {
  return atOnce(publicRecordsWork(records));
}

/** The same with places to pause. */
export function* publicRecordsWork(records: Records): Work<Records> {
  const secret = yield* secretIds(records);
  const open = (row: object) => !links.some((link) => secret.has((row as Record<string, string>)[link]!));
  const unverified = new Set(
    records.services.filter((service) => !verified(service)).map((service) => service.id),
  );
  const contactOf = (row: { readonly service_id?: unknown }) => unverified.has(row.service_id as string);
  const kept: Record<string, object[]> = {};
  for (const [table, rows] of Object.entries(records) as [string, readonly object[]][]) {
    const left: object[] = [];
    yield* eachRow(rows, (row) => {
      if (open(row)) left.push(row);
    });
    kept[table] = left;
  }
  const known = kept as unknown as Records;
  yield;
  const organizations = yield* publicOrganizations(records, unverified);
  return {
    ...known,
    services: known.services.map(publicService),
    organizations: organizations.filter(open),
    phones: known.phones.filter((phone) => phone.type !== whatsappType && !contactOf(phone)),
    other_records: records.other_records.filter(
      ({ resource, record }) => resource !== 'metadata' && open(record) && !contactOf(record),
    ),
  };
}

function verified(service: ServiceRecord): boolean {
  return service.evidence === 'contact' || service.assured_date !== null;
}

function publicService(service: ServiceRecord): ServiceRecord {
  const shown = { ...service, assurer_email: null, note: null };
  if (verified(service) || service.evidence === 'role') return shown;
  return { ...shown, email: null, alert: service.alert ?? unverifiedAlert };
}

// An organization's own e-mail is shown when one of its services is known; the address of an unknown one is not.
function* publicOrganizations({ organizations, services }: Records, unverified: ReadonlySet<string>) {
  const byOrganization = yield* groupedRows(services, (service) => service.organization_id);
  return organizations.map((organization) => {
    const own = byOrganization.get(organization.id) ?? [];
    return own.every((service) => unverified.has(service.id))
      ? { ...organization, email: null }
      : organization;
  });
}

/** Ids of confidential locations, of the services offered there, and of organizations with nothing else. */
function* secretIds({ locations, service_at_locations, services }: Records): Work<ReadonlySet<string>> {
  const secret = new Set(
    locations.filter((location) => location.confidential).map((location) => location.id),
  );
  yield* eachRow(service_at_locations, ({ id, service_id, location_id }) => {
    if (secret.has(location_id)) secret.add(id).add(service_id);
  });
  const byOrganization = yield* groupedRows(services, (service) => service.organization_id);
  for (const [organization, own] of byOrganization) {
    if (own.every((service) => secret.has(service.id))) secret.add(organization);
  }
  return secret;
}
