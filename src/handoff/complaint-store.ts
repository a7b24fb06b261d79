import { randomUUID } from 'node:crypto';
import { and, eq, ne, sql } from 'drizzle-orm';
import { isOneOf } from '../../db/lists.ts';
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

/**
 * The open complaint of each conversation in which the last thing the person was sent belongs to a named complaint: what
 * they write next answers it. Not an anonymous one, for nobody could read the answer then.
 */
export async function complaintsUnderDiscussion(
  tx: Transaction,
  conversationIds: readonly number[],
): Promise<Map<number, string>> {
  if (conversationIds.length === 0) return new Map();
  // What is held was not read yet, and what was held is read when it leaves, after younger messages.
  const lastMark = sql`(select o.complaint from outbox o where o.conversation_id = ${caseTable.conversationId}
    and o.author <> 'notice' and o.status not in ('held', 'cancelled')
    order by coalesce(o.sent_at, o.queued_at) desc, o.id desc limit 1)`;
  const rows = await tx
    .select({ id: caseTable.id, conversationId: caseTable.conversationId })
    .from(caseTable)
    .where(
      and(
        isOneOf(caseTable.conversationId, conversationIds),
        eq(caseTable.reason, 'complaint'),
        ne(caseTable.status, 'closed'),
        sql`${lastMark} = 'named'`,
      ),
    )
    .orderBy(caseTable.openedAt);
  return new Map(rows.map(({ id, conversationId }) => [conversationId!, id]));
}
