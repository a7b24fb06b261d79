import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flattenTrees } from '../../src/directory/hsds-flatten.ts';
import type { Resource } from '../../src/directory/hsds-shape.ts';
import { flatTables, recordsFromTables } from '../../src/directory/hsds-tables.ts';
import { forestOf, fullTree, type Tree } from '../../src/directory/hsds-tree.ts';
import { senegalSnapshot } from './senegal.ts';

const shared = join(import.meta.dirname, '../../../shared/data/hsds');

describe('records and the flat tables of the standard', () => {
  it('say the same: nothing is lost on the way out and back', async () => {
    const { records } = await senegalSnapshot();
    expect(recordsFromTables(flatTables(records), 'SEN')).toEqual(records);
  });

  it('carry no column of ours, and nothing empty', async () => {
    const { service, location, phone } = flatTables((await senegalSnapshot()).records);
    for (const row of [...service, ...location, ...phone]) {
      for (const field of ['evidence', 'place_id', 'free', 'other', 'country'])
        expect(row).not.toHaveProperty(field);
      expect(Object.values(row)).not.toContain(null);
    }
  });
});

describe('nested and flat', () => {
  it('a service taken apart and put together is the same service', async () => {
    const tables = flatTables((await senegalSnapshot()).records);
    const forest = forestOf(tables);
    const tree = fullTree(forest, 'service', tables.service.find((row) => row.alternate_name === 'SAMU')!);
    const again = flattenTrees('service', [tree]);
    expect(fullTree(forestOf(again), 'service', again.service[0]!)).toEqual(tree);
  });

  const examples: [Resource, string][] = [
    ['organization', 'example-organization_full.json'],
    ['service', 'example-service_full.json'],
    ['service_at_location', 'example-service_at_location_full.json'],
  ];
  it.skipIf(!existsSync(shared)).each(examples)(
    'the official example of a %s comes back the same',
    (resource, file) => {
      const read = JSON.parse(readFileSync(join(shared, file), 'utf8')) as Tree | Tree[];
      const example = Array.isArray(read) ? read[0]! : read;
      const flat = flattenTrees(resource, [example]);
      const tables = flatTables(recordsFromTables(flat, 'SEN'));
      const row = tables[resource].find(({ id }) => id === example.id)!;
      expect(withoutOurs(fullTree(forestOf(tables), resource, row))).toEqual(example);
    },
  );
});

// Coming back from us an entry says how well it is known: that is all that may be added.
function withoutOurs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOurs).filter((each) => !isFact(each));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([field, each]) => [field, withoutOurs(each)] as const);
  return Object.fromEntries(
    entries.filter(([field, each]) => !(field === 'attributes' && (each as []).length === 0)),
  );
}

function isFact(value: unknown): boolean {
  const term = (value as { taxonomy_term?: { taxonomy_detail?: { name?: string } } })?.taxonomy_term;
  return term?.taxonomy_detail?.name === 'Facts beside the standard';
}
