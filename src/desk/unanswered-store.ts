import { and, inArray, sql } from 'drizzle-orm';
import type { Connection } from '../../db/open.ts';
import { caseEvent } from '../../db/schema/index.ts';

/** Which of these cases have a message from the person that no caseworker has answered since. */
export async function unansweredAmong(
  db: Connection,
  caseIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (caseIds.length === 0) return new Set();
  const came = sql`max(${caseEvent.id}) filter (where ${caseEvent.kind} = 'message_in')`;
  const went = sql`max(${caseEvent.id}) filter (where ${caseEvent.kind} in ('message_out', 'first_contact') and ${caseEvent.actor} = 'caseworker')`;
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
    .having(sql`${came} > coalesce(${went}, 0)`);
  return new Set(rows.map((row) => row.caseId));
}
