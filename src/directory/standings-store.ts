import { sql } from 'drizzle-orm';
import type { Connection } from '../../db/open.ts';
import type { Snapshot } from './snapshot.ts';

/** What is known of services beside their records. */
export async function readStandings(
  db: Connection,
): Promise<Pick<Snapshot, 'doubts' | 'letDown' | 'silent'>> {
  return { doubts: await readDoubts(db), letDown: await readLetDown(db), silent: await readSilent(db) };
}

/** How many people could not find a service since it was last checked, by service. */
async function readDoubts(db: Connection): Promise<ReadonlyMap<string, number>> {
  const rows = await db.execute<{ service: string; people: number }>(sql`
    select r.service_id as service, count(distinct coalesce(r.teller, r.id::text))::int as people
    from directory_report r join services s on s.id = r.service_id
    where r.said in ('closed', 'not_there', 'wrong_number') and (s.assured_date is null or r.at >= s.assured_date::timestamptz + interval '1 day')
    group by r.service_id`);
  return new Map(rows.rows.map(({ service, people }) => [service, people]));
}

/** How many referrals of the last half year came to nothing by the service's doing. */
async function readLetDown(db: Connection): Promise<ReadonlyMap<string, number>> {
  const rows = await db.execute<{ service: string; referrals: number }>(sql`
    select service_id as service, count(distinct teller)::int as referrals from directory_report
    where said in ('declined', 'no_response') and at > now() - interval '180 days'
    group by service_id`);
  return new Map(rows.rows.map(({ service, referrals }) => [service, referrals]));
}

/** Services whose actor was asked and has been silent since they were last checked. */
async function readSilent(db: Connection): Promise<ReadonlySet<string>> {
  const rows = await db.execute<{ service: string }>(sql`
    select distinct c.service_id as service
    from directory_check c join services s on s.id = c.service_id
    where c.silent_at is not null and c.answered_at is null
      and (s.assured_date is null or c.sent_at >= s.assured_date::timestamptz + interval '1 day')`);
  return new Set(rows.rows.map(({ service }) => service));
}
