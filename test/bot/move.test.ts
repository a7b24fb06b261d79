import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { address, caseTable, outbox } from '../../db/schema/index.ts';
import { reply } from '../../src/desk/reply-store.ts';
import type { StaffMember } from '../../src/desk/staff-store.ts';
import { claimCase } from '../../src/handoff/claim-store.ts';
import { databases } from '../support/database.ts';
import { talkingApp } from '../support/talk.ts';

describe.each(databases)('a conversation moves to another phone (%s)', (kind) => {
  let talk: Awaited<ReturnType<typeof talkingApp>>;
  beforeAll(async () => {
    talk = await talkingApp('2026-11-24T09:41:00Z', kind);
  });
  afterAll(() => talk.app.close());

  const codeIn = (texts: readonly string[]) => /\d{4}-\d{4}/.exec(texts.join(' '))?.[0] ?? '';
  const until = async (from: string, ...messages: readonly string[]) => {
    let said: string[] = [];
    for (const message of messages) said = await talk.say(from, message);
    return said;
  };

  test('the code brings the same question to the new phone, and the old one starts afresh', async () => {
    await until('+221770000001', 'Bonjour', '1', '1', '5');
    const code = codeIn(await until('+221770000001', 'DONNEES', '5'));
    expect(code).not.toBe('');
    expect(await until('+221770000002', code)).toEqual([
      expect.stringMatching(/^Dans quelle ville|^Bienvenue ici/),
    ]);
    expect(await until('+221770000002', 'Kolda')).toEqual([expect.stringContaining('ne peut pas attendre')]);
    expect(await until('+221770000001', 'Bonjour')).toEqual([expect.stringContaining('ici Ndimbal')]);
  });

  test('a code is good once, for an hour, and a wrong one says so', async () => {
    await until('+221770000003', 'Bonjour', '1', '1');
    const code = codeIn(await until('+221770000003', 'DONNEES', '5'));
    talk.clock.now = new Date(talk.clock.now.getTime() + 61 * 60_000);
    expect(await until('+221770000004', code)).toEqual([expect.stringContaining('ne marche pas')]);
    expect(await until('+221770000004', '1234-5678')).toEqual([expect.stringContaining('ne marche pas')]);
  });

  test('from SMS to another phone on WhatsApp both lead to the same conversation', async () => {
    await until('+221770000005', 'Bonjour', '1', '1', '5');
    const code = codeIn(await until('+221770000005', 'DONNEES', '5'));
    const there = await talk.say('+221770000006', code, { channel: 'whatsapp' });
    expect(there).toEqual([expect.stringContaining('Dans quelle ville')]);
    expect(await until('+221770000005', 'Kolda')).toEqual([expect.stringContaining('ne peut pas attendre')]);
  });

  test('the phone left behind leads nowhere, on its other channel neither', async () => {
    await until('+221770000007', 'Bonjour', '1', '1', '5');
    await talk.say('+221770000007', 'Bonjour', { channel: 'whatsapp' });
    const code = codeIn(await until('+221770000007', 'DONNEES', '5'));
    await until('+221770000008', code);
    for (const channel of ['whatsapp', 'sms'] as const)
      expect(await talk.say('+221770000007', 'Bonjour', { channel })).toEqual([
        expect.stringContaining('ici Ndimbal'),
      ]);
    expect(await talk.say('+221770000008', 'Bonjour', { channel: 'whatsapp' })).toEqual([
      expect.stringContaining('Dans quelle ville'),
    ]);
  });

  test('nothing goes to the phone left behind: not what was held, nor what WhatsApp would not take any more', async () => {
    const [old, fresh] = ['+221770000009', '+221770000010'];
    const { db } = talk.app.open;
    const whatsapp = { channel: 'whatsapp' } as const;
    const addressOf = async (channel: string, from: string) => {
      const hash = talk.app.keys.hash(`terminal|${channel}|${from}`);
      return (await db.select().from(address).where(eq(address.hash, hash)))[0]?.id;
    };
    for (const text of ['Bonjour', '1', '1', '5', 'Kolda', '2', '0']) await talk.say(old, text, whatsapp);
    await talk.say(old, 'Bonjour');
    const staff = (await talk.caseworker()) as unknown as StaffMember;
    const [own] = await db.select().from(caseTable).orderBy(desc(caseTable.openedAt)).limit(1);
    const code = codeIn(await talk.say(old, 'DONNEES', whatsapp).then(() => talk.say(old, '5', whatsapp)));
    await claimCase(db, own!.id, staff, talk.clock.now);
    const write = (words: string) =>
      reply({ db, keys: talk.app.keys, caseId: own!.id, staff, at: talk.clock.now }, talk.app.jobs, words);
    const oldSms = await addressOf('sms', old);
    await write('Avant le départ.');
    await db.update(outbox).set({ status: 'held' }).where(eq(outbox.author, 'caseworker'));
    await talk.say(fresh, code, whatsapp);
    talk.clock.now = new Date(talk.clock.now.getTime() + 30 * 3_600_000);
    await write('Après le départ.');
    await talk.app.bot.idle();
    talk.taken();
    const heard = await talk.say(fresh, 'me voici', whatsapp);
    expect(heard).toEqual(expect.arrayContaining(['Avant le départ.', 'Après le départ.']));
    const sent = await db.select().from(outbox).where(eq(outbox.author, 'caseworker'));
    const here = await addressOf('whatsapp', fresh);
    expect(sent.map(({ addressId }) => addressId)).toEqual([here, here]);
    expect(oldSms).toBeDefined();
    const [left] = await db.select().from(address).where(eq(address.id, oldSms!));
    expect(left!.sealed).toBeNull();
  });
});
