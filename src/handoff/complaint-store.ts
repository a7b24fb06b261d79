import { randomUUID } from 'node:crypto';
import { and, eq, ne } from 'drizzle-orm';
import type { Transaction } from '../../db/open.ts';
import { caseTable } from '../../db/schema/index.ts';
import type { Writing } from '../../db/writing.ts';
import { queueEvent } from '../messages/event-store.ts';
import { addEvents } from './event-store.ts';

/** After a supervisor's answer to a complaint: the bot asks the person whether they agree with it. */
export function askWhetherAnswered(deps: Writing, conversationId: number, code: string): Promise<boolean> {
  return queueEvent(deps, conversationId, { type: 'complaint', code }, `complaint:${randomUUID()}`);
}

/** A person's word on the answer to their complaint; `dueAt`: when they hear again if they do not agree. */
export interface Agreement {
  readonly personId: string;
  readonly code: string;
  readonly agreed: boolean;
  readonly dueAt: Date;
  readonly at: Date;
}

/** What the person said of the answer; who agrees closes their complaint, who does not has it due again. */
export async function answerComplaint(
  tx: Transaction,
  { personId, code, agreed, dueAt, at }: Agreement,
): Promise<void> {
  const [row] = await tx
    .select({ id: caseTable.id })
    .from(caseTable)
    .where(
      and(
        eq(caseTable.personId, personId),
        eq(caseTable.code, code),
        eq(caseTable.reason, 'complaint'),
        ne(caseTable.status, 'closed'),
      ),
    );
  if (!row) return;
  const said = { caseId: row.id, actor: 'person' as const, at };
  await addEvents(tx, [{ ...said, kind: 'changed', data: { fields: ['complaint'], agreed } }]);
  if (!agreed) {
    await tx.update(caseTable).set({ dueAt }).where(eq(caseTable.id, row.id));
    return;
  }
  const closed = { status: 'closed', closedAt: at, closeReason: 'needs_met' };
  await tx.update(caseTable).set(closed).where(eq(caseTable.id, row.id));
  await addEvents(tx, [{ ...said, kind: 'closed', data: { reason: 'needs_met' } }]);
}
