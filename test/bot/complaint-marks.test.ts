import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseEvent, caseTable, conversation, inbox, outbox } from '../../db/schema/index.ts';
import { addUser } from '../../src/cli/user.ts';
import { reply } from '../../src/desk/reply-store.ts';
import { allStaff } from '../../src/desk/staff-store.ts';
import { unansweredAmong } from '../../src/desk/unanswered-store.ts';
import { claimCase } from '../../src/handoff/claim-store.ts';
import { transcript } from '../../src/messages/transcript-store.ts';
import { conversationOf, type TestBot, testBot } from '../support/bot.ts';

const inQueue = ['bonjour', '1', '1', '25', 'Kolda', '2', '3', 'Awa 15h'];

describe('a complaint in the conversation of a case', () => {
  let test: TestBot;
  beforeAll(async () => {
    test = await testBot('embedded');
  });
  afterAll(() => test.close());
  const complain = async (from: string, ...words: string[]) => {
    for (const text of inQueue) await test.say(from, text);
    const { id, key, personId } = await conversationOf(test, from);
    const [own] = await test.open.db.select().from(caseTable).where(eq(caseTable.personId, personId));
    const events = () => test.open.db.$count(caseEvent, eq(caseEvent.caseId, own!.id));
    await test.open.db.insert(caseEvent).values({
      ...{ caseId: own!.id, kind: 'message_out', actor: 'caseworker', at: test.clock.now, data: {} },
    });
    const before = await events();
    for (const text of words) await test.say(from, text);
    const read = async (ofComplaint: boolean) =>
      (await transcript(test.open.db, id, key, ofComplaint)).map(({ text }) => text ?? '').join('\n');
    const unanswered = await unansweredAmong(test.open.db, [own!.id]);
    return { id, read, learnt: (await events()) - before, unanswered: unanswered.size };
  };

  it('is read by nobody when it is anonymous, and the case does not hear that anything came', async () => {
    const from = '+221770009001';
    const { id, read, learnt, unanswered } = await complain(from, 'PLAINTE', '1', 'Moussa a crié sur moi');
    expect([learnt, unanswered]).toEqual([0, 0]);
    const ofTheCase = await read(false);
    expect(ofTheCase).toContain('Kolda');
    expect(ofTheCase).not.toMatch(/plainte|Moussa|anonym/i);
    expect(await read(true)).not.toMatch(/Moussa/);
    const marks = await test.open.db
      .select({ mark: inbox.complaint })
      .from(inbox)
      .where(eq(inbox.conversationId, id))
      .orderBy(asc(inbox.id));
    expect(marks.slice(-3).map(({ mark }) => mark)).toEqual(['named', 'anonymous', 'anonymous']);
    expect((await test.open.db.select().from(outbox)).filter((row) => row.complaint)).toHaveLength(3);
    await test.say(from, 'merci beaucoup');
    expect(await read(false)).toContain('merci beaucoup');
  });

  it('is read on its own case when the person gives their name', async () => {
    const { read } = await complain('+221770009002', 'PLAINTE', 'Moussa a crié sur moi');
    expect(await read(false)).not.toMatch(/plainte|Moussa/i);
    expect(await read(true)).toContain('Moussa a crié sur moi');
  });

  it('goes past the caseworker who holds the conversation, who goes on reading everything else', async () => {
    const from = '+221770009003';
    const { id, read } = await complain(from);
    await test.open.db.update(conversation).set({ holder: 'caseworker' }).where(eq(conversation.id, id));
    expect(await test.say(from, 'PLAINTE')).toHaveLength(1);
    expect(await test.say(from, '1')).toHaveLength(1);
    expect(await test.say(from, 'Moussa a crié sur moi')).toHaveLength(1);
    expect(await test.say(from, 'je viens demain')).toEqual([]);
    expect(await read(false)).not.toMatch(/plainte|Moussa/i);
    expect(await read(false)).toContain('je viens demain');
    const complaints = await test.open.db.select().from(caseTable).where(eq(caseTable.reason, 'complaint'));
    expect(complaints.filter(({ conversationId }) => conversationId === null)).toHaveLength(2);
  });

  it('stays between the person and who answers it, on both sides, until the caseworker writes again', async () => {
    const from = '+221770009004';
    const { read, id } = await complain(from);
    const [own] = await casesOf(id);
    const moussa = await member('moussa', 'caseworker');
    await claimCase(test.open.db, own!.id, moussa, test.clock.now);
    for (const text of ['PLAINTE', 'Moussa a crié sur moi']) await test.say(from, text);
    const complaint = (await casesOf(id)).find(({ reason }) => reason === 'complaint')!;
    const chief = await member('chef', 'supervisor');
    await claimCase(test.open.db, complaint.id, chief, test.clock.now);
    const write = (caseId: string, staff: typeof chief, words: string) => {
      const { open, keys, jobs, clock } = test;
      return reply({ db: open.db, keys, caseId, staff, at: clock.now }, jobs, words);
    };
    expect(await write(own!.id, moussa, 'Je vous appelle lundi')).toBe('queued');
    await test.jobs.run();
    expect(await write(complaint.id, chief, 'Que vous a-t-il dit ?')).toBe('queued');
    await test.jobs.run();
    await test.say(from, 'de revenir plus tard');
    await test.say(from, 'deux fois');
    expect(await read(false)).not.toMatch(/dit \?|plus tard|deux fois/);
    for (const words of ['dit ?', 'plus tard', 'deux fois']) expect(await read(true)).toContain(words);
    const unread = await unansweredAmong(test.open.db, [own!.id, complaint.id]);
    expect([...unread]).toEqual([complaint.id]);
    await write(own!.id, moussa, 'Toujours là ?');
    await test.jobs.run();
    await test.say(from, 'oui toujours');
    expect(await read(false)).toContain('oui toujours');
  });

  const casesOf = (conversationId: number) =>
    test.open.db.select().from(caseTable).where(eq(caseTable.conversationId, conversationId));
  const member = async (name: string, role: 'caseworker' | 'supervisor') => {
    const email = `${name}@x.org`;
    await addUser(test.open.db, { email, name, role }, 'une phrase à moi seule');
    return (await allStaff(test.open.db)).find((one) => one.email === email)!;
  };
});
