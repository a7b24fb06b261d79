import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, caseTable, conversation, inbox, person } from '../../db/schema/index.ts';
import { freshState } from '../../src/dialogs/index.ts';
import type { CaseWords } from '../../src/handoff/case.ts';
import { conversationOf, inboxOf, outboxOf, poison, type TestBot, testBot } from '../support/bot.ts';
import { databases } from '../support/database.ts';

describe.each(databases)('turns on the %s database', (kind) => {
  let test: TestBot;
  let people = 0;
  beforeAll(async () => {
    test = await testBot(kind);
  });
  afterAll(() => test.close());
  const somebody = () => `+22177000${String(people++).padStart(4, '0')}`;
  const whole = ['bonjour', '1', '1', '25', 'Kolda', '2', '3', 'Awa 15h'];
  const inQueue = async () => {
    const from = somebody();
    for (const text of whole) await test.say(from, text);
    return from;
  };
  const casesOf = async (from: string) => {
    const { personId } = await conversationOf(test, from);
    return test.open.db
      .select()
      .from(caseTable)
      .where(eq(caseTable.personId, personId))
      .orderBy(caseTable.openedAt);
  };

  it('a message that comes twice is answered once', async () => {
    const from = somebody();
    const again = { providerId: `twice:${from}` };
    expect(
      await Promise.all([test.receive(from, 'bonjour', again), test.receive(from, 'bonjour', again)]),
    ).toEqual(['stored', 'duplicate']);
    await test.jobs.run();
    expect(await test.receive(from, 'bonjour', again)).toBe('duplicate');
    expect(await test.say(from)).toEqual([]);
    expect(await inboxOf(test, from)).toHaveLength(1);
    expect(await outboxOf(test, from)).toHaveLength(1);
  });

  it('a duplicate of somebody who is known no more makes no new person', async () => {
    const from = somebody();
    await test.receive(from, 'bonjour', { providerId: `late:${from}` });
    await test.jobs.run();
    // what EFFACER does to an address
    await test.open.db
      .update(address)
      .set({ hash: sql`sha256(gen_random_uuid()::text::bytea)` })
      .where(eq(address.hash, test.keys.hash(`post|sms|${from}`)));
    const before = await test.open.db.$count(person);
    expect(await test.receive(from, 'bonjour', { providerId: `late:${from}` })).toBe('duplicate');
    expect(await test.open.db.$count(person)).toBe(before);
  });

  it('two messages at once are read in order and answered in one message', async () => {
    const from = somebody();
    for (const text of ['bonjour', '1', '1']) await test.say(from, text);
    const said = await test.say(from, '25', 'Kolda');
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/attendre demain/);
    expect((await test.stateOf(from)).dialog).toMatchObject({ name: 'needs', question: 'urgent_today' });
  });

  it('a digit sent twice is no answer to the question of consent that nobody has read yet', async () => {
    const from = somebody();
    await test.say(from, 'bonjour');
    await test.receive(from, '1');
    expect(await test.say(from, '1')).toEqual([expect.stringContaining('1 Oui, 18 ans ou plus')]);
    const { personId } = await conversationOf(test, from);
    const [known] = await test.open.db.select().from(person).where(eq(person.id, personId));
    expect(known?.writing).toBe('yes');
    expect(known?.keeping).toBeNull();
    expect(await test.say(from, '1')).toEqual([expect.stringContaining('Vos besoins')]);
  });

  it('twenty at once are kept in order, each once', async () => {
    const from = await inQueue();
    const words = Array.from({ length: 20 }, (_, i) => `mot numéro ${i}`);
    await test.say(from, ...words);
    const [only] = await casesOf(from);
    const { key } = await conversationOf(test, from);
    expect(key.open<CaseWords>(only!.sealed!).ownWords).toEqual(words);
  });

  it('the state is read back as the JSON that it is', async () => {
    const from = somebody();
    for (const text of ['bonjour', '1', '1', '25']) await test.say(from, text);
    const state = await test.stateOf(from);
    expect(state).toEqual(JSON.parse(JSON.stringify(state)));
    expect(state.answers).toMatchObject({ needs_now: { value: ['training', 'papers'], origin: 'bot' } });
  });

  describe('a message that cannot be handled', () => {
    it('harms only itself, and only the person who wrote it hears of it', async () => {
      const [before, bad, after] = [somebody(), somebody(), somebody()];
      await test.say(bad, 'bonjour');
      await test.say(bad, 'wolof');
      await Promise.all([
        test.receive(before, 'bonjour'),
        test.receive(bad, `${poison} Zeynabou`),
        test.receive(after, 'bonjour'),
      ]);
      await test.jobs.run();
      for (const other of [before, after]) {
        expect((await inboxOf(test, other)).map(({ status }) => status)).toEqual(['handled']);
        expect(await outboxOf(test, other)).toHaveLength(1);
      }
      const [, , broken] = await inboxOf(test, bad);
      expect(broken).toMatchObject({ status: 'failed', tries: 3 });
      // the kind of fault, never the words of the person
      expect(broken!.fault).toBe('TypeError');
      expect(JSON.stringify(test.failures)).not.toContain('Zeynabou');
    });

    it('is apologised for in their language, once, and opens a case', async () => {
      const from = somebody();
      await test.say(from, 'bonjour');
      await test.say(from, 'wolof');
      const said = await test.say(from, poison);
      expect(said).toHaveLength(1);
      const sorry = (await outboxOf(test, from)).at(-1)!;
      expect(sorry.language).toBe('wo');
      expect(JSON.stringify(sorry.content)).toContain('bot.error.sorry');
      expect(await casesOf(from)).toMatchObject([
        { reason: 'turn_failed', priority: 'urgent', status: 'queued' },
      ]);
    });

    it('does not stop what they write afterwards, or wrote at the same time', async () => {
      const from = somebody();
      await test.say(from, 'bonjour');
      await test.say(from, '1', poison, '1');
      expect((await inboxOf(test, from)).map(({ status }) => status)).toEqual([
        ...['handled', 'handled', 'failed', 'handled'],
      ]);
      expect((await test.stateOf(from)).dialog).toMatchObject({ name: 'needs' });
      expect(await test.say(from, '25')).toHaveLength(1);
      // a second one finds the case open: it apologises again and opens no other
      await test.say(from, poison);
      expect(await casesOf(from)).toHaveLength(1);
      expect((await test.stateOf(from)).dialog).toMatchObject({ name: 'needs', question: 'place' });
    });

    it('is no reason to write to somebody who stopped, or whom a caseworker holds', async () => {
      const [stopped, held] = [await inQueue(), await inQueue()];
      await test.say(stopped, 'stop');
      const { id } = await conversationOf(test, held);
      await test.open.db.update(conversation).set({ holder: 'caseworker' }).where(eq(conversation.id, id));
      expect([await test.say(stopped, poison), await test.say(held, poison)]).toEqual([[], []]);
      expect((await inboxOf(test, stopped)).at(-1)).toMatchObject({ status: 'failed' });
    });

    it('is put aside when not even its bytes can be read', async () => {
      const [bad, other] = [somebody(), somebody()];
      await test.say(bad, 'bonjour');
      await Promise.all([test.receive(bad, '1'), test.receive(other, 'bonjour')]);
      const { id } = await conversationOf(test, bad);
      await test.open.db
        .update(inbox)
        .set({ sealed: Buffer.from('not what was sealed') })
        .where(sql`${inbox.conversationId} = ${id} and ${inbox.status} = 'waiting'`);
      await test.jobs.run();
      expect(await outboxOf(test, other)).toHaveLength(1);
      expect((await inboxOf(test, bad)).at(-1)).toMatchObject({ status: 'failed', tries: 3 });
      expect(await casesOf(bad)).toMatchObject([{ reason: 'turn_failed' }]);
      expect(await test.say(bad, '1')).toHaveLength(1);
    });

    it('lets somebody begin anew whose state cannot be read', async () => {
      const from = somebody();
      await test.say(from, 'bonjour');
      const { id } = await conversationOf(test, from);
      await test.open.db
        .update(conversation)
        .set({ state: Buffer.from('not what was sealed') })
        .where(eq(conversation.id, id));
      await test.say(from, '1');
      expect((await inboxOf(test, from)).at(-1)).toMatchObject({ status: 'failed' });
      expect(await test.say(from, 'bonjour')).toHaveLength(1);
    });

    it('goes on with somebody who stands in a dialog that a newer version does not have', async () => {
      const from = somebody();
      for (const text of ['bonjour', '1', '1']) await test.say(from, text);
      const { id, key } = await conversationOf(test, from);
      const state = {
        ...freshState,
        dialog: { name: 'gone' },
        waiting: [{ name: 'gone_too' }],
        lastAt: test.clock.now,
      };
      await test.open.db
        .update(conversation)
        .set({ state: key.seal(state) })
        .where(eq(conversation.id, id));
      expect(await test.say(from, 'bonjour')).toHaveLength(1);
      expect((await inboxOf(test, from)).at(-1)).toMatchObject({ status: 'handled' });
    });
  });

  it.each([['arret'], ['taxawal'], ['darto'], ['leave me alone'], ['STOP']])(
    '%s stops everything at once, and "bonjour" does not undo it',
    async (word) => {
      const from = somebody();
      await test.say(from, 'bonjour');
      await test.say(from, '1');
      const said = await test.say(from, word);
      expect({ word, said: said.length }).toEqual({ word, said: 1 });
      const stoppedAt = async () => {
        const { personId } = await conversationOf(test, from);
        const [where] = await test.open.db.select().from(address).where(eq(address.personId, personId));
        return where!.optedOutAt;
      };
      expect(await stoppedAt()).not.toBeNull();
      await test.say(from, 'bonjour');
      expect(await stoppedAt()).not.toBeNull();
      expect(JSON.stringify((await outboxOf(test, from)).at(-1)!.content)).toContain('bot.stop.ask_back');
      await test.say(from, '1');
      expect(await stoppedAt()).toBeNull();
    },
  );

  it('a wake-up that was lost is made up for by the sweep', async () => {
    const from = somebody();
    test.jobs.lost = true;
    await test.receive(from, 'bonjour');
    test.jobs.lost = false;
    await test.bot.sweep();
    expect(test.jobs.waiting).toEqual([]);
    test.clock.now = new Date(test.clock.now.getTime() + 4000);
    await test.bot.sweep();
    expect(test.jobs.waiting.map(({ queue }) => queue)).toEqual(['turn']);
    const lateSend = test.jobs.run();
    await lateSend;
    await test.bot.stop();
    expect((await outboxOf(test, from)).map(({ status }) => status)).toEqual(['accepted']);
  });

  it('so is a wake-up of the sender', async () => {
    const from = somebody();
    await test.receive(from, 'bonjour');
    const [turn] = test.jobs.waiting.splice(0);
    test.jobs.lost = true;
    test.jobs.waiting.push(turn!);
    await test.jobs.run();
    test.jobs.lost = false;
    expect((await outboxOf(test, from)).map(({ status }) => status)).toEqual(['queued']);
    test.clock.now = new Date(test.clock.now.getTime() + 4000);
    await test.bot.sweep();
    await test.say(from);
    expect((await outboxOf(test, from)).map(({ status }) => status)).toEqual(['accepted']);
  });

  it('while a caseworker holds the conversation the bot only listens', async () => {
    const from = await inQueue();
    const { id } = await conversationOf(test, from);
    await test.open.db.update(conversation).set({ holder: 'caseworker' }).where(eq(conversation.id, id));
    expect(await test.say(from, 'menu', 'bonjour')).toEqual([]);
    expect((await inboxOf(test, from)).slice(-2).map(({ status }) => status)).toEqual(['handled', 'handled']);
    // STOP is honoured all the same, at once
    expect(await test.say(from, 'stop')).toHaveLength(1);
    await test.open.db.update(conversation).set({ holder: 'bot' }).where(eq(conversation.id, id));
    expect(await test.say(from, 'bonjour')).toHaveLength(1);
    expect(JSON.stringify((await outboxOf(test, from)).at(-1)!.content)).toContain('bot.stop.ask_back');
  });
});

describe.runIf(databases.includes('server'))('two workers on one PostgreSQL', () => {
  it('never run turns of one person together, and the webhook does not wait for either', async () => {
    const test = await testBot('server');
    const from = '+221770000001';
    await test.say(from, 'bonjour');
    const { id } = await conversationOf(test, from);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let locked = () => {};
    const isLocked = new Promise<void>((resolve) => {
      locked = resolve;
    });
    const other = test.open.db.transaction(async (tx) => {
      await tx.execute(sql`select 1 from conversation where id = ${id} for no key update`);
      locked();
      await held;
    });
    await isLocked;
    expect(await test.receive(from, '1')).toBe('stored');
    const turn = test.jobs.run();
    expect(await Promise.race([turn.then(() => 'ran'), waited(300)])).toBe('waits');
    // what comes while the turn waits for the lock is seen by it all the same
    expect(await test.receive(from, '1')).toBe('stored');
    release();
    await Promise.all([other, turn]);
    await test.jobs.run();
    await test.bot.stop();
    expect((await inboxOf(test, from)).map(({ status }) => status)).toEqual([
      'handled',
      'handled',
      'handled',
    ]);
    expect(await outboxOf(test, from)).toHaveLength(2);
    await test.close();
  });
});

const waited = (ms: number) => new Promise<string>((resolve) => setTimeout(() => resolve('waits'), ms));
