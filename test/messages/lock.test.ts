import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { conversation, person } from '../../db/schema/index.ts';
import { lockConversations } from '../../src/messages/store.ts';
import { addPerson, keys } from '../handoff/people.ts';
import { databases, freshDatabase } from '../support/database.ts';

describe.each(databases)('a locked conversation on the %s database', (kind) => {
  let open: OpenDatabase;
  beforeAll(async () => {
    open = await freshDatabase(kind);
  });
  afterAll(() => open.close());

  // The embedded database runs one transaction after the other: nobody waits for a lock there.
  it.runIf(kind === 'server')('shows the person as the turn left them that it waited for', async () => {
    const { personId, conversationId } = await addPerson(open.db);
    const [locked, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const before = open.db.transaction(async (tx) => {
      await lockConversations(tx, keys, [conversationId]);
      await tx.update(person).set({ spokenLanguage: 'ff' }).where(eq(person.id, personId));
      await tx.update(conversation).set({ updatedAt: new Date() }).where(eq(conversation.id, conversationId));
      locked.resolve();
      await mayEnd.promise;
    });
    await locked.promise;
    const after = open.db.transaction((tx) => lockConversations(tx, keys, [conversationId]));
    await somebodyWaits();
    mayEnd.resolve();
    await before;
    expect((await after)[0]?.person.spokenLanguage).toBe('ff');
  });

  it('shows whose it is', async () => {
    const { personId, conversationId } = await addPerson(open.db, { spokenLanguage: 'wo' });
    const [one] = await open.db.transaction((tx) => lockConversations(tx, keys, [conversationId]));
    expect(one).toMatchObject({ id: conversationId, personId, person: { spokenLanguage: 'wo' } });
  });

  async function somebodyWaits(): Promise<void> {
    for (let waits = false; !waits; ) {
      const { rows } = await open.db.execute<{ waits: boolean }>(
        `select exists(select 1 from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock') as waits`,
      );
      waits = rows[0]?.waits ?? false;
    }
  }
});
