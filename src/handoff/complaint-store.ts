import { randomUUID } from 'node:crypto';
import { and, eq, ne, sql } from 'drizzle-orm';
import { isOneOf } from '../../db/lists.ts';
import type { Connection, Transaction } from '../../db/open.ts';
import { caseEvent, caseTable, conversation, staff } from '../../db/schema/index.ts';
import type { Writing } from '../../db/writing.ts';
import { queueEvent } from '../messages/event-store.ts';
import { addEvents } from './event-store.ts';

/**
 * Whom a complaint may be about: everybody who holds or held another case of the same person, with the code of the newest
 * such case. They may neither be named on it nor hear of it.
 */
export async function concernedBy(
  connection: Connection,
  complaintId: string,
): Promise<readonly { readonly id: string; readonly name: string; readonly code: string }[]> {
  const { rows } = await connection.execute<{ id: string; name: string; code: string }>(sql`
    select distinct on (s.id) s.id, s.name, c.code
    from ${caseTable} p
    join ${caseTable} c on c.person_id = p.person_id and c.id <> p.id and c.reason <> 'complaint'
    join ${staff} s on s.id = c.claimed_by or exists (
      select 1 from ${caseEvent} e where e.case_id = c.id and e.kind = 'claimed' and e.user_id = s.id)
    where p.id = ${complaintId} and p.reason = 'complaint'
    order by s.id, c.opened_at desc`);
  return rows;
}

/**
 * A complaint is talked about no more: the bot speaks again, unless a caseworker who holds another case of the person spoke
 * before.
 */
export async function endComplaintTalk(tx: Transaction, conversationId: number): Promise<void> {
  const lastStep = sql`(select e.kind from ${caseEvent} e where e.case_id = c.id
    and (e.kind in ('claimed', 'handed_back') or e.kind = 'message_out' and e.actor = 'caseworker')
    order by e.id desc limit 1)`;
  await tx.execute(sql`update ${conversation} set holder = case when exists (
      select 1 from ${caseTable} c where c.conversation_id = ${conversationId} and c.status = 'claimed'
        and c.reason <> 'complaint' and ${lastStep} is distinct from 'handed_back')
    then 'caseworker' else 'bot' end
    where id = ${conversationId}`);
}

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
    .select({ id: caseTable.id, conversationId: caseTable.conversationId })
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
  if (row.conversationId !== null) await endComplaintTalk(tx, row.conversationId);
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
