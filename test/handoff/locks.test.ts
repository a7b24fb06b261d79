import { inArray } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { conversation } from '../../db/schema/index.ts';
import { raiseAlerts } from '../../src/handoff/alert-store.ts';
import { openCases, patchCases, reserveCaseNumbers } from '../../src/handoff/case-store.ts';
import { claimCase, handBack, releaseCase } from '../../src/handoff/claim-store.ts';
import { codeOf } from '../../src/handoff/code.ts';
import { recordOralConsent } from '../../src/handoff/consent-store.ts';
import { addEvents, brokenChainAt } from '../../src/handoff/event-store.ts';
import { eraseHeld } from '../../src/handoff/retention-store.ts';
import { addToRoster } from '../../src/handoff/roster-store.ts';
import { acknowledgeAlert, tellAlerts } from '../../src/handoff/telling-store.ts';
import { addNote } from '../../src/handoff/work-store.ts';
import { databases, freshDatabase } from '../support/database.ts';
import { addPerson, addStaff, keys, opening } from './people.ts';

/** Repeats some work, one round after the other. */
async function rounds(count: number, work: (round: number) => Promise<unknown>): Promise<void> {
  for (let round = 0; round < count; round++) await work(round);
}

// The embedded database has one connection: nothing there ever waits for a lock.
it.runIf(databases.includes('server'))(
  'turns, desk, alerts and erasure never lock one another out',
  async () => {
    const open = await freshDatabase('server');
    const { db } = open;
    const [fatou, omar] = [await addStaff(db), await addStaff(db, { role: 'supervisor' })];
    await addToRoster({ db, keys }, { name: 'Awa', phone: '+221770000001', hours: 'always' }, new Date());
    const people = await Promise.all(Array.from({ length: 8 }, () => addPerson(db)));
    const numbers = await reserveCaseNumbers(db, people.length);
    const at = new Date();
    const rows = people.map((one, i) => ({ ...one, opening: opening({ code: codeOf(numbers[i]!) }), at }));
    const ids = await db.transaction((tx) => openCases(tx, rows));
    const tokens: string[] = [];
    const door = {
      db,
      keys,
      notify: async (_to: unknown, say: { values?: Readonly<Record<string, unknown>> }) => {
        tokens.push(String(say.values?.link).split('/a/')[1]!);
        return { told: true } as const;
      },
      publicUrl: 'https://example.org',
      serviceName: 'Ndimbal',
      timeZone: 'Africa/Dakar',
    };
    const some = (round: number) => ids[(round * 5) % ids.length]!;
    const turn = () =>
      db.transaction(async (tx) => {
        const all = people.map(({ conversationId }) => conversationId);
        await tx
          .select()
          .from(conversation)
          .where(inArray(conversation.id, all))
          .orderBy(conversation.id)
          .for('no key update');
        const learnt = people.map((one, i) => ({
          caseId: ids[i]!,
          key: one.key,
          patch: { place: 'SN0701' },
          at,
        }));
        await patchCases(tx, learnt);
        await addEvents(
          tx,
          ids.map((caseId) => ({ caseId, kind: 'message_in', actor: 'person', at })),
        );
        await raiseAlerts(
          tx,
          ids.map((caseId) => ({ caseId, kind: 'medical', at })),
        );
      });
    const desk = (viewer: typeof fatou) => async (round: number) => {
      const id = some(round);
      await claimCase(db, id, viewer, at);
      await addNote(db, keys, id, viewer, 'note', at);
      const about = { purpose: 'keep', minor: false } as const;
      await recordOralConsent(db, keys, id, viewer, { given: true, wording: 'w', language: 'fr', about }, at);
      await handBack(db, id, viewer, at);
      await releaseCase(db, id, viewer, at);
    };
    // A deadlock would end one of these with an error: PostgreSQL breaks it by refusing one of the two.
    await Promise.all([
      rounds(12, turn),
      rounds(5, desk(fatou)),
      rounds(5, desk(omar)),
      rounds(12, () => tellAlerts(door, new Date(Date.now() + 3_600_000))),
      rounds(25, async (round) => {
        const id = some(round);
        await db.transaction((tx) => raiseAlerts(tx, [{ caseId: id, kind: 'violence', at }]));
        await tellAlerts(door, new Date(Date.now() + 3_600_000));
        const acknowledged = tokens.splice(0).map((token) => acknowledgeAlert(door, token, at));
        await Promise.all([...acknowledged, claimCase(db, id, omar, at)]);
        await releaseCase(db, id, omar, at);
      }),
      rounds(12, () => eraseHeld(db, at, 72)),
    ]);
    for (const id of ids) expect(await brokenChainAt(db, id)).toBeNull();
    await open.close();
  },
);
