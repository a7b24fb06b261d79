import { sql } from 'drizzle-orm';
import type { Connection } from '../../db/open.ts';

/** How many cases of one region name one need. */
export interface NeedCount {
  /** P-code; null: the place is not known. */
  readonly region: string | null;
  readonly need: string;
  readonly count: number;
}

/** Figures of a period, from the columns of the cases alone: no name, no text is opened. */
export interface Counts {
  readonly opened: number;
  readonly waiting: number;
  readonly closed: number;
  /** Of the cases opened in the period: first contact made by its due time. */
  readonly inTime: number;
  readonly contacted: number;
  readonly danger: number;
  readonly needs: readonly NeedCount[];
}

/** Counts cases opened since a moment. */
export async function countsSince(db: Connection, since: Date): Promise<Counts> {
  const from = sql`${since.toISOString()}::timestamptz`;
  const { rows } = await db.execute<Omit<Counts, 'needs' | 'inTime'> & { in_time: number }>(sql`
    select count(*)::int as opened,
      (count(*) filter (where status = 'queued'))::int as waiting,
      (count(*) filter (where status = 'closed'))::int as closed,
      (count(*) filter (where first_contact_at is not null))::int as contacted,
      (count(*) filter (where first_contact_at <= due_at))::int as in_time,
      (count(*) filter (where danger is not null))::int as danger
    from "case" where opened_at >= ${from}`);
  const needs = await db.execute<{ region: string | null; need: string; count: number }>(sql`
    select region, need, count(*)::int as count from "case", unnest(needs) as need
    where opened_at >= ${from} group by region, need`);
  const { in_time: inTime, ...totals } = rows[0]!;
  return { ...totals, inTime, needs: needs.rows };
}
