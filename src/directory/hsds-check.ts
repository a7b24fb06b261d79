import type { Fault } from '../fault.ts';
import type { ActorGround } from './actor-columns.ts';
import type { Country } from './country.ts';
import type { RowPlaces } from './datapackage.ts';
import {
  allowedValues,
  type FlatRow,
  type FlatTables,
  fileOf,
  nestedLists,
  nestedOnes,
  numberFields,
  type Resource,
  requiredFields,
  resources,
} from './hsds-shape.ts';
import { isUuid } from './identifier.ts';
import { agesWrong, ageWrong, assuredWrong, phoneWrong } from './value-checks.ts';

/**
 * Checks flat HSDS tables before anything is written. `faults` stop an import. `remarks` are told and do not: what the
 * standard allows but looks wrong here, such as a coordinate in another country or a number nobody could dial.
 */
export interface Checked {
  readonly faults: readonly Fault[];
  readonly remarks: readonly Fault[];
}

/** Checks ids, what must be filled in, allowed values, numbers, and that everything named is there. */
export function checkTables(
  tables: FlatTables,
  places: RowPlaces,
  { country, today }: Pick<ActorGround, 'country' | 'today'>,
): Checked {
  const ids = idsOf(tables);
  const faults: Fault[] = [];
  const remarks: Fault[] = [];
  for (const resource of resources) {
    const seen = new Set<string>();
    tables[resource].forEach((row, index) => {
      const where = places.get(row) ?? { file: fileOf[resource], line: index + 1 };
      const tell = (list: Fault[]) => (column: string, message: string) =>
        list.push({ ...where, column, message });
      checkRow(resource, row, tell(faults));
      checkLinks(resource, row, ids, tell(faults));
      if (resource === 'service') checkService(row, today, tell(faults));
      remark(resource, row, country, tell(remarks));
      if (seen.has(String(row.id))) tell(faults)('id', `“${row.id}” is used twice`);
      seen.add(String(row.id));
    });
  }
  return { faults, remarks };
}

type Tell = (column: string, message: string) => void;

function checkRow(resource: Resource, row: FlatRow, tell: Tell): void {
  if (!isUuid(String(row.id ?? ''))) tell('id', `“${row.id ?? ''}” is no UUID`);
  for (const field of requiredFields[resource] ?? []) {
    if (row[field] === undefined || row[field] === '') tell(field, 'must not be empty');
  }
  for (const [field, value] of Object.entries(row)) {
    const allowed = allowedValues[`${resource}.${field}`];
    if (allowed && !allowed.includes(String(value)))
      tell(field, `“${value}” is unknown: one of ${allowed.join(', ')}`);
    if (numberFields.has(field) && typeof value !== 'number') tell(field, `“${value}” is no number`);
  }
}

function checkService(row: FlatRow, today: string | undefined, tell: Tell): void {
  const [minimum, maximum, assured] = [row.minimum_age, row.maximum_age, row.assured_date].map((value) =>
    String(value ?? ''),
  ) as [string, string, string];
  const found = {
    minimum_age: minimum ? ageWrong(minimum) : null,
    maximum_age: maximum ? (ageWrong(maximum) ?? agesWrong(minimum, maximum)) : null,
    assured_date: assured ? assuredWrong(assured, today) : null,
  };
  for (const [column, wrong] of Object.entries(found)) if (wrong) tell(column, wrong.message);
}

type Ids = ReadonlyMap<Resource, ReadonlySet<string>>;

function idsOf(tables: FlatTables): Ids {
  return new Map(
    resources.map((resource) => [resource, new Set(tables[resource].map((row) => String(row.id)))]),
  );
}

/** By resource: fields that name a record of another table. */
const namesOf = new Map<Resource, Map<string, Resource>>(resources.map((resource) => [resource, new Map()]));
for (const [owner, lists] of Object.entries(nestedLists)) {
  for (const { resource, link } of lists) {
    if (link !== 'link_id' && link !== 'resource_id') namesOf.get(resource)!.set(link, owner as Resource);
  }
}
for (const [owner, ones] of Object.entries(nestedOnes)) {
  for (const { resource, link } of ones) namesOf.get(owner as Resource)!.set(link, resource);
}

// Without these a record hangs in the air: a service of nobody, a place of service without a place.
const neededLinks: { readonly [R in Resource]?: readonly string[] } = {
  service: ['organization_id'],
  service_at_location: ['service_id', 'location_id'],
  address: ['location_id'],
  attribute: ['link_id', 'taxonomy_term_id'],
  service_area: ['service_id'],
  cost_option: ['service_id'],
  required_document: ['service_id'],
};

function checkLinks(resource: Resource, row: FlatRow, ids: Ids, tell: Tell): void {
  for (const field of neededLinks[resource] ?? []) if (!row[field]) tell(field, 'must not be empty');
  for (const [field, named] of namesOf.get(resource)!) {
    const id = row[field];
    if (id !== undefined && !ids.get(named)!.has(String(id)))
      tell(field, `${fileOf[named]} has no row “${id}”`);
  }
}

function remark(resource: Resource, row: FlatRow, country: Country, tell: Tell): void {
  const number = resource === 'phone' && row.number ? phoneWrong(String(row.number), country) : null;
  if (number) tell('number', number.message);
  if (resource !== 'location' || typeof row.latitude !== 'number' || typeof row.longitude !== 'number')
    return;
  const { south, west, north, east } = country.bounds;
  const inside =
    row.latitude >= south && row.latitude <= north && row.longitude >= west && row.longitude <= east;
  if (!inside)
    tell('latitude', `this point lies outside ${country.name}: latitude and longitude may be swapped`);
}
