import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { caseAccess, caseTable, staff } from '../../db/schema/index.ts';
import { type CaseStanding, mayCaseBeSeen, roles, type Viewer } from '../../src/handoff/access.ts';
import { openCases, reserveCaseNumbers } from '../../src/handoff/case-store.ts';
import { claimCase } from '../../src/handoff/claim-store.ts';
import { codeOf } from '../../src/handoff/code.ts';
import { visibleTo } from '../../src/handoff/visible-store.ts';
import { databases, freshDatabase } from '../support/database.ts';
import { addPerson, addStaff, openCase, opening } from './people.ts';

const at = new Date('2026-11-20T10:00:00Z');

describe.each(databases)('who sees a case on the %s database', (kind) => {
  let open: OpenDatabase;
  beforeAll(async () => {
    open = await freshDatabase(kind);
  });
  afterAll(() => open.close());

  const openOne = async (over: Parameters<typeof opening>[0] = {}) => (await openCase(open.db, at, over)).id;

  async function sees(caseId: string, viewer: Viewer): Promise<boolean> {
    const found = await open.db
      .select({ id: caseTable.id })
      .from(caseTable)
      .where(and(eq(caseTable.id, caseId), visibleTo(viewer)));
    return found.length > 0;
  }

  it('is the same in SQL as in the rule, for every kind of case and viewer there can be', async () => {
    const [someone, other] = [await addStaff(open.db), await addStaff(open.db)];
    const focal = await addStaff(open.db, { childProtection: true });
    const cases = await everyCase(someone.id, other.id);
    for (const focalPointExists of [true, false]) {
      const disabledAt = focalPointExists ? null : at;
      await open.db.update(staff).set({ disabledAt }).where(eq(staff.id, focal.id));
      for (const viewer of everyViewer(someone.id)) {
        const rows = await open.db.select({ id: caseTable.id }).from(caseTable).where(visibleTo(viewer));
        const seen = new Set(rows.map(({ id }) => id));
        const rule = cases.filter(({ facts }) => mayCaseBeSeen(viewer, { ...facts, focalPointExists }));
        const differ = cases.filter((one) => seen.has(one.id) !== rule.includes(one));
        expect({ viewer, differ }).toEqual({ viewer, differ: [] });
      }
    }
    await open.db.update(staff).set({ disabledAt: at });
  });

  /** One case for each combination of the facts that decide. */
  async function everyCase(someone: string, other: string) {
    const facts: Omit<CaseStanding, 'focalPointExists'>[] = [];
    for (const restricted of [true, false])
      for (const minor of [true, false])
        for (const region of [null, 'SN01', 'SN07'])
          for (const claimedBy of [null, someone, other])
            for (const named of [[], [someone], [other], [someone, other]])
              facts.push({ restricted, minor, region, claimedBy, named });
    const owner = await addPerson(open.db);
    const numbers = await reserveCaseNumbers(open.db, facts.length);
    const rows = facts.map((_, i) => ({ ...owner, opening: opening({ code: codeOf(numbers[i]!) }), at }));
    return open.db.transaction(async (tx) => {
      const ids = await openCases(tx, rows);
      for (const [i, { named, ...columns }] of facts.entries()) {
        await tx.update(caseTable).set(columns).where(eq(caseTable.id, ids[i]!));
        if (named.length > 0)
          await tx.insert(caseAccess).values(named.map((userId) => ({ caseId: ids[i]!, userId })));
      }
      return facts.map((one, i) => ({ id: ids[i]!, facts: one }));
    });
  }

  function everyViewer(id: string): Viewer[] {
    return roles.flatMap((role) =>
      [[], ['SN07'], ['SN01', 'SN02']].flatMap((regions) =>
        [true, false].map((childProtection) => ({ id, role, regions, languages: [], childProtection })),
      ),
    );
  }

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
