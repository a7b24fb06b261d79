import { eq } from 'drizzle-orm';
import type { Jobs } from '../../db/jobs.ts';
import type { Database, Transaction } from '../../db/open.ts';
import { address, caseTable, conversation, person } from '../../db/schema/index.ts';
import type { Keys, PersonKey } from '../../db/seal.ts';
import { addEvents } from '../handoff/event-store.ts';
import { type Content, queueMessages } from '../messages/store.ts';
import type { StaffMember } from './staff-store.ts';

/** What is needed to act on a case for a member of staff. */
export interface Acting {
  readonly db: Database;
  readonly keys: Keys;
  readonly caseId: string;
  readonly staff: StaffMember;
  readonly at: Date;
}

/** A conversation as the desk writes into it. */
export type Thread = NonNullable<Awaited<ReturnType<typeof threadOf>>>;

/** Where the person wrote from last, in which language, and what they allow; null when there is none. */
export async function threadOf(tx: Transaction, conversationId: number) {
  const [row] = await tx
    .select({
      id: conversation.id,
      state: conversation.state,
      addressId: address.id,
      optedOutAt: address.optedOutAt,
      language: person.textLanguage,
      writing: person.writing,
      keeping: person.keeping,
    })
    .from(conversation)
    .innerJoin(address, eq(address.id, conversation.addressId))
    .innerJoin(person, eq(person.id, conversation.personId))
    .where(eq(conversation.id, conversationId));
  return row ?? null;
}

/** Queues what somebody at the desk says in a conversation and writes it down on the case; the outbox ids. */
export async function queueFromDesk(
  tx: Transaction,
  jobs: Pick<Jobs, 'add'>,
  { caseId, staff, at }: Acting,
  { thread, key, content }: { readonly thread: Thread; readonly key: PersonKey; readonly content: Content },
): Promise<number[]> {
  const [about] = await tx
    .select({ reason: caseTable.reason })
    .from(caseTable)
    .where(eq(caseTable.id, caseId));
  const message = {
    // Who holds another case of the person must not read what is said about a complaint.
    ...(about?.reason === 'complaint' ? { complaint: 'named' as const } : {}),
    conversationId: thread.id,
    addressId: thread.addressId,
    key,
    language: thread.language ?? 'fr',
    author: 'caseworker' as const,
    userId: staff.id,
    content,
  };
  const queued = await queueMessages(tx, jobs as Jobs, [message], at);
  await addEvents(tx, [{ caseId, kind: 'message_out', actor: 'caseworker', userId: staff.id, at }]);
  return queued;
}
