import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { address, caseTable } from '../../db/schema/index.ts';
import {
  cancelAppointment,
  comingAppointments,
  setAppointment,
} from '../../src/handoff/appointment-store.ts';
import { claimCase, handBack } from '../../src/handoff/claim-store.ts';
import { awaitPerson } from '../../src/handoff/closing-store.ts';
import { caseFile } from '../../src/handoff/file-store.ts';
import { queue } from '../../src/handoff/queue-store.ts';
import type { Inbound } from '../../src/messages/inbound.ts';
import { databases } from '../support/database.ts';
import { talkingApp } from '../support/talk.ts';

describe.each(databases)('what is said without having been asked for (%s)', (kind) => {
  let talk: Awaited<ReturnType<typeof talkingApp>>;
  let fatou: Awaited<ReturnType<typeof talk.caseworker>>;
  let awa = '';
  let people = 0;
  beforeAll(async () => {
    talk = await talkingApp('2026-11-24T09:41:00Z', kind);
    fatou = await talk.caseworker();
  });
  beforeEach(() => {
    awa = `+22177000100${++people}`;
    talk.clock.now = new Date('2026-11-24T09:41:00Z');
  });
  afterAll(() => talk.app.close());

  /** Awa's case, taken by Fatou; she holds the conversation until she gives it back. */
  async function taken({ writing = '1', channel = 'sms' as Inbound['channel'], back = true } = {}) {
    const { app, say, clock } = talk;
    for (const text of ['Bonjour', writing, '1', '5', 'Kolda', '2', '3', 'Awa 15h'])
      await say(awa, text, { channel });
    const { db } = app.open;
    const waiting = await queue(db, app.keys, fatou, { show: 'waiting' });
    const caseId = waiting.rows.at(-1)!.id;
    await claimCase(db, caseId, fatou, clock.now);
    if (back) await handBack(db, caseId, fatou, clock.now);
    talk.taken();
    return caseId;
  }

  /** Moves the clock to a moment and lets the sweep do its work; returns what was sent. */
  async function at(moment: string): Promise<string[]> {
    // the sweep looks once a minute: each test comes a little later than the one before
    talk.clock.now = new Date(Date.parse(moment) + people * 61_000);
    await talk.app.bot.sweep();
    await talk.app.bot.idle();
    return talk.taken();
  }
  const stores = () => [talk.app.open.db, talk.app.keys] as const;
  const expectAt = (caseId: string, when: string) =>
    setAppointment(...stores(), caseId, fatou, {
      at: new Date(when),
      referralNumber: null,
      now: talk.clock.now,
    });
  const file = async (caseId: string) => (await caseFile(...stores(), caseId, fatou, talk.clock.now))!;
  const tasks = async (caseId: string) =>
    (await file(caseId)).events
      .filter(({ kind: one }) => one === 'follow_up_due')
      .map(({ data }) => data.what);

  test('an appointment is remembered on the day before, in the day, once, without a word of what it is', async () => {
    const caseId = await taken();
    await expectAt(caseId, '2026-11-27T15:00:00Z');
    expect(await at('2026-11-25T10:00:00Z')).toEqual([]);
    expect(await at('2026-11-26T05:30:00Z')).toEqual([]);
    expect(await at('2026-11-26T08:00:00Z')).toEqual([
      'Ndimbal: on vous attend demain à 15h. Un empechement ? Répondez ici.',
    ]);
    expect(await at('2026-11-26T12:00:00Z')).toEqual([]);
    expect((await file(caseId)).events.map(({ kind: one }) => one)).toContain('appointment_reminded');
  });

  test('an appointment taken back is not remembered', async () => {
    const caseId = await taken();
    await expectAt(caseId, '2026-11-27T15:00:00Z');
    const [one] = await comingAppointments(talk.app.open.db, caseId, talk.clock.now);
    await cancelAppointment(...stores(), caseId, fatou, { id: one!.id, now: talk.clock.now });
    expect(await at('2026-11-26T08:00:00Z')).toEqual([]);
  });

  test('on a shared phone, and where no message arrives, the caseworker reminds', async () => {
    const shared = await taken({ writing: '2' });
    await expectAt(shared, '2026-11-27T15:00:00Z');
    awa = `${awa}9`;
    const silent = await taken({ channel: 'whatsapp' });
    await expectAt(silent, '2026-11-27T15:00:00Z');
    expect(await at('2026-11-26T08:00:00Z')).toEqual([]);
    expect(await tasks(shared)).toEqual(['remind_appointment']);
    expect(await tasks(silent)).toEqual(['remind_appointment']);
  });

  test('past the day of WhatsApp it goes by SMS to whoever has written by SMS too', async () => {
    const caseId = await taken();
    await talk.say(awa, 'Merci', { channel: 'whatsapp' });
    await expectAt(caseId, '2026-11-27T15:00:00Z');
    expect(await at('2026-11-26T08:00:00Z')).toEqual([expect.stringContaining('on vous attend demain')]);
    const rows = await talk.app.open.db.execute<{ channel: string }>(
      sql`select a.channel from outbox o join address a on a.id = o.address_id order by o.id desc limit 1`,
    );
    expect(rows.rows[0]?.channel).toBe('sms');
  });

  const awaits = async (caseId: string) =>
    awaitPerson(...stores(), caseId, fatou, { awaits: true, at: talk.clock.now });
  const closing = 'Ndimbal: votre dossier ferme dans 7 jours. Le garder ouvert ? 1 Oui 2 Non';

  test('a case that waits for a silent person is closed only after they were told and did not answer', async () => {
    const caseId = await taken({ back: false });
    await awaits(caseId);
    expect(await at('2026-12-14T10:00:00Z')).toEqual([]);
    expect(await at('2026-12-15T23:00:00Z')).toEqual([]);
    expect(await at('2026-12-16T10:00:00Z')).toEqual([closing]);
    expect(await at('2026-12-20T10:00:00Z')).toEqual([]);
    expect((await file(caseId)).case.status).toBe('claimed');
    await at('2026-12-23T10:05:00Z');
    const { case: row, speaks } = await file(caseId);
    expect(row).toMatchObject({ status: 'closed', closeReason: 'abrupt_stop' });
    expect(speaks).toBe('bot');
  });

  test('whoever answers keeps it open, and says so even while the caseworker holds the conversation', async () => {
    const caseId = await taken({ back: false });
    await awaits(caseId);
    expect(await at('2026-12-16T10:00:00Z')).toEqual([closing]);
    talk.clock.now = new Date('2026-12-17T09:00:00Z');
    expect(await talk.say(awa, '1')).toEqual(["D'accord, il reste ouvert."]);
    await at('2026-12-24T10:00:00Z');
    const { case: row, words } = await file(caseId);
    expect(row.status).toBe('claimed');
    expect(words.ownWords).toContain('(garder le dossier ouvert)');
  });

  test('whoever writes anything is not told that it closes', async () => {
    const caseId = await taken({ back: false });
    await awaits(caseId);
    talk.clock.now = new Date('2026-12-01T10:00:00Z');
    await talk.say(awa, 'Je suis malade');
    expect(await at('2026-12-16T10:00:00Z')).toEqual([]);
    expect((await file(caseId)).case.status).toBe('claimed');
  });

  test('whom no message reaches is left to the caseworker, and the case stays open', async () => {
    const caseId = await taken({ back: false });
    await awaits(caseId);
    await talk.app.open.db
      .update(address)
      .set({ optedOutAt: talk.clock.now })
      .where(eq(address.personId, (await file(caseId)).person.id));
    expect(await at('2026-12-16T10:00:00Z')).toEqual([]);
    expect(await tasks(caseId)).toEqual(['tell_closing']);
    await at('2027-01-16T10:00:00Z');
    const [row] = await talk.app.open.db.select().from(caseTable).where(eq(caseTable.id, caseId));
    expect(row).toMatchObject({ status: 'claimed', awaitedAt: null });
  });
});
