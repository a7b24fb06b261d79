import { and, eq, gte, sql } from 'drizzle-orm';
import type { Connection } from '../../db/open.ts';
import { tally } from '../../db/schema/campaigns.ts';
import { type Gap, gapMeasure, readGap } from './gap.ts';

/** How often nothing could be told for a need in a region, most often first. */
export async function gapsSince(db: Connection, since: Date): Promise<readonly (Gap & { count: number })[]> {
  const count = sql<number>`sum(${tally.count})::int`;
  const rows = await db
    .select({ detail: tally.detail, count })
    .from(tally)
    .where(and(eq(tally.measure, gapMeasure), gte(tally.day, since.toISOString().slice(0, 10))))
    .groupBy(tally.detail)
    .orderBy(sql`2 desc, 1`);
  return rows.flatMap((row) => {
    const gap = readGap(row.detail);
    return gap ? [{ ...gap, count: row.count }] : [];
  });
}
