import { and, inArray, sql } from 'drizzle-orm';
import type { Connection } from '../../db/open.ts';
import { accessLog, caseEvent, caseTable } from '../../db/schema/index.ts';

/** Which of these cases have a message from the person that no caseworker has answered, nor their holder seen, since. */
export async function unansweredAmong(
  db: Connection,
  caseIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (caseIds.length === 0) return new Set();
  const came = sql`max(${caseEvent.id}) filter (where ${caseEvent.kind} = 'message_in')`;
  const went = sql`max(${caseEvent.id}) filter (where ${caseEvent.kind} in ('message_out', 'first_contact') and ${caseEvent.actor} = 'caseworker')`;
  const newest = sql`max(${caseEvent.at}) filter (where ${caseEvent.kind} = 'message_in')`;
  const seen = sql`(select max(l.at) from ${accessLog} l join ${caseTable} c on c.id = l.case_id
    where l.case_id = ${caseEvent.caseId} and l.user_id = c.claimed_by)`;
  const rows = await db
    .select({ caseId: caseEvent.caseId })
    .from(caseEvent)
    .where(
      and(
        inArray(caseEvent.caseId, [...caseIds]),
        inArray(caseEvent.kind, ['message_in', 'message_out', 'first_contact']),
      ),
    )
    .groupBy(caseEvent.caseId)
    .having(sql`${came} > coalesce(${went}, 0) and ${newest} > coalesce(${seen}, '-infinity')`);
  return new Set(rows.map((row) => row.caseId));
}
