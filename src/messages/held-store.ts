import { and, desc, eq, isNotNull, isNull, lt, ne } from 'drizzle-orm';
import type { Transaction } from '../../db/open.ts';
import { inbox } from '../../db/schema/index.ts';
import type { Inbound } from './inbound.ts';
import type { LockedConversation } from './store.ts';

/** More than anybody writes before a yes. */
const most = 12;

/** The words that a person wrote before this message, the oldest first; nothing of a complaint, nor what could not be read. */
export async function wordsBefore(
  tx: Transaction,
  { id, key }: LockedConversation,
  messageId: number,
): Promise<string[]> {
  const before = and(eq(inbox.conversationId, id), lt(inbox.id, messageId));
  const rows = await tx
    .select({ sealed: inbox.sealed })
    .from(inbox)
    .where(and(before, isNotNull(inbox.sealed), isNull(inbox.complaint), ne(inbox.status, 'failed')))
    .orderBy(desc(inbox.id))
    .limit(most);
  const messages = rows.flatMap(({ sealed }) => (sealed ? [key.open<Inbound>(sealed)] : []));
  return messages.flatMap(({ text, event }) => (event || !text.trim() ? [] : [text])).reverse();
}
