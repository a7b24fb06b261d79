import { and, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { caseAccess, caseTable, staff } from '../../db/schema/index.ts';
import { type CaseStanding, mayCaseBeSeen, roles, type Viewer } from '../../src/handoff/access.ts';
import { openCases, reserveCaseNumbers } from '../../src/handoff/case-store.ts';
import { claimCase } from '../../src/handoff/claim-store.ts';
import { codeOf } from '../../src/handoff/code.ts';
import { visibleTo } from '../../src/handoff/visible-store.ts';
import { databases, freshDatabase } from '../support/database.ts';
import { addPerson, addStaff, opening } from './people.ts';

const at = new Date('2026-11-20T10:00:00Z');

describe.each(databases)('who sees a case on the %s database', (kind) => {
  let open: OpenDatabase;
  beforeAll(async () => {
    open = await freshDatabase(kind);
  });
  afterAll(() => open.close());

  async function openOne(over: Parameters<typeof opening>[0] = {}) {
    const someone = await addPerson(open.db);
    const [number] = await reserveCaseNumbers(open.db, 1);
    const row = { ...someone, opening: opening({ code: codeOf(number!), ...over }), at };
    const [id] = await open.db.transaction((tx) => openCases(tx, [row]));
    return id!;
  }

  async function sees(caseId: string, viewer: Viewer): Promise<boolean> {
    const found = await open.db
      .select({ id: caseTable.id })
      .from(caseTable)
      .where(and(eq(caseTable.id, caseId), visibleTo(viewer)));
    return found.length > 0;
  }

  it('is the same in SQL as in the rule', async () => {
    const caseId = await openOne();
    const someone = await addStaff(open.db);
    const other = await addStaff(open.db);
    const focal = await addStaff(open.db, { childProtection: true });
    const region = fc.constantFrom(null, 'SN01', 'SN07');
    const facts = fc.record({
      restricted: fc.boolean(),
      minor: fc.boolean(),
      region,
      claimedBy: fc.constantFrom(null, someone.id, other.id),
      named: fc.subarray([someone.id, other.id]),
      focalPointExists: fc.boolean(),
    });
    const viewers = fc.record({
      id: fc.constant(someone.id),
      role: fc.constantFrom(...roles),
      regions: fc.constantFrom([], ['SN07'], ['SN01', 'SN02']),
      languages: fc.constant([]),
      childProtection: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(facts, viewers, async (fact, viewer) => {
        const { named, focalPointExists, ...columns } = fact;
        await open.db.update(caseTable).set(columns).where(eq(caseTable.id, caseId));
        await open.db.delete(caseAccess).where(eq(caseAccess.caseId, caseId));
        if (named.length > 0)
          await open.db.insert(caseAccess).values(named.map((userId) => ({ caseId, userId })));
        await open.db
          .update(staff)
          .set({ disabledAt: focalPointExists ? null : at })
          .where(eq(staff.id, focal.id));
        const standing: CaseStanding = fact;
        expect(await sees(caseId, viewer)).toBe(mayCaseBeSeen(viewer, standing));
      }),
      { numRuns: 150 },
    );
    await open.db.update(staff).set({ disabledAt: at });
  });

  it('names on a restricted case the supervisors of its region, or all where the region has none', async () => {
    const kolda = await addStaff(open.db, { role: 'supervisor', regions: ['SN07'] });
    const dakar = await addStaff(open.db, { role: 'supervisor', regions: ['SN01'] });
    const caseworker = await addStaff(open.db, { regions: ['SN07'] });
    const inKolda = await openOne({ restricted: true, danger: 'violence' });
    const inMatam = await openOne({ restricted: true, danger: 'violence', region: 'SN08' });
    const seen = await Promise.all(
      [kolda, dakar, caseworker].map(async (v) => [await sees(inKolda, v), await sees(inMatam, v)]),
    );
    expect(seen).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ]);
    expect(await claimCase(open.db, inKolda, caseworker, at)).toEqual({ won: false, holder: null });
  });

  it('gives a minor to the child-protection focal points, and never a complaint to its own office', async () => {
    const focal = await addStaff(open.db, { childProtection: true, regions: ['SN05'] });
    const supervisor = await addStaff(open.db, { role: 'supervisor', regions: ['SN05'] });
    const elsewhere = await addStaff(open.db, { role: 'supervisor', regions: ['SN14'] });
    const minor = await openOne({ restricted: true, minor: true, region: 'SN05' });
    const complaint = await openOne({ restricted: true, reason: 'complaint', region: 'SN05' });
    expect([await sees(minor, focal), await sees(minor, supervisor)]).toEqual([true, false]);
    expect([await sees(complaint, supervisor), await sees(complaint, elsewhere)]).toEqual([false, true]);
  });
});
