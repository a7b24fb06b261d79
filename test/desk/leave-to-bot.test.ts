import { randomBytes, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { appointment, caseTable, inbox, media, person } from '../../db/schema/index.ts';
import { createKeys } from '../../db/seal.ts';
import type { Inbound } from '../../src/messages/inbound.ts';
import { caseIn, type MadeCase, type SomeCase } from './people.ts';
import { type Browser, deskOfTwo } from './support.ts';

const keys = createKeys([{ id: 'test', secret: randomBytes(32) }]);
const now = new Date('2026-11-24T10:00:00Z');
let desk: Awaited<ReturnType<typeof deskOfTwo>>;
let open: OpenDatabase;
let aida: Browser;
let moussa: Browser;

beforeAll(async () => {
  desk = await deskOfTwo({ keys, now: () => now });
  ({ open, aida, moussa } = desk);
});
afterAll(() => desk.close());

const path = ({ code }: MadeCase, rest = '') => `/desk/cases/${code}${rest}`;
async function claimed(some: SomeCase = {}): Promise<MadeCase> {
  const one = await caseIn(open.db, keys, some);
  await aida.get(path(one));
  await aida.post(path(one, '/claim'));
  return one;
}
async function step(who: Browser, one: MadeCase, name: string, fields: Parameters<Browser['post']>[1] = {}) {
  await who.get(path(one));
  return (await who.post(path(one, `/${name}`), fields)).headers.location;
}
const eventsIn = async ({ conversationId }: MadeCase) => {
  const rows = await open.db.select().from(inbox).where(eq(inbox.conversationId, conversationId));
  return rows;
};
const openedEvents = async (one: MadeCase) =>
  (await eventsIn(one)).map(({ sealed }) => one.key.open<Inbound>(sealed!).event);

describe('what a caseworker leaves to the bot', () => {
  it('asks the groups of questions that were ticked', async () => {
    const one = await claimed();
    expect((await aida.get(path(one))).body).toContain('Faire poser des questions');
    expect(await step(aida, one, 'ask', { groups: ['papers', 'trade'] })).toContain('said=asked_form');
    expect(await openedEvents(one)).toEqual([{ type: 'ask', groups: ['papers', 'trade'], known: [] }]);
    expect(await step(aida, one, 'ask')).toContain('said=no_groups');
  });

  it('asks nothing of a child, and nothing for who does not hold the case', async () => {
    const child = await claimed({ minor: true });
    expect(await step(aida, child, 'ask', { groups: ['papers'] })).toContain('said=no_ask_no_consent');
    const one = await claimed();
    expect(await step(moussa, one, 'ask', { groups: ['papers'] })).toContain('said=no_ask_not_yours');
    expect(await openedEvents(one)).toEqual([]);
  });

  it('lets the four digits be chosen anew on a shared phone', async () => {
    const one = await claimed({ writing: 'shared' });
    expect((await aida.get(path(one))).body).toContain('Changer les 4 chiffres');
    expect(await step(aida, one, 'digits')).toContain('said=digits_asked');
    expect(await openedEvents(one)).toEqual([{ type: 'forget_digits' }]);
    expect((await aida.get(path(await claimed()))).body).not.toContain('Changer les 4 chiffres');
    const child = await claimed({ writing: 'shared', minor: true });
    expect(await step(aida, child, 'digits')).toContain('said=digits_asked');
  });

  it('sets an appointment to come, shows it, and takes it back', async () => {
    const one = await claimed();
    for (const day of ['2026-11-20', 'demain']) {
      await aida.get(path(one));
      const refused = await aida.post(path(one, '/appointment'), { day, time: '10:00' });
      expect([refused.statusCode, refused.body.includes('Choisissez un jour')]).toEqual([422, true]);
    }
    expect(await step(aida, one, 'appointment', { day: '2026-11-27', time: '15:30' })).toContain(
      'said=appointment',
    );
    const page = (await aida.get(path(one))).body;
    expect(page).toContain('vendredi 27 novembre 2026');
    const [row] = await open.db.select().from(appointment).where(eq(appointment.caseId, one.id));
    expect(row!.at.toISOString()).toBe('2026-11-27T15:30:00.000Z');
    await step(aida, one, 'appointment-cancel', { id: String(row!.id) });
    expect((await aida.get(path(one))).body).not.toContain('Annuler le rendez-vous');
  });

  it('waits for the person, and stops waiting', async () => {
    const one = await claimed();
    await step(aida, one, 'await', { awaits: 'yes' });
    const awaited = async () =>
      (await open.db.select().from(caseTable).where(eq(caseTable.id, one.id)))[0]!.awaitedAt;
    expect(await awaited()).toEqual(now);
    expect((await aida.get(path(one))).body).toContain('Ne plus attendre');
    await step(aida, one, 'await', { awaits: 'no' });
    expect(await awaited()).toBeNull();
  });
});

describe('a voice note that came before a yes', () => {
  it('is not played, unless a life is in danger', async () => {
    const one = await claimed({ says: [['in', '']] });
    await open.db.update(person).set({ keeping: null }).where(eq(person.id, one.personId));
    const [row] = await eventsIn(one);
    const id = randomUUID();
    await open.db.insert(media).values({
      ...{ id, inboxId: row!.id, conversationId: one.conversationId, contentType: 'audio/ogg' },
      ...{ status: 'fetched', sealed: one.key.seal(Buffer.from('voix').toString('base64')) },
    });
    expect((await aida.get(path(one, `/media/${id}`))).statusCode).toBe(404);
    const page = (await aida.get(path(one))).body;
    expect(page).toContain('pas encore dit oui');
    expect(page).not.toContain('<audio');
    await open.db.update(caseTable).set({ danger: 'violence' }).where(eq(caseTable.id, one.id));
    expect((await aida.get(path(one, `/media/${id}`))).body).toBe('voix');
    await open.db.update(caseTable).set({ danger: null }).where(eq(caseTable.id, one.id));
    await open.db.update(person).set({ keeping: 'adult' }).where(eq(person.id, one.personId));
    expect((await aida.get(path(one, `/media/${id}`))).body).toBe('voix');
  });
});
