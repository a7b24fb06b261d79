import { randomUUID } from 'node:crypto';
import { eq, inArray, sql } from 'drizzle-orm';
import { isOneOf } from '../../db/lists.ts';
import type { Connection, Database, Transaction } from '../../db/open.ts';
import { address, consent, conversation, inbox, media, outbox, person } from '../../db/schema/index.ts';

/** What may be learnt about a person in a turn. */
export interface PersonPatch {
  readonly textLanguage?: string | null;
  readonly spokenLanguage?: string | null;
  readonly writing?: string | null;
  readonly keeping?: string | null;
  readonly origin?: { campaign?: string; advertisement?: string };
}

/** Makes a person without an address, under a key already wrapped; returns the id. */
export async function addPerson(tx: Transaction, wrapped: Buffer): Promise<string> {
  const id = randomUUID();
  await tx.insert(person).values({ id, dataKey: wrapped });
  return id;
}

/** Writes what was learnt about people, in one statement for all who told the same. */
export async function patchPeople(
  tx: Transaction,
  learnt: readonly { readonly personId: string; readonly patch: PersonPatch }[],
): Promise<void> {
  const alike = Map.groupBy(learnt, ({ patch }) => JSON.stringify(patch));
  for (const [told, people] of alike) {
    const ids = people.map(({ personId }) => personId);
    if (told !== '{}') await tx.update(person).set(people[0]!.patch).where(isOneOf(person.id, ids));
  }
}

export type NewConsent = Pick<
  typeof consent.$inferInsert,
  'personId' | 'purpose' | 'given' | 'form' | 'wording' | 'language' | 'at'
> &
  Partial<Pick<typeof consent.$inferInsert, 'receiver' | 'fields' | 'inboxId' | 'userId' | 'expiresAt'>>;

/** Keeps consents, each as a row of its own for good. */
export async function keepConsents(tx: Transaction, rows: readonly NewConsent[]): Promise<void> {
  if (rows.length > 0) await tx.insert(consent).values([...rows]);
}

/** The consents of a person, oldest first. */
export async function consentsOf(db: Connection, personId: string): Promise<(typeof consent.$inferSelect)[]> {
  return db.select().from(consent).where(eq(consent.personId, personId)).orderBy(consent.id);
}

/** Stops or resumes messages to one address; who says STOP on WhatsApp may still write by SMS. */
export async function setOptedOut(tx: Transaction, addressId: number, at: Date | null): Promise<void> {
  await tx.update(address).set({ optedOutAt: at }).where(eq(address.id, addressId));
}

/** What a turn must know of the address a message came from. */
export interface AddressFacts {
  readonly id: number;
  readonly channel: 'sms' | 'whatsapp';
  readonly provider: string;
  readonly optedOut: boolean;
  /** Nothing that came from it has been answered before. */
  readonly fresh: boolean;
}

/** The facts of addresses by id. */
export async function addressFacts(
  db: Connection,
  ids: readonly number[],
): Promise<Map<number, AddressFacts>> {
  const rows = await db
    .select({
      id: address.id,
      channel: address.channel,
      provider: address.provider,
      optedOutAt: address.optedOutAt,
      lastInboundAt: address.lastInboundAt,
    })
    .from(address)
    .where(isOneOf(address.id, new Set(ids)));
  return new Map(
    rows.map(({ channel, optedOutAt, lastInboundAt, ...row }) => [
      row.id,
      {
        ...row,
        channel: channel as AddressFacts['channel'],
        optedOut: optedOutAt !== null,
        fresh: lastInboundAt === null,
      },
    ]),
  );
}

/**
 * Erases a person: texts, media, state and what was known go at once, and the address no longer leads here, so a later
 * message starts afresh. The key and the sealed address outlive this only until the goodbye is sent: `forgetErased`.
 */
export async function erasePerson(tx: Transaction, personId: string, at: Date): Promise<void> {
  const conversations = tx
    .select({ id: conversation.id })
    .from(conversation)
    .where(eq(conversation.personId, personId));
  await tx.delete(media).where(inArray(media.conversationId, conversations));
  await tx
    .update(inbox)
    .set({ sealed: null, fault: null })
    .where(inArray(inbox.conversationId, conversations));
  // What was still to be said to them goes too; the goodbye is queued after this.
  const unsaid = sql`case when ${outbox.status} in ('queued', 'sending', 'held') then 'cancelled' else ${outbox.status} end`;
  await tx
    .update(outbox)
    .set({ sealed: null, sealedText: null, status: unsaid })
    .where(inArray(outbox.conversationId, conversations));
  await tx
    .update(person)
    .set({ erasedAt: at, spokenLanguage: null, writing: null, keeping: null, origin: null })
    .where(eq(person.id, personId));
  const nobody = sql`sha256(gen_random_uuid()::text::bytea)`;
  await tx.update(address).set({ hash: nobody }).where(eq(address.personId, personId));
}

/** Destroys keys and addresses of erased people who have nothing left to be answered or sent. */
export async function forgetErased(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    await dropUnreadable(tx);
    const erased = await tx
      .select({ id: person.id })
      .from(person)
      .where(
        sql`${person.erasedAt} is not null and ${person.dataKey} is not null and not exists (
          select 1 from ${outbox} o join ${conversation} c on c.id = o.conversation_id
          where c.person_id = ${person.id} and o.status in ('queued', 'sending')) and not exists (
          select 1 from ${inbox} i join ${conversation} c on c.id = i.conversation_id
          where c.person_id = ${person.id} and i.status = 'waiting')`,
      );
    if (erased.length === 0) return;
    const ids = erased.map((row) => row.id);
    const conversations = tx
      .select({ id: conversation.id })
      .from(conversation)
      .where(inArray(conversation.personId, ids));
    await tx.delete(media).where(inArray(media.conversationId, conversations));
    await tx
      .update(inbox)
      .set({ sealed: null, fault: null })
      .where(inArray(inbox.conversationId, conversations));
    await tx
      .update(outbox)
      .set({ sealed: null, sealedText: null })
      .where(inArray(outbox.conversationId, conversations));
    await tx.update(conversation).set({ state: null }).where(inArray(conversation.personId, ids));
    await tx.update(address).set({ sealed: null }).where(inArray(address.personId, ids));
    const nothing = { dataKey: null, textLanguage: null, spokenLanguage: null, writing: null, keeping: null };
    await tx.update(person).set(nothing).where(inArray(person.id, ids));
  });
}

/** A webhook that read the address a moment before it was erased stores what nobody can read any more. */
async function dropUnreadable(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    update ${inbox} set status = 'handled', sealed = null
    from ${conversation} c join ${person} p on p.id = c.person_id
    where c.id = conversation_id and ${inbox.status} = 'waiting' and p.data_key is null`);
}
