import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
});
