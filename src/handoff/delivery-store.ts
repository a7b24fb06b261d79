import { and, eq, ne } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { caseTable } from '../../db/schema/index.ts';
import { addEvents } from './event-store.ts';

/** Tells the open case of a conversation that a message got further, so that the desk shows it without reloading. */
export async function addDeliveryEvents(
  db: Database,
  conversationId: number,
  status: string,
  at: Date,
): Promise<void> {
  const open = await db
    .select({ id: caseTable.id })
    .from(caseTable)
    .where(and(eq(caseTable.conversationId, conversationId), ne(caseTable.status, 'closed')));
  if (open.length === 0) return;
  await db.transaction((tx) =>
    addEvents(
      tx,
      open.map(({ id }) => ({ caseId: id, kind: 'delivery', actor: 'bot', data: { status }, at })),
    ),
  );
}
