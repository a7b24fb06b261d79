import type { FlatRow, Resource } from './hsds-shape.ts';
import { uuidFromName } from './identifier.ts';

/**
 * Facts of ours that the standard has no column for travel as attributes of a taxonomy of their own, so that an
 * export is plain HSDS and our own import loses nothing.
 */
export const factTaxonomy: FlatRow = {
  id: uuidFromName('taxonomy/facts'),
  name: 'Facts beside the standard',
  description: 'How well an entry is known and where it comes from; written and read back by Dellusi',
  version: '1',
};

type Kind = 'text' | 'flag' | 'list' | 'answer';

/** Our own columns by resource, and how each is written as the value of an attribute. */
export const ownFacts: { readonly [R in Resource]?: Readonly<Record<string, Kind>> } = {
  organization: { kind: 'text' },
  service: {
    key: 'text',
    country: 'text',
    evidence: 'text',
    source_status: 'text',
    source_url: 'text',
    source_date: 'text',
    lines: 'list',
    accepts_referrals: 'answer',
    capacity: 'text',
    note: 'text',
  },
  location: { place_id: 'text', town: 'text', confidential: 'flag' },
  phone: { free: 'flag' },
  schedule: { closed: 'flag' },
};

const termName = (resource: string, fact: string) => `${resource}.${fact}`;
const termId = (name: string) => uuidFromName(`taxonomy/facts/${name}`);

/** The terms of the taxonomy of facts. */
export const factTerms: readonly FlatRow[] = Object.entries(ownFacts).flatMap(([resource, facts]) =>
  Object.keys(facts).map((fact) => {
    const name = termName(resource, fact);
    return {
      id: termId(name),
      code: name,
      name,
      description: `${fact} of a ${resource}`,
      taxonomy_id: factTaxonomy.id,
    };
  }),
);

const termIds = new Map(factTerms.map((term) => [term.code as string, term.id as string]));

// Made of the term's id and the record's: unique, always the same, and without a hash for each of half a million.
function factId(term: string, record: string): string {
  return term.slice(0, 8) + record.slice(8);
}

const factOfTerm = new Map(factTerms.map((term) => [term.id as string, String(term.code).split('.')[1]!]));

/** Takes our own columns out of a record: what is left is HSDS, what is taken is added to the attributes. */
export function withoutOwnFacts(resource: Resource, record: FlatRow, attributes: FlatRow[]): FlatRow {
  const facts = ownFacts[resource] ?? {};
  const row: Record<string, unknown> = {};
  for (const field in record) {
    const value = record[field];
    const kind = facts[field];
    if (kind) addFact(attributes, resource, record.id as string, field, written(value, kind));
    else if (value !== null && value !== undefined && field !== 'other') row[field] = value;
  }
  return record.other ? Object.assign(row, record.other) : row;
}

function addFact(
  attributes: FlatRow[],
  resource: Resource,
  id: string,
  fact: string,
  value: string | null,
): void {
  if (value === null) return;
  const term = termIds.get(termName(resource, fact))!;
  attributes.push({
    id: factId(term, id),
    link_id: id,
    link_entity: resource,
    taxonomy_term_id: term,
    value,
  });
}

function written(value: unknown, kind: Kind): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (kind === 'flag') return value ? 'true' : null;
  if (kind === 'list') return (value as string[]).length > 0 ? (value as string[]).join(';') : null;
  return String(value);
}

/** Reads one of our facts back from an attribute; null when the attribute is not one of ours. */
export function factFromAttribute(attribute: FlatRow): { fact: string; value: unknown } | null {
  const fact = factOfTerm.get(attribute.taxonomy_term_id as string);
  const resource = attribute.link_entity as Resource;
  const kind = fact && ownFacts[resource]?.[fact];
  if (!fact || !kind) return null;
  const text = String(attribute.value ?? '');
  return {
    fact,
    value: kind === 'text' ? text : kind === 'list' ? text.split(';').filter(Boolean) : text === 'true',
  };
}

/** Whether a taxonomy or term is the one that carries our facts: it is made, not stored. */
export function isFactTaxonomy(id: unknown): boolean {
  return id === factTaxonomy.id || factOfTerm.has(id as string);
}
