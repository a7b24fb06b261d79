import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { createDirectory } from '../../src/directory/create-directory.ts';
import { type Pack, readPack } from '../../src/directory/seed.ts';
import { changesSince, loadPack, readSnapshot } from '../../src/directory/store.ts';
import { databases, freshDatabase } from '../support/database.ts';
import { snapshotOf, today } from './senegal.ts';

describe.each(databases)('the directory on %s', (kind) => {
  let open: OpenDatabase;
  let pack: Pack;
  beforeAll(async () => {
    open = await freshDatabase(kind);
    pack = await readPack(join(import.meta.dirname, '../../db/seed/sen'));
  });
  afterAll(() => open.close());

  it('is written once, with its progress told, and not again while the pack is the same', async () => {
    const told: [number, number][] = [];
    expect(await loadPack(open.db, pack, (done, total) => told.push([done, total]))).toBe(true);
    const [done, total] = told.at(-1)!;
    expect(done).toBe(total);
    expect(told.length).toBeGreaterThan(5);
    expect(await loadPack(open.db, pack)).toBe(false);
  });

  it('reads back as the pack has it', async () => {
    const snapshot = await readSnapshot(open.db);
    const expected = snapshotOf(pack);
    const sorted = (rows: readonly { id: string }[]) => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(sorted(snapshot.places)).toEqual(sorted(expected.places));
    expect(snapshot.outlines).toEqual(expected.outlines);
    for (const [table, rows] of Object.entries(expected.records)) {
      expect(sorted(snapshot.records[table as keyof typeof snapshot.records])).toEqual(sorted(rows));
    }
  });

  it('answers from memory like the pack itself', async () => {
    const query = { needs: ['documents', 'legal_justice'], place: 'SN0701', at: today } as const;
    const stored = createDirectory(await readSnapshot(open.db), () => today);
    const direct = createDirectory(snapshotOf(pack), () => today);
    expect(stored.nearest(query)).toEqual(direct.nearest(query));
    expect(stored.hotlines()).toEqual(direct.hotlines());
  });

  it('writes a changed pack over the old one and tells the replicas', async () => {
    const before = (await readSnapshot(open.db)).version;
    expect(await changesSince(open.db, before)).toEqual({ version: before, services: [] });
    const services = pack.records.services.map((service) =>
      service.key === 'ajs-kolda' ? { ...service, note: 'changed' } : service,
    );
    const changed = { ...pack, hash: 'another', records: { ...pack.records, services } };
    expect(await loadPack(open.db, changed)).toBe(true);
    const snapshot = await readSnapshot(open.db);
    expect(snapshot.records.services).toHaveLength(260);
    expect(snapshot.records.services.find((service) => service.key === 'ajs-kolda')?.note).toBe('changed');
    expect((await changesSince(open.db, before)).services).toBe('all');
  });

  it('is loaded by one of several that start at once', async () => {
    const again = { ...pack, hash: 'third' };
    const wrote = await Promise.all([1, 2, 3].map(() => loadPack(open.db, again)));
    expect(wrote.filter(Boolean)).toHaveLength(1);
  });
});
