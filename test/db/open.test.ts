import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { createKeys, newPersonKey, openPersonKey } from '../../db/seal.ts';
import { databases, freshDatabase } from '../support/database.ts';

describe.each(databases)('the %s database', (kind) => {
  it('has every table after migration', async () => {
    const open = await freshDatabase(kind);
    const { rows } = await open.db.execute<{ name: string }>(
      sql`select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
    );
    await open.close();
    const names = rows.map((row) => row.name);
    expect(names).toEqual(
      expect.arrayContaining(['person', 'conversation', 'inbox', 'outbox', 'case', 'staff']),
    );
  });
});

describe('seals', () => {
  const ring = [
    { id: 'b', secret: Buffer.alloc(32, 2) },
    { id: 'a', secret: Buffer.alloc(32, 1) },
  ];

  it('open what an older key sealed and find what it hashed', () => {
    const before = createKeys(ring.slice(1));
    const now = createKeys(ring);
    expect(now.open(before.seal(Buffer.from('Awa'))).toString()).toBe('Awa');
    expect(now.hash('+221770000000')).toEqual(before.hash('+221770000000'));
  });

  it('are broken by a single changed byte', () => {
    const keys = createKeys(ring);
    const { key, wrapped } = newPersonKey(keys);
    const sealed = key.seal({ text: 'Kolda' });
    expect(openPersonKey(keys, wrapped).open(sealed)).toEqual({ text: 'Kolda' });
    sealed[sealed.length - 1]! ^= 1;
    expect(() => key.open(sealed)).toThrow();
  });
});
