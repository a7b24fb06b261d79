import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { caseEvent } from '../../db/schema/index.ts';
import { openCases, patchCases, reserveCaseNumbers } from '../../src/handoff/case-store.ts';
import { claimCase } from '../../src/handoff/claim-store.ts';
import { codeOf } from '../../src/handoff/code.ts';
import { addEvents, brokenChainAt } from '../../src/handoff/event-store.ts';
import { forgetCases } from '../../src/handoff/retention-store.ts';
import { addNote } from '../../src/handoff/work-store.ts';
import { databases, freshDatabase } from '../support/database.ts';
import { addPerson, addStaff, keys, opening } from './people.ts';

const at = new Date('2026-11-20T10:00:00.123Z');

describe.each(databases)('the chain of a case’s events on the %s database', (kind) => {
  let open: OpenDatabase;
  beforeAll(async () => {
    open = await freshDatabase(kind);
  });
  afterAll(() => open.close());

  async function lived() {
    const viewer = await addStaff(open.db);
    const someone = await addPerson(open.db);
    const [number] = await reserveCaseNumbers(open.db, 1);
    const row = { ...someone, opening: opening({ code: codeOf(number!), answers: { age: '18_24' } }), at };
    const [id] = await open.db.transaction((tx) => openCases(tx, [row]));
    const patch = { words: { name: 'Awa' }, place: 'SN0701' };
    await open.db.transaction((tx) => patchCases(tx, [{ caseId: id!, key: someone.key, patch, at }]));
    await addNote(open.db, keys, id!, viewer, 'rappeler', at);
    await claimCase(open.db, id!, viewer, at);
    const events = await open.db
      .select()
      .from(caseEvent)
      .where(eq(caseEvent.caseId, id!))
      .orderBy(caseEvent.id);
    return { id: id!, events, ...someone };
  }
  const idOf = (events: { kind: string; id: number }[], wanted: string) =>
    events.find((event) => event.kind === wanted)!.id;

  it('holds, and still holds when the words are erased', async () => {
    const { id, personId } = await lived();
    expect(await brokenChainAt(open.db, id)).toBeNull();
    await open.db.transaction((tx) => forgetCases(tx, [personId], at));
    expect(await brokenChainAt(open.db, id)).toBeNull();
  });

  it('breaks where an event was changed, and after one that was taken out', async () => {
    const changed = await lived();
    const claimed = idOf(changed.events, 'claimed');
    await open.db.update(caseEvent).set({ actor: 'bot' }).where(eq(caseEvent.id, claimed));
    expect(await brokenChainAt(open.db, changed.id)).toBe(claimed);

    const words = await lived();
    const note = idOf(words.events, 'note');
    await open.db
      .update(caseEvent)
      .set({ sealed: words.key.seal({ text: 'autre' }) })
      .where(eq(caseEvent.id, note));
    expect(await brokenChainAt(open.db, words.id)).toBe(note);

    const shortened = await lived();
    await open.db.delete(caseEvent).where(eq(caseEvent.id, idOf(shortened.events, 'note')));
    expect(await brokenChainAt(open.db, shortened.id)).toBe(idOf(shortened.events, 'claimed'));
  });

  it('stays one chain when many write at once', async () => {
    const { id } = await lived();
    const writes = Array.from({ length: 20 }, (_, i) =>
      open.db.transaction(async (tx) => {
        await tx.execute(sql`select 1`);
        await addEvents(tx, [
          { caseId: id, kind: 'message_in', actor: 'person', data: { i, b: 1, a: 2 }, at },
        ]);
      }),
    );
    await Promise.all(writes);
    expect(await brokenChainAt(open.db, id)).toBeNull();
  });
});
