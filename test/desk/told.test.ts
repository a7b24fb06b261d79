import { eq } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, caseTable, outbox } from '../../db/schema/index.ts';
import { addUser } from '../../src/cli/user.ts';
import { databases } from '../support/database.ts';
import { talkingApp } from '../support/talk.ts';
import { type Browser, deskApp, deskDeps, signedIn } from './support.ts';

const from = '+221772000100';
const password = 'une phrase à moi seule';

describe.each(databases)('a new number or town told while a case is open (%s)', (kind) => {
  let talk: Awaited<ReturnType<typeof talkingApp>>;
  let desk: FastifyInstance;
  let aida: Browser;
  beforeAll(async () => {
    talk = await talkingApp('2026-11-24T09:41:00Z', kind);
    const { open, keys, directory } = talk.app;
    desk = await deskApp(deskDeps(open.db, { keys, directory, now: () => talk.clock.now }));
    await addUser(open.db, { email: 'aida@x.org', name: 'Aïda', role: 'caseworker' }, password);
    aida = await signedIn(desk, 'aida@x.org', password);
    for (const text of ['Bonjour', '1', '1', '5', 'Kolda', '2', '3', 'Awa 15h']) await talk.say(from, text);
  });
  afterAll(async () => {
    await desk.close();
    await talk.app.close();
  });

  const theCase = async () => (await talk.app.open.db.select().from(caseTable))[0]!;
  const page = async () => (await aida.get(`/desk/cases/${(await theCase()).code}`)).body;
  const post = async (step: string, fields: Record<string, string> = {}) =>
    aida.post(`/desk/cases/${(await theCase()).code}/${step}`, fields);

  it('keeps a number beside the one they write from, sends nothing to it, and shows it only to whoever may call', async () => {
    expect(await talk.say(from, 'mon nouveau numéro c’est 78 111 22 33')).toEqual([
      expect.stringContaining('Numéro noté'),
    ]);
    const known = await talk.app.open.db.select().from(address);
    expect(known).toHaveLength(1);
    expect(await page()).toContain('dit avoir un nouveau numéro');
    expect((await theCase()).sealed).not.toBeNull();
    expect((await post('numbers')).statusCode).toBe(404);
    await post('claim');
    expect((await post('numbers', {})).body).toMatch(/\+221772000100.*78 111 22 33.*pas vérifié/s);
    const event = /name="event" value="(\d+)"/.exec(await page())![1]!;
    await post('told', { event, take: 'yes' });
    expect((await post('numbers', {})).body).toMatch(/78 111 22 33.*, vérifié/s);
    expect(await page()).not.toContain("Ce n'est pas une preuve");
  });

  it('keeps a town beside that of the case until somebody at the desk takes it', async () => {
    const before = await theCase();
    expect(await talk.say(from, 'je suis maintenant à Thiès')).toEqual(['Noté: Thiès.']);
    expect((await theCase()).place).toBe(before.place);
    expect(await page()).toContain('dit être maintenant à Thiès');
    const event = /name="event" value="(\d+)"/.exec(await page())![1]!;
    await post('told', { event, take: 'yes' });
    const after = await theCase();
    expect([after.place !== before.place, after.region]).toEqual([true, 'SN13']);
    expect(await page()).not.toContain('pas changé de lieu');
  });

  it('says once that it is noted while a caseworker holds the conversation, and is silent about the rest', async () => {
    const count = async () =>
      (await talk.app.open.db.select().from(outbox).where(eq(outbox.author, 'bot'))).length;
    const sent = await count();
    await talk.say(from, 'merci');
    expect(await count()).toBe(sent);
    await talk.say(from, 'je suis maintenant à Mbour');
    expect(await count()).toBe(sent + 1);
  });
});
