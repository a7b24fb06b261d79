import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseTable, person } from '../../db/schema/index.ts';
import { codeCase } from '../../src/handoff/work-store.ts';
import { databases } from '../support/database.ts';
import { talkingApp } from '../support/talk.ts';

describe.each(databases)('an age that comes to light at the desk (%s)', (kind) => {
  let talk: Awaited<ReturnType<typeof talkingApp>>;
  beforeAll(async () => {
    talk = await talkingApp('2026-11-24T09:41:00Z', kind);
  });
  afterAll(() => talk.app.close());

  test('changes how the bot speaks, and what it asks, from the next message on; and back', async () => {
    const from = '+221772000301';
    const { db } = talk.app.open;
    const staff = { ...(await talk.caseworker()), childProtection: true };
    for (const text of ['Bonjour', '1', '1', '5', 'Kolda', '2']) await talk.say(from, text);
    expect(await talk.say(from, '3')).toEqual([expect.stringContaining('Quel prénom ou surnom')]);
    const [{ id } = { id: '' }] = await db.select().from(caseTable);
    const learn = (minor: boolean) =>
      codeCase(db, talk.app.keys, id, staff, { minor, ...(minor && { restricted: true }) }, talk.clock.now);

    await learn(true);
    expect((await db.select().from(person))[0]!.keeping).toBe('minor');
    // the question of the adults' form is gone, and its answer is taken for no other
    expect(await talk.say(from, '1')).toEqual([expect.stringContaining('As-tu avec toi un parent')]);
    expect(await talk.say(from, 'MENU')).toEqual([expect.stringContaining('As-tu')]);
    expect(await talk.say(from, 'STOP')).toEqual([expect.stringContaining('écris AIDE')]);
    await talk.say(from, 'AIDE');

    await learn(false);
    const [menu] = await talk.say(from, 'MENU');
    expect(menu).toContain('Que voulez-vous ?');
    expect(await talk.say(from, '5')).toEqual([expect.stringContaining('un conseiller vous répond')]);
    const [row] = await db.select().from(caseTable);
    expect(row).toMatchObject({ minor: false, restricted: true });
  });

  test('is no yes of somebody who was never asked', async () => {
    const from = '+221772000302';
    const { db } = talk.app.open;
    const staff = { ...(await talk.caseworker()), childProtection: true };
    await talk.say(from, 'Bonjour');
    await talk.say(from, 'mon mari me frappe');
    const rows = await db.select().from(caseTable);
    const own = rows.at(-1)!;
    await codeCase(
      db,
      talk.app.keys,
      own.id,
      { ...staff, role: 'supervisor' },
      { minor: true },
      talk.clock.now,
    );
    const people = await db.select().from(person);
    expect(people.find((one) => one.id === own.personId)!.keeping).toBeNull();
  });
});
