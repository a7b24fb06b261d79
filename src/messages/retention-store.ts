import { and, eq, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/open.ts';
import { address, caseTable, conversation, inbox, media, outbox, person } from '../../db/schema/index.ts';

/** Neither adult nor minor said that anything may be kept. */
const unconsented = or(sql`${person.keeping} is null`, eq(person.keeping, 'refused'));
const noOpenCase = sql`not exists (
  select 1 from ${caseTable} c where c.person_id = ${person.id} and c.status <> 'closed')`;

/** Erases what came and went before a yes, once it is older than the limit (DESIGN section 1, consent). */
export async function eraseUnconsented(db: Database, before: Date): Promise<number> {
  return db.transaction(async (tx) => {
    // A caseworker who answers a danger still needs the words; they go once the case is handed back or closed.
    const waiting = conversationsOf(tx, and(unconsented, eq(conversation.holder, 'bot')));
    const old = tx.select({ id: inbox.id }).from(inbox).where(lt(inbox.receivedAt, before));
    await tx.delete(media).where(and(inArray(media.conversationId, waiting), inArray(media.inboxId, old)));
    await blankOutbox(tx, and(inArray(outbox.conversationId, waiting), lt(outbox.queuedAt, before)));
    return blankInbox(tx, and(inArray(inbox.conversationId, waiting), lt(inbox.receivedAt, before)));
  });
}

/**
 * Forgets what leads back to people who left no consent: of those who said "do not write here" everything but the keyed
 * hash and that wish, as soon as the goodbye has left; of the others the number, once nothing was heard since `before`.
 * Whoever writes again brings the number along.
 */
export async function forgetUnconsented(db: Database, before: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const done = sql`not exists (select 1 from ${outbox} o where o.conversation_id = ${conversation.id}
      and o.status in ('queued', 'sending')) and not exists (
      select 1 from ${inbox} i where i.conversation_id = ${conversation.id} and i.status = 'waiting')`;
    const quiet = or(eq(person.writing, 'no'), lt(conversation.updatedAt, before));
    const people = await tx
      .select({ personId: person.id, conversationId: conversation.id, writing: person.writing })
      .from(conversation)
      .innerJoin(person, eq(person.id, conversation.personId))
      .innerJoin(address, eq(address.personId, person.id))
      .where(and(unconsented, noOpenCase, done, quiet, sql`${address.sealed} is not null`))
      .limit(500);
    if (people.length === 0) return;
    const ids = people.map(({ personId }) => personId);
    await tx.update(address).set({ sealed: null }).where(inArray(address.personId, ids));
    await forgetSilent(
      tx,
      people.filter(({ writing }) => writing === 'no'),
    );
  });
}

async function forgetSilent(
  tx: Transaction,
  people: readonly { readonly personId: string; readonly conversationId: number }[],
): Promise<void> {
  if (people.length === 0) return;
  const conversations = people.map(({ conversationId }) => conversationId);
  const ids = people.map(({ personId }) => personId);
  await tx.delete(media).where(inArray(media.conversationId, conversations));
  await blankOutbox(tx, inArray(outbox.conversationId, conversations));
  await blankInbox(tx, inArray(inbox.conversationId, conversations));
  await tx.update(person).set({ textLanguage: null, origin: null }).where(inArray(person.id, ids));
}

function conversationsOf(tx: Transaction, which: SQL | undefined) {
  return tx
    .select({ id: conversation.id })
    .from(conversation)
    .innerJoin(person, eq(person.id, conversation.personId))
    .where(which);
}

async function blankInbox(tx: Transaction, which: SQL | undefined): Promise<number> {
  const rows = await tx
    .update(inbox)
    .set({ sealed: null })
    .where(and(which, sql`${inbox.sealed} is not null`, sql`${inbox.status} <> 'waiting'`))
    .returning({ id: inbox.id });
  return rows.length;
}

async function blankOutbox(tx: Transaction, which: SQL | undefined): Promise<void> {
  await tx
    .update(outbox)
    .set({ sealed: null, sealedText: null })
    .where(and(which, sql`${outbox.status} not in ('queued', 'sending')`));
}
