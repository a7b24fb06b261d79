import { sql } from 'drizzle-orm';
import { isOneOf } from '../../db/lists.ts';
import type { Connection } from '../../db/open.ts';
import { alert, telling } from '../../db/schema/index.ts';

/** Why nobody has heard of an alert: nobody is there to be told, or no message could leave. */
export type Untold = 'nobody' | 'failed';

/**
 * The cases among these with an open alert of which nobody has heard, and why. One that was raised a moment ago counts only
 * once its first step was taken, which moves `next_at`.
 */
export async function untoldAmong(
  db: Connection,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, Untold>> {
  if (caseIds.length === 0) return new Map();
  const tellings = sql<number>`count(${telling.id})::int`;
  const rows = await db
    .select({ caseId: alert.caseId, tellings })
    .from(alert)
    .leftJoin(telling, sql`${telling.alertId} = ${alert.id}`)
    .where(
      sql`${isOneOf(alert.caseId, caseIds)} and ${alert.status} = 'open' and ${alert.nextAt} > ${alert.openedAt}`,
    )
    .groupBy(alert.id, alert.caseId)
    .having(sql`count(*) filter (where ${telling.status} <> 'failed') = 0`);
  return new Map(rows.map((row) => [row.caseId, row.tellings > 0 ? 'failed' : 'nobody']));
}
