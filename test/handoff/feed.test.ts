import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase, Transaction } from '../../db/open.ts';
import type { Viewer } from '../../src/handoff/access.ts';
import { addEvents, feedAfter, feedCursor } from '../../src/handoff/event-store.ts';
import { databases, freshDatabase } from '../support/database.ts';
import { addStaff, openCase, type opening } from './people.ts';

const at = new Date('2026-11-20T10:00:00Z');

/** Reads until something is there: transactions of other tests on the same server hold rows back for a moment. */
async function eventually<T>(read: () => Promise<readonly T[]>, count = 1): Promise<readonly T[]> {
  for (;;) {
    const rows = await read();
    if (rows.length >= count) return rows;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Something that can be waited for and let go from outside. */
function gate() {
  let open: () => void = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

/**
 * The oldest open transaction counts for the whole server, other test databases included, so that the opening of a case
 * may show late: these tests look only at what they write themselves.
 */
const isOwn = ({ kind }: { readonly kind: string }) => kind !== 'opened';

describe.each(databases)('the live feed on the %s database', (kind) => {
  let open: OpenDatabase;
  let viewer: Viewer;
  beforeAll(async () => {
    open = await freshDatabase(kind);
    viewer = await addStaff(open.db);
  });
  afterAll(() => open.close());

  const openOne = async (over: Parameters<typeof opening>[0] = {}) => (await openCase(open.db, at, over)).id;
  const note = (tx: Transaction, caseId: string, mark: string) =>
    addEvents(tx, [{ caseId, kind: 'message_in', actor: 'person', data: { mark }, at }]);

  it('begins where the page was read and goes on row by row', async () => {
    const before = await feedCursor(open.db);
    const caseId = await openOne();
    const rows = await eventually(() => feedAfter(open.db, before, viewer, 1));
    expect(rows).toMatchObject([{ caseId, kind: 'opened' }]);
    await open.db.transaction((tx) => note(tx, caseId, 'a'));
    const next = await eventually(() => feedAfter(open.db, rows[0]!.cursor, viewer));
    expect(next).toMatchObject([{ kind: 'message_in' }]);
    expect(await feedAfter(open.db, 'nonsense', viewer, 1)).toHaveLength(1);
  });

  it('keeps restricted cases from those who are not named on them', async () => {
    const before = await feedCursor(open.db);
    const supervisor = await addStaff(open.db, { role: 'supervisor', regions: ['SN07'] });
    const caseId = await openOne({ restricted: true });
    expect(await eventually(() => feedAfter(open.db, before, supervisor))).toMatchObject([{ caseId }]);
    expect(await feedAfter(open.db, before, viewer)).toEqual([]);
  });

  // The embedded database has one connection: no two transactions are ever open there at once.
  it.runIf(kind === 'server')('never skips what a slow transaction commits late', async () => {
    const [caseId, another] = [await openOne(), await openOne()];
    let cursor = await feedCursor(open.db);
    const seen: number[] = [];
    const read = async () => {
      const rows = await feedAfter(open.db, cursor, viewer);
      seen.push(...rows.filter(isOwn).map((row) => row.id));
      cursor = rows.at(-1)?.cursor ?? cursor;
      return seen;
    };
    const [wrote, mayEnd] = [gate(), gate()];
    const slow = open.db.transaction(async (tx) => {
      await note(tx, caseId, 'slow');
      wrote.open();
      await mayEnd.passed;
    });
    await wrote.passed;
    await open.db.transaction((tx) => note(tx, another, 'fast'));
    await read();
    expect(seen).toEqual([]);
    mayEnd.open();
    await slow;
    expect(await eventually(read, 2)).toHaveLength(2);
  });

  it.runIf(kind === 'server')('never skips a lower id that a younger transaction commits late', async () => {
    const [caseId, another] = [await openOne(), await openOne()];
    let cursor = await feedCursor(open.db);
    const kinds: string[] = [];
    const read = async () => {
      const rows = await feedAfter(open.db, cursor, viewer);
      kinds.push(...rows.filter(isOwn).map((row) => row.kind));
      cursor = rows.at(-1)?.cursor ?? cursor;
      return kinds;
    };
    const [oldBegan, youngWrote, oldMayWrite, youngMayEnd] = [gate(), gate(), gate(), gate()];
    const old = open.db.transaction(async (tx) => {
      await tx.execute(sql`select pg_current_xact_id()`);
      oldBegan.open();
      await oldMayWrite.passed;
      await note(tx, caseId, 'old transaction, higher id');
    });
    await oldBegan.passed;
    const young = open.db.transaction(async (tx) => {
      await addEvents(tx, [{ caseId: another, kind: 'note', actor: 'caseworker', at }]);
      youngWrote.open();
      await youngMayEnd.passed;
    });
    await youngWrote.passed;
    oldMayWrite.open();
    await old;
    expect(await eventually(read)).toEqual(['message_in']);
    youngMayEnd.open();
    await young;
    expect(await eventually(read, 2)).toEqual(['message_in', 'note']);
  });
});
