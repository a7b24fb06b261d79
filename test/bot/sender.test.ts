import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, outbox } from '../../db/schema/index.ts';
import type { DeliveryStatus } from '../../src/messages/delivery.ts';
import { recordSent } from '../../src/messages/send-store.ts';
import { type Content, queueMessages } from '../../src/messages/store.ts';
import { conversationOf, outboxOf, type TestBot, testBot } from '../support/bot.ts';
import { databases } from '../support/database.ts';

describe.each(databases)('sending on the %s database', (kind) => {
  let test: TestBot;
  let people = 0;
  beforeAll(async () => {
    test = await testBot(kind);
  });
  afterAll(() => test.close());

  const somebody = async () => {
    const from = `+22179000${String(people++).padStart(4, '0')}`;
    await test.say(from, 'bonjour');
    return from;
  };
  const passes = async (ms: number) => {
    test.clock.now = new Date(test.clock.now.getTime() + ms);
    await test.bot.sweep();
    await test.say('');
  };
  /** Queues words for somebody, as the desk does. */
  const queue = async (from: string, ...contents: (Content | string)[]) => {
    const { id, key } = await conversationOf(test, from);
    const [first] = await outboxOf(test, from);
    const message = {
      conversationId: id,
      addressId: first!.addressId,
      key,
      language: 'fr',
      author: 'bot' as const,
    };
    const content = (one: Content | string) => (typeof one === 'string' ? { words: one } : one);
    await test.open.db.transaction((tx) =>
      queueMessages(
        tx,
        test.jobs,
        contents.map((one) => ({ ...message, content: content(one) })),
        test.clock.now,
      ),
    );
  };
  const statuses = async (from: string) => (await outboxOf(test, from)).slice(1).map(({ status }) => status);
  const sentTo = (from: string) => test.post.sent.filter(({ to }) => to === from).slice(1);

  it('keeps the text exactly as it was sent, and what it cost', async () => {
    const from = await somebody();
    const [row] = await outboxOf(test, from);
    const { key } = await conversationOf(test, from);
    expect(row).toMatchObject({ status: 'accepted', segments: 1, providerId: `post:out:${row!.id}` });
    expect(key.open(row!.sealedText!)).toBe(test.post.sent.at(-1)!.text);
  });

  it('a message that left without an answer is looked up, not sent again', async () => {
    const from = await somebody();
    test.post.next.push('taken in silence');
    await queue(from, 'un', 'deux');
    await test.say('');
    expect(await statuses(from)).toEqual(['sending', 'queued']);
    await passes(10_000);
    expect(await statuses(from)).toEqual(['sending', 'queued']);
    await passes(20_000);
    expect(await statuses(from)).toEqual(['accepted', 'accepted']);
    expect(sentTo(from).map(({ text }) => text)).toEqual(['un', 'deux']);
  });

  it('one that never left is sent once more', async () => {
    const from = await somebody();
    test.post.next.push(new Error('ECONNRESET'));
    await queue(from, 'un');
    await test.say('');
    expect([await statuses(from), sentTo(from)]).toEqual([['sending'], []]);
    await passes(30_000);
    await passes(30_000);
    expect([await statuses(from), sentTo(from).length]).toEqual([['accepted'], 1]);
  });

  it('a look-up that fails is tried again, and holds up nobody else', async () => {
    const [one, two] = [await somebody(), await somebody()];
    test.post.next.push('taken in silence', 'taken in silence');
    await queue(one, 'un');
    await test.say('');
    await queue(two, 'deux');
    await test.say('');
    const find = test.post.find;
    test.post.find = async (message, since) => {
      if (message.to === one) throw new Error('no answer');
      return find(message, since);
    };
    await passes(30_000);
    expect([await statuses(one), await statuses(two)]).toEqual([['sending'], ['accepted']]);
    test.post.find = find;
    await passes(30_000);
    expect([await statuses(one), sentTo(one).length, sentTo(two).length]).toEqual([['accepted'], 1, 1]);
  });

  it('"later" is tried again, five times at most, and what follows goes on', async () => {
    const from = await somebody();
    const later = { fault: 'try_later', code: 429 } as const;
    test.post.next.push(later, later, { sent: 'third' });
    await queue(from, 'un');
    await test.say('');
    expect((await outboxOf(test, from)).at(-1)).toMatchObject({
      status: 'accepted',
      tries: 3,
      providerId: 'third',
    });
    test.post.next.push(later, later, later, later, later);
    await queue(from, 'jamais', 'deux');
    await test.say('');
    await passes(70_000);
    expect(await statuses(from)).toEqual(['accepted', 'failed', 'accepted']);
  });

  it.each([
    ['stopped', 'cancelled'],
    ['bad_address', 'failed'],
    ['window', 'held'],
    ['filtered', 'failed'],
    ['configuration', 'failed'],
    ['unknown_error', 'failed'],
  ] as const)('%s ends as %s, with the code', async (fault, status) => {
    const from = await somebody();
    test.post.next.push({ fault, code: 63_016 });
    await queue(from, 'un');
    await test.say('');
    expect((await outboxOf(test, from)).at(-1)).toMatchObject({
      status,
      errorCode: 63_016,
      providerId: null,
    });
  });

  it('one that cannot be read or put into words harms neither those beside it nor those behind it', async () => {
    const [bad, other] = [await somebody(), await somebody()];
    await queue(bad, 'illisible');
    const [row] = (await outboxOf(test, bad)).slice(-1);
    await test.open.db
      .update(outbox)
      .set({ sealed: Buffer.from('not what was sealed') })
      .where(eq(outbox.id, row!.id));
    await queue(bad, { says: [null as never] }, 'après');
    await queue(other, 'un');
    await test.say('');
    for (let i = 0; i < 6; i++) await passes(70_000);
    expect(await statuses(other)).toEqual(['accepted']);
    const { id } = await conversationOf(test, bad);
    const rows = await test.open.db
      .select()
      .from(outbox)
      .where(eq(outbox.conversationId, id))
      .orderBy(outbox.id);
    expect(rows.slice(1).map(({ status }) => status)).toEqual(['cancelled', 'failed', 'accepted']);
  });

  it('who stopped gets nothing more from a caseworker', async () => {
    const from = await somebody();
    await queue(from, 'un');
    const [row] = (await outboxOf(test, from)).slice(-1);
    await test.open.db.update(outbox).set({ author: 'caseworker' }).where(eq(outbox.id, row!.id));
    await test.open.db
      .update(address)
      .set({ optedOutAt: test.clock.now })
      .where(eq(address.id, row!.addressId));
    await test.say('');
    expect([await statuses(from), sentTo(from)]).toEqual([['cancelled'], []]);
  });

  it('what a crash left is looked up as soon as the next process starts, where it is alone', async () => {
    const from = await somebody();
    await queue(from, 'un', 'deux');
    const [left] = (await outboxOf(test, from)).slice(-2);
    await test.open.db
      .update(outbox)
      .set({ status: 'sending', sendingAt: new Date(test.clock.now.getTime() - 1000), tries: 1 })
      .where(eq(outbox.id, left!.id));
    test.post.arrived.set(left!.id, 'arrived');
    test.jobs.waiting.splice(0);
    const restarted = await testBot(test.open, { post: test.post, alone: true, now: test.clock.now });
    await restarted.say('');
    expect((await outboxOf(test, from)).slice(-2)).toMatchObject([
      { status: 'accepted', providerId: 'arrived' },
      { status: 'accepted' },
    ]);
    expect(sentTo(from).map(({ text }) => text)).toEqual(['deux']);
  });

  describe('what the provider says later', () => {
    const said = ['accepted', 'sent', 'delivered', 'read', 'undelivered', 'failed'] as const;
    const rank: Readonly<Record<string, number>> = {
      ...{ queued: 0, sending: 1, accepted: 2, sent: 3, undelivered: 4, failed: 4, delivered: 5, read: 6 },
    };

    it('moves a message forward only, in whatever order it comes, before the call has answered too', async () => {
      const from = await somebody();
      const events = fc.array(
        fc.oneof(fc.constantFrom<DeliveryStatus>(...said), fc.constant('answer' as const)),
        {
          minLength: 1,
          maxLength: 8,
        },
      );
      await fc.assert(
        fc.asyncProperty(events, fc.boolean(), async (order, byOurId) => {
          await queue(from, 'un');
          test.jobs.waiting.splice(0);
          const [row] = (await outboxOf(test, from)).slice(-1);
          const id = row!.id;
          const providerId = `SM${id}`;
          // before the provider's id is known, only our own leads to the message
          await test.open.db
            .update(outbox)
            .set({ status: 'sending', ...(byOurId ? {} : { providerId }) })
            .where(eq(outbox.id, id));
          let highest = 1;
          for (const event of order) {
            if (event === 'answer') {
              const nothing = {
                errorCode: null,
                sealedText: null,
                segments: null,
                conversationId: row!.conversationId,
              };
              await recordSent(
                test.open.db,
                [{ ...nothing, id, status: 'accepted', providerId }],
                test.clock.now,
              );
            } else {
              const which = byOurId ? { outboxId: id } : {};
              await test.bot.report({ ...which, providerId, status: event });
            }
            const [now] = await test.open.db.select().from(outbox).where(eq(outbox.id, id));
            const stands = rank[now!.status]!;
            expect(stands).toBe(Math.max(highest, rank[event === 'answer' ? 'accepted' : event]!));
            highest = stands;
          }
          await test.open.db.delete(outbox).where(eq(outbox.id, id));
        }),
        { numRuns: 40 },
      );
    });

    it('of a message that nobody knows is nothing', async () => {
      await expect(test.bot.report({ providerId: 'SMnobody', status: 'read' })).resolves.toBeUndefined();
      await expect(
        test.bot.report({ outboxId: 999_999, providerId: 'SMnobody', status: 'read' }),
      ).resolves.toBeUndefined();
    });

    it('keeps the code of what went wrong', async () => {
      const from = await somebody();
      await queue(from, 'un');
      await test.say('');
      const [row] = (await outboxOf(test, from)).slice(-1);
      await test.bot.report({ providerId: row!.providerId!, status: 'undelivered', errorCode: 30_003 });
      expect((await outboxOf(test, from)).at(-1)).toMatchObject({ status: 'undelivered', errorCode: 30_003 });
    });
  });
});
