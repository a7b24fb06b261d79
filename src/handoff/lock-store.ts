import { and, eq } from 'drizzle-orm';
import type { Transaction } from '../../db/open.ts';
import { caseTable, conversation } from '../../db/schema/index.ts';
import type { Viewer } from './access.ts';
import { visibleTo } from './visible-store.ts';

/** A case whose row nobody else can change until this transaction ends. */
export type LockedCase = typeof caseTable.$inferSelect;

/**
 * Locks a case that the viewer may see: its conversation first, then the case. The turn takes its locks in the same
 * order, so that the desk and a turn can never wait for each other. Null: there is no such case for this viewer.
 */
export async function lockCase(tx: Transaction, caseId: string, viewer: Viewer): Promise<LockedCase | null> {
  const [seen] = await tx
    .select({ conversationId: caseTable.conversationId })
    .from(caseTable)
    .where(and(eq(caseTable.id, caseId), visibleTo(viewer)));
  if (!seen) return null;
  if (seen.conversationId !== null)
    await tx
      .select({ id: conversation.id })
      .from(conversation)
      .where(eq(conversation.id, seen.conversationId))
      .for('no key update');
  const [locked] = await tx.select().from(caseTable).where(eq(caseTable.id, caseId)).for('no key update');
  return locked ?? null;
}
