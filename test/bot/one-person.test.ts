import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { address, conversation, inbox, person } from '../../db/schema/index.ts';
import { erasePerson } from '../../src/people/store.ts';
import { type TestBot, testBot } from '../support/bot.ts';
import { databases } from '../support/database.ts';

describe.each(databases)('one person on two channels (%s)', (kind) => {
  let phones: TestBot;
  beforeAll(async () => {
    phones = await testBot(kind);
  });
  afterAll(() => phones.close());

  const whatsapp = { channel: 'whatsapp' } as const;
  const run = async () => {
    await phones.jobs.run();
    await phones.bot.stop();
  };
  const personOf = async (channel: string, from: string) => {
    const [row] = await phones.open.db
      .select({ id: address.personId })
      .from(address)
      .where(eq(address.hash, phones.keys.hash(`post|${channel}|${from}`)));
    return row?.id;
  };
  const write = async (from: string, text: string, more: object = {}) => {
    const before = phones.post.sent.length;
    await phones.receive(from, text, more);
    await run();
    return phones.post.sent.slice(before);
  };

  test('goes on at the same question, and is answered where they wrote last', async () => {
    const from = '+221771000001';
    for (const text of ['Bonjour', '1', '1', '5']) await write(from, text, whatsapp);
    expect(await write(from, 'Kolda')).toEqual([
      expect.objectContaining({ channel: 'sms', to: from, text: expect.stringContaining('attendre demain') }),
    ]);
    expect(await write(from, '2', whatsapp)).toEqual([
      expect.objectContaining({ channel: 'whatsapp', text: expect.stringContaining('vous appelle') }),
    ]);
    expect(await personOf('sms', from)).toBe(await personOf('whatsapp', from));
  });

  test('two first messages at once make one person, in one batch and in two', async () => {
    const [together, apart] = ['+221771000002', '+221771000003'];
    await Promise.all([write(together, 'Bonjour'), write(together, 'Bonjour', whatsapp)]);
    const other = await testBot(phones.open);
    for (let i = 0; i < 10; i++)
      await Promise.all([
        phones.receive(`${apart}${i}`, 'Bonjour'),
        other.receive(`${apart}${i}`, 'Bonjour', { ...whatsapp, providerId: `other:${i}` }),
      ]);
    await run();
    for (const from of [together, ...Array.from({ length: 10 }, (_, i) => `${apart}${i}`)]) {
      const id = await personOf('sms', from);
      expect(id).toBeDefined();
      expect(await personOf('whatsapp', from)).toBe(id);
    }
  });

  test('what came on two channels at once is answered on each, in order', async () => {
    const from = '+221771000004';
    for (const text of ['Bonjour', '1', '1']) await write(from, text, whatsapp);
    const before = phones.post.sent.length;
    await phones.receive(from, '5', whatsapp);
    await phones.receive(from, 'Kolda');
    await run();
    expect(phones.post.sent.slice(before)).toEqual([
      expect.objectContaining({ channel: 'whatsapp', text: expect.stringContaining('Dans quelle ville') }),
      expect.objectContaining({ channel: 'sms', text: expect.stringContaining('attendre demain') }),
    ]);
  });

  test('STOP holds for the address it came from', async () => {
    const from = '+221771000005';
    for (const text of ['Bonjour', '1', '1']) await write(from, text, whatsapp);
    await write(from, 'STOP', whatsapp);
    expect(await write(from, '5')).toEqual([
      expect.objectContaining({ channel: 'sms', text: expect.stringContaining('Dans quelle ville') }),
    ]);
    expect(await write(from, 'Kolda', whatsapp)).toEqual([
      expect.objectContaining({ text: expect.stringContaining('Vous aviez dit STOP') }),
    ]);
    expect(await write(from, 'Kolda')).toEqual([
      expect.objectContaining({ text: expect.stringContaining('attendre demain') }),
    ]);
  });

  test('"do not write here" is asked again where they write next', async () => {
    const from = '+221771000006';
    await write(from, 'Bonjour', whatsapp);
    await write(from, '3', whatsapp);
    expect(await write(from, 'Bonjour')).toEqual([
      expect.objectContaining({ text: expect.stringContaining('Peut-on vous écrire ici') }),
    ]);
    expect(await write(from, '1')).toEqual([
      expect.objectContaining({ text: expect.stringContaining('garde vos réponses') }),
    ]);
    expect(await write(from, 'Bonjour', whatsapp)).toEqual([
      expect.objectContaining({ text: expect.stringContaining('Vous aviez dit STOP') }),
    ]);
  });

  test('a user id without a number is somebody of their own; with one it is that person', async () => {
    const from = '+221771000007';
    await write(from, 'Bonjour');
    await write('SN.7', 'Bonjour', whatsapp);
    expect(await personOf('whatsapp', 'SN.7')).not.toBe(await personOf('sms', from));
    await write('SN.8', 'Bonjour', { ...whatsapp, otherIds: [from] });
    expect(await personOf('whatsapp', 'SN.8')).toBe(await personOf('sms', from));
  });

  test('an erasure takes both addresses with it, even one that is just being added', async () => {
    const from = '+221771000008';
    await write(from, 'Bonjour');
    const id = await personOf('sms', from);
    await Promise.all([
      phones.open.db.transaction((tx) => erasePerson(tx, id!, phones.clock.now)),
      phones.receive(from, 'Bonjour', whatsapp),
    ]);
    await run();
    await phones.bot.sweep();
    await write(from, 'Bonjour');
    const now = await personOf('sms', from);
    expect(now).not.toBe(id);
    expect([now, undefined]).toContain(await personOf('whatsapp', from));
    await write(from, 'Bonjour', whatsapp);
    expect(await personOf('whatsapp', from)).toBe(now);
  });

  test('a message delivered twice is one message, whoever it is from', async () => {
    const from = '+221771000009';
    await write(from, 'Bonjour');
    await write(from, 'Bonjour', { ...whatsapp, providerId: 'same' });
    await write(from, 'Bonjour', { ...whatsapp, providerId: 'same' });
    const rows = await phones.open.db
      .select({ id: inbox.id })
      .from(inbox)
      .innerJoin(conversation, eq(conversation.id, inbox.conversationId))
      .innerJoin(person, eq(person.id, conversation.personId))
      .where(eq(person.id, (await personOf('sms', from))!));
    expect(rows).toHaveLength(2);
  });
});

describe.each(databases)('people who share a phone on two channels (%s)', (kind) => {
  let phones: TestBot;
  beforeAll(async () => {
    phones = await testBot(kind);
  });
  afterAll(() => phones.close());

  const talk = async (from: string, channel: 'sms' | 'whatsapp', ...texts: readonly string[]) => {
    let said: string[] = [];
    for (const text of texts) {
      const before = phones.post.sent.length;
      await phones.receive(from, text, { channel });
      await phones.jobs.run();
      await phones.bot.stop();
      const sent = phones.post.sent.slice(before);
      expect(sent.map((message) => message.channel)).toEqual(sent.map(() => channel));
      said = sent.map((message) => message.text);
    }
    return said.join('\n');
  };

  test('whoever writes on another channel is asked who they are, and everybody keeps a place on both', async () => {
    const from = '+221772000001';
    await talk(from, 'sms', 'Bonjour', '2', '1', 'RAPPEL', '3 Awa 15h');
    expect(await talk(from, 'whatsapp', 'Bonjour')).toContain('Est-ce Awa');
    expect(await talk(from, 'whatsapp', '2')).toContain('Peut-on vous écrire ici');
    expect(await talk(from, 'whatsapp', '2', '1', 'RAPPEL', '2 Modou 9h')).toContain('Modou');
    // the phone is Modou's now, by SMS too: asked, handed back, and Awa is where she was
    expect(await talk(from, 'sms', 'Bonjour')).toContain('Est-ce Modou');
    expect(await talk(from, 'sms', '2')).toContain('Est-ce Awa');
    expect(await talk(from, 'sms', '1')).toContain('Vos besoins');
    expect(await talk(from, 'sms', '5')).toContain('Dans quelle ville');
    phones.clock.now = new Date(phones.clock.now.getTime() + 13 * 3_600_000);
    expect(await talk(from, 'whatsapp', 'Bonjour')).toContain('Est-ce Awa');
    expect(await talk(from, 'whatsapp', '2')).toContain('Est-ce Modou');
    const people = await phones.open.db.select({ id: person.id }).from(person);
    expect(people).toHaveLength(2);
  });
});
