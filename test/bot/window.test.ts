import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseTable, conversation, outbox, person } from '../../db/schema/index.ts';
import { openPersonKey } from '../../db/seal.ts';
import { queueMessages } from '../../src/messages/store.ts';
import { talkingApp } from '../support/talk.ts';

describe('a reply outside the 24-hour window of WhatsApp', () => {
  let stage: Awaited<ReturnType<typeof talkingApp>>;
  beforeAll(async () => {
    stage = await talkingApp();
  });
  afterAll(() => stage.app.close());

  it('is held, and leaves when the person writes again', async () => {
    const { app, clock, say } = stage;
    const whatsapp = { channel: 'whatsapp' } as const;
    for (const text of ['RAPPEL', '1', '3 Awa 15h']) await say('+221700000001', text, whatsapp);
    clock.now = new Date(clock.now.getTime() + 26 * 3_600_000);
    const [row] = await app.open.db
      .select({ conversation, person })
      .from(conversation)
      .innerJoin(person, eq(person.id, conversation.personId))
      .innerJoin(caseTable, eq(caseTable.conversationId, conversation.id));
    const { id, addressId } = row!.conversation;
    const message = {
      conversationId: id,
      addressId,
      key: openPersonKey(app.keys, row!.person.dataKey!),
      language: 'fr',
      author: 'caseworker',
      content: { words: 'Bonjour Awa, je vous appelle demain.' },
    } as const;
    await app.open.db.transaction((tx) => queueMessages(tx, app.jobs, [message], clock.now));
    await app.bot.idle();
    const statuses = async () =>
      (await app.open.db.select().from(outbox).where(eq(outbox.author, 'caseworker'))).map(
        (one) => one.status,
      );
    expect(await statuses()).toEqual(['held']);

    const answers = await say('+221700000001', 'bonjour', whatsapp);
    expect(answers.join(' ')).toContain('je vous appelle demain');
    expect(await statuses()).toEqual(['accepted']);
  });
});
