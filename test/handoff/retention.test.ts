import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { person, tally } from '../../db/schema/index.ts';
import { raiseAlerts } from '../../src/handoff/alert-store.ts';
import { claimCase, closeCase, reopenCase } from '../../src/handoff/claim-store.ts';
import { caseFile } from '../../src/handoff/file-store.ts';
import { eraseEnded, eraseHeld, forgetCases } from '../../src/handoff/retention-store.ts';
import { addNote } from '../../src/handoff/work-store.ts';
import { databases, freshDatabase } from '../support/database.ts';
import { addStaff, keys, openCase, type opening } from './people.ts';

const at = new Date('2026-11-20T10:00:00Z');
const hoursOn = (hours: number) => new Date(at.getTime() + hours * 3_600_000);

describe.each(databases)('forgetting on the %s database', (kind) => {
  let open: OpenDatabase;
  beforeAll(async () => {
    open = await freshDatabase(kind);
  });
  afterAll(() => open.close());

  const openOne = (over: Parameters<typeof opening>[0] = {}, keeping: string | null = 'adult') =>
    openCase(open.db, at, over, { keeping });
  const fileOf = async (id: string) =>
    caseFile(open.db, keys, id, await addStaff(open.db, { role: 'supervisor' }), hoursOn(100));
  const isErased = async (id: string) => (await fileOf(id))!.events.at(-1)!.kind === 'erased';

  it('leaves counts by region and need, and nothing about the person', async () => {
    const { id, personId } = await openOne({
      region: 'SN99',
      danger: 'medical',
      place: 'SN9901',
      words: { name: 'Awa', because: 'je saigne' },
      answers: { age: '18_24' },
    });
    const viewer = await addStaff(open.db, { role: 'supervisor' });
    await addNote(open.db, keys, id, viewer, 'rappeler', at);
    await open.db.transaction(async (tx) => {
      await raiseAlerts(tx, [{ caseId: id, kind: 'medical', at }]);
      await forgetCases(tx, [personId], hoursOn(1));
      await forgetCases(tx, [personId], hoursOn(1));
    });
    const file = (await fileOf(id))!;
    expect(file).toMatchObject({ words: {}, answers: {}, named: [] });
    expect(file.case).toMatchObject({
      status: 'closed',
      closeReason: 'erased',
      needs: [],
      place: null,
      danger: null,
    });
    expect(file.events.every((event) => event.words === null && Object.keys(event.data).length === 0)).toBe(
      true,
    );
    const counts = await open.db.select().from(tally);
    expect(counts.map(({ day, measure, detail, count }) => [day, measure, detail, count])).toEqual(
      expect.arrayContaining([
        ['2026-11-20', 'case', 'SN99', 1],
        ['2026-11-20', 'case_need', 'training SN99', 1],
        ['2026-11-20', 'case_need', 'documents SN99', 1],
        ['2026-11-20', 'case_closed', 'erased', 1],
      ]),
    );
    expect(await reopenCase(open.db, id, viewer, at, at)).toEqual({ done: false, why: 'erased' });
  });

  it('erases after 72 hours what was opened on vital interest and never agreed to', async () => {
    const agreed = await openOne({ danger: 'medical' });
    const refused = await openOne({ danger: 'medical' }, 'refused');
    const silent = await openOne({ danger: 'medical' }, null);
    const inHand = await openOne({ danger: 'medical' }, null);
    await claimCase(open.db, inHand.id, await addStaff(open.db), at);
    expect(await eraseHeld(open.db, hoursOn(71), 72)).toEqual([]);
    expect((await eraseHeld(open.db, hoursOn(73), 72)).sort()).toEqual(
      [refused.personId, silent.personId].sort(),
    );
    const erased = await Promise.all([agreed, refused, silent, inHand].map(({ id }) => isErased(id)));
    expect(erased).toEqual([false, true, true, false]);
    expect(await eraseHeld(open.db, hoursOn(74), 72)).toEqual([]);
  });

  it('erases people whose cases all ended long ago', async () => {
    const viewer = await addStaff(open.db, { role: 'supervisor' });
    const [ended, running] = [await openOne(), await openOne()];
    await closeCase(open.db, ended.id, viewer, 'needs_met', at);
    const gone: string[] = [];
    const erase = async (tx: Parameters<Parameters<typeof open.db.transaction>[0]>[0], id: string) => {
      gone.push(id);
      await tx.update(person).set({ erasedAt: at }).where(eq(person.id, id));
    };
    await eraseEnded(open.db, at, erase, hoursOn(1));
    expect(gone).not.toContain(ended.personId);
    await eraseEnded(open.db, hoursOn(1), erase, hoursOn(2));
    expect(gone).toContain(ended.personId);
    expect(gone).not.toContain(running.personId);
    expect(await isErased(ended.id)).toBe(true);
  });
});
