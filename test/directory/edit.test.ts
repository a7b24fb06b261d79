import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { type DirectoryDeps, directoryExport, directoryImport } from '../../src/cli/directory.ts';
import { actorLines } from '../../src/directory/actor-cells.ts';
import type { ActorGround } from '../../src/directory/actor-columns.ts';
import {
  addService,
  assureService,
  editService,
  historyOf,
  setStatus,
} from '../../src/directory/edit-store.ts';
import { type LiveDirectory, openDirectory } from '../../src/directory/live-store.ts';
import { mergedWith, mergeServices, undoMerge } from '../../src/directory/merge-store.ts';
import { readGround } from '../../src/directory/records-store.ts';
import { readNeedsFile, readPack } from '../../src/directory/seed.ts';
import { loadPack, readSnapshot } from '../../src/directory/store.ts';
import { faultText } from '../../src/fault.ts';
import { databases, freshDatabase } from '../support/database.ts';
import { today } from './senegal.ts';

const packFolder = join(import.meta.dirname, '../../db/seed/sen');
const hand = { by: 'awa@example.org', at: today };
const kolda = 'SN0701-commune-kolda';
const phoneAndProof = [
  'phone',
  'phone_free',
  'evidence',
  'source_status',
  'source_url',
  'source_date',
] as const;

describe.each(databases)('changing the directory on %s', (kind) => {
  let open: OpenDatabase;
  let live: LiveDirectory;
  let ground: ActorGround;
  beforeAll(async () => {
    open = await freshDatabase(kind);
    live = await openDirectory({
      db: open.db,
      pack: await readPack(packFolder),
      lookEverySeconds: 0,
      now: () => today,
    });
    ground = { ...(await readGround(open.db, 'SEN'))!, needsOf: await readNeedsFile(packFolder) };
  });
  afterAll(() => open.close());

  const idOf = (key: string) => live.snapshot().records.services.find((service) => service.key === key)!.id;
  const told = async () => {
    await live.refresh();
    return live.nearest({ needs: ['documents'], place: kolda, at: today });
  };

  it('an edit is checked, told at once, and kept in the history', async () => {
    const id = idOf('ajs-kolda');
    const bad = await editService(
      open.db,
      ground,
      id,
      { phone: '12 34 56', short_name: 'x'.repeat(30) },
      hand,
    );
    expect('faults' in bad && bad.faults.map(faultText)).toHaveLength(2);
    const good = await editService(
      open.db,
      ground,
      id,
      { phone: '33 996 00 01', phone_free: '', opening: 'Mo-Fr 08:00-16:00' },
      hand,
    );
    expect(good).toEqual({ serviceId: id, changed: ['phone', 'phone_free', 'opening'] });
    expect((await told())[0]).toMatchObject({ serviceId: id, phone: '33 996 00 01', phoneFree: false });
    expect(await historyOf(open.db, id)).toContainEqual({
      at: today,
      by: 'awa@example.org',
      action: 'update',
      field: 'phone',
      before: '800 805 805',
      after: '33 996 00 01',
    });
    expect(await editService(open.db, ground, id, {}, hand)).toEqual({ serviceId: id, changed: [] });
  });

  it('a new town is a new place, in the areas of that place', async () => {
    const id = idOf('ajs-thies');
    const unknown = await editService(open.db, ground, id, { town: 'Vélingara' }, hand);
    expect('faults' in unknown && unknown.faults[0]).toMatchObject({
      column: 'town',
      code: 'several_places',
    });
    const moved = await editService(open.db, ground, id, { town: 'velingara, kolda' }, hand);
    expect(moved).toEqual({ serviceId: id, changed: ['areas', 'place', 'town'] });
    const lines = await historyOf(open.db, id);
    expect(lines.map(({ field, after }) => [field, after])).toEqual(
      expect.arrayContaining([
        ['town', 'Vélingara'],
        ['areas', 'SN0703'],
      ]),
    );
  });

  it('a newer pack does not undo what a caseworker has changed', async () => {
    await loadPack(open.db, { ...(await readPack(packFolder)), hash: 'newer' });
    expect((await told())[0]?.phone).toBe('33 996 00 01');
  });

  it('an entry that somebody has checked becomes a destination, one that is retired leaves the list', async () => {
    const id = idOf('ti-kolda');
    await editService(open.db, ground, id, { phone: '33 996 00 02' }, hand);
    expect((await told()).map((each) => each.serviceId)).not.toContain(id);
    expect(await assureService(open.db, id, hand)).toBe(true);
    const found = (await told()).find((each) => each.serviceId === id);
    expect(found).toMatchObject({ standing: 'destination', caution: null, assuredDate: '2026-11-20' });
    expect(await setStatus(open.db, id, 'temporarily closed', hand, 'travaux')).toBe(true);
    expect((await told()).map((each) => each.serviceId)).not.toContain(id);
    expect((await historyOf(open.db, id)).map((line) => line.field)).toEqual(
      expect.arrayContaining(['status', 'reason', 'assured_date', 'phone']),
    );
  });

  it('a new entry is checked like a line of the table, and cannot come in twice', async () => {
    const cells = {
      organization: 'Atelier de couture',
      services: 'couture',
      needs: 'training',
      town: 'Kolda',
      phone: '77 123 45 67',
    };
    const bad = await addService(open.db, ground, { ...cells, town: 'Atlantis' }, hand);
    expect('faults' in bad && bad.faults.map((fault) => fault.column)).toEqual(['town']);
    expect(await addService(open.db, ground, cells, hand)).toHaveProperty('serviceId');
    expect(await addService(open.db, ground, cells, hand)).toHaveProperty('faults');
    await live.refresh();
    const found = live.nearest({ needs: ['training'], place: kolda, at: today, forDesk: true });
    expect(found.map((each) => each.organization)).toContain('Atelier de couture');
  });

  it('two doubles become one with the values that were chosen, and can be parted again', async () => {
    const doubles = { keep: idOf('mj-hlm'), drop: idOf('upd-mj-hlm') };
    const state = async () => {
      await live.refresh();
      const lines = actorLines(live.snapshot());
      const cells = (id: string) => lines.find((line) => line.serviceId === id)!.cells;
      const status = live.snapshot().records.services.find(({ id }) => id === doubles.drop)!.status;
      return { keep: cells(doubles.keep), drop: cells(doubles.drop), status };
    };
    const before = await state();
    expect(before.drop.phone).not.toBe('');
    const chosen = (field: string) => (field === 'phone' ? 'drop' : 'keep');
    expect(await mergeServices(open.db, ground, doubles, chosen, hand)).toHaveProperty('serviceId');
    const merged = await state();
    expect(merged).toMatchObject({ status: 'defunct', drop: before.drop });
    expect(merged.keep).toEqual({
      ...before.keep,
      ...Object.fromEntries(phoneAndProof.map((column) => [column, before.drop[column]])),
    });
    expect(mergedWith(await historyOf(open.db, doubles.drop)).into).toBe(doubles.keep);
    expect(mergedWith(await historyOf(open.db, doubles.keep)).from).toEqual([doubles.drop]);

    expect(await undoMerge(open.db, ground, doubles, hand)).toBe(true);
    expect(await state()).toEqual(before);
    expect(mergedWith(await historyOf(open.db, doubles.keep)).from).toEqual([]);
    expect(await undoMerge(open.db, ground, doubles, hand)).toBe(false);
  });

  it('undoing a merge leaves what somebody has corrected since', async () => {
    const doubles = { keep: idOf('mj-hlm'), drop: idOf('upd-mj-hlm') };
    await mergeServices(open.db, ground, doubles, () => 'drop', hand);
    await editService(open.db, ground, doubles.keep, { phone: '33 996 00 03' }, hand);
    await undoMerge(open.db, ground, doubles, { ...hand, at: new Date(today.getTime() + 60_000) });
    await live.refresh();
    const { cells } = actorLines(live.snapshot()).find(({ serviceId }) => serviceId === doubles.keep)!;
    expect(cells.phone).toBe('33 996 00 03');
  });
});

describe('dellusi directory', () => {
  let open: OpenDatabase;
  let folder: string;
  let deps: DirectoryDeps;
  beforeAll(async () => {
    open = await freshDatabase();
    folder = await mkdtemp(join(tmpdir(), 'directory-'));
    deps = { db: open.db, packFolder, now: () => today };
  });
  afterAll(async () => {
    await open.close();
    await rm(folder, { recursive: true });
  });

  it.each(['out', 'out.zip', 'out.ndjson', 'out.csv'])(
    'what is exported as %s comes in again and changes nothing',
    async (name) => {
      const path = join(folder, name);
      expect(await directoryExport(deps, path, {})).toContain('260 services written');
      const lines = await directoryImport(deps, path, {});
      expect(lines.filter((line) => !line.startsWith('note:'))).toEqual(['0 new, 0 changed, 260 as before.']);
    },
  );

  it('a table brings nothing back to life that was retired, and loses nothing that it has no column for', async () => {
    const [service] = (await readSnapshot(open.db)).records.services.filter(({ key }) => key === 'ajs-kolda');
    await setStatus(open.db, service!.id, 'inactive', hand);
    const path = join(folder, 'retired.csv');
    await directoryExport(deps, path, {});
    expect(await directoryImport(deps, path, {})).toEqual(['0 new, 0 changed, 260 as before.']);
    expect(await directoryImport(deps, join(packFolder, 'actors.csv'), { dryRun: true })).toContain(
      '0 new, 0 changed, 260 as before.',
    );
    await setStatus(open.db, service!.id, 'active', hand);
  });

  it('tells what would change, changes it, and changes nothing the second time', async () => {
    const path = join(folder, 'part.csv');
    const text = await readFile(join(folder, 'out.csv'), 'utf8');
    const [heading, ...rows] = text.split('\r\n').filter(Boolean);
    const row = rows.find((each) => each.includes('boutique de droit de Kolda'))!;
    const added = row.replace(/[^;]+;[^;]+/, 'nouveau;Nouvel organisme');
    await writeFile(path, [heading, row.replace('800 805 805', '33 996 00 01'), added].join('\r\n'));
    expect((await directoryImport(deps, path, { dryRun: true })).at(-1)).toContain('Nothing was written');
    const summary = [
      '  new: Nouvel organisme',
      expect.stringContaining('boutique de droit de Kolda: phones.number 800 805 805 → 33 996 00 01'),
      '1 new, 1 changed, 0 as before.',
      expect.stringContaining('258 in the directory and not in what came in'),
    ];
    expect(await directoryImport(deps, path, { dryRun: true })).toEqual([...summary, expect.anything()]);
    expect(await directoryImport(deps, path, {})).toEqual(summary);
    expect((await directoryImport(deps, path, {}))[0]).toBe('0 new, 0 changed, 2 as before.');
  });

  it('never deletes: what is gone is set inactive when that is asked for, with its history', async () => {
    const lines = await directoryImport(deps, join(folder, 'part.csv'), { retireGone: true });
    expect(lines.at(-1)).toContain('set inactive');
    const live = await openDirectory({ db: open.db, pack: await readPack(packFolder), lookEverySeconds: 0 });
    const { services } = live.snapshot().records;
    expect(services).toHaveLength(261);
    const samu = services.find((service) => service.key === 'samu')!;
    expect(samu.status).toBe('inactive');
    expect((await historyOf(open.db, samu.id))[0]).toMatchObject({
      field: 'status',
      before: 'active',
      after: 'inactive',
    });
  });

  it('refuses a bad file whole, and says where every fault is', async () => {
    const path = join(folder, 'bad.csv');
    await writeFile(path, 'organisme;prestations;ville\nAtelier;astrologie;Atlantis\n');
    await expect(directoryImport(deps, path, {})).rejects.toThrow(
      /has 2 faults; nothing was written:\n {2}bad\.csv:2, prestations/,
    );
    await expect(directoryImport(deps, join(folder, 'nowhere'), {})).rejects.toThrow(
      /There is no file or folder/,
    );
  });
});
