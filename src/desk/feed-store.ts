import { sql } from 'drizzle-orm';
import type { Connection } from '../../db/open.ts';

/**
 * The newest case event that is safe to hand out and lies after the cursor, as a cursor of its own; null when there is
 * none. It looks at all cases and tells nothing of them: it only wakes the browsers, which then read what they may see.
 */
export async function newestAfter(connection: Connection, cursor: string): Promise<string | null> {
  const [xact = '0', id = '0'] = cursor.split('-');
  const { rows } = await connection.execute<{ cursor: string }>(
    sql`select xact::text || '-' || id::text as cursor from case_event
        where (xact, id) > (${xact}::xid8, ${id}::bigint) and xact < pg_snapshot_xmin(pg_current_snapshot())
        order by case_event.xact desc, case_event.id desc limit 1`,
  );
  return rows[0]?.cursor ?? null;
}
