import { and, eq, inArray, lt, or, sql } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { conversation, inbox, media, outbox, person } from '../../db/schema/index.ts';

/** Erases what came and went before a yes, once it is older than the limit (DESIGN section 1, consent). */
export async function eraseUnconsented(db: Database, before: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const waiting = tx
      .select({ id: conversation.id })
      .from(conversation)
      .innerJoin(person, eq(person.id, conversation.personId))
      .where(
        and(
          or(sql`${person.keeping} is null`, eq(person.keeping, 'refused')),
          // A caseworker who answers a danger still needs the words; they go once the case is handed back or closed.
          eq(conversation.holder, 'bot'),
        ),
      );
    const old = tx.select({ id: inbox.id }).from(inbox).where(lt(inbox.receivedAt, before));
    await tx.delete(media).where(and(inArray(media.conversationId, waiting), inArray(media.inboxId, old)));
    const erased = await tx
      .update(inbox)
      .set({ sealed: null })
      .where(
        and(
          inArray(inbox.conversationId, waiting),
          lt(inbox.receivedAt, before),
          sql`${inbox.sealed} is not null`,
          sql`${inbox.status} <> 'waiting'`,
        ),
      )
      .returning({ id: inbox.id });
    await tx
      .update(outbox)
      .set({ sealed: null, sealedText: null })
      .where(
        and(
          inArray(outbox.conversationId, waiting),
          lt(outbox.queuedAt, before),
          sql`${outbox.status} not in ('queued', 'sending')`,
        ),
      );
    return erased.length;
  });
}
