import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/open.ts';
import { caseTable, staff } from '../../db/schema/index.ts';
import { type Viewer, worksWithCases } from './access.ts';

/** The condition that a row of `case` may be shown to this viewer: `mayCaseBeSeen` in SQL. */
export function visibleTo(viewer: Viewer): SQL {
  if (!worksWithCases(viewer)) return sql`false`;
  const inRegion =
    viewer.regions.length === 0
      ? sql`true`
      : sql`(${caseTable.region} is null or ${caseTable.region} in ${viewer.regions})`;
  // Not `exists`: a list that does not hang on the row is read once, and keeps PostgreSQL from compiling the query (JIT).
  const named = sql`${caseTable.id} in (select a.case_id from case_access a where a.user_id = ${viewer.id})`;
  const minor = viewer.childProtection ? sql`(${caseTable.minor} and ${inRegion})` : sql`false`;
  const orphan =
    viewer.role === 'supervisor'
      ? sql`(not exists (select 1 from case_access a where a.case_id = ${caseTable.id})
          and not (${caseTable.minor} and exists (select 1 from staff s where s.child_protection and s.disabled_at is null)))`
      : sql`false`;
  return sql`case when ${caseTable.restricted} then ${named} or ${minor} or ${orphan}
    else ${inRegion} or ${caseTable.claimedBy} = ${viewer.id} or ${named} end`;
}

/**
 * Names staff on restricted cases: for a minor the child-protection focal points, and the supervisors too where there is
 * none or the minor came to the office in person, for a caseworker alone would see that one otherwise; for a complaint the
 * supervisors of other regions, otherwise the supervisors, but nobody who held another case of the person; of the case's
 * region where there are any. Whoever holds it is named too, except on a complaint.
 */
export async function nameStaff(tx: Transaction, caseIds: readonly string[]): Promise<void> {
  if (caseIds.length === 0) return;
  const covers = sql`(c.region is null or s.regions = '{}' or c.region = any(s.regions))`;
  const watches = sql`(s.child_protection or s.role = 'supervisor' and (c.reason = 'walk_in'
    or not exists (select 1 from staff f where f.child_protection and f.disabled_at is null)))`;
  const concerned = sql`(c.reason = 'complaint' and exists (select 1 from "case" o where o.person_id = c.person_id
    and o.id <> c.id and o.reason <> 'complaint' and (o.claimed_by = s.id or exists (select 1 from case_event e
      where e.case_id = o.id and e.kind = 'claimed' and e.user_id = s.id))))`;
  const fits = sql`case when c.minor then ${watches} and ${covers}
    when c.reason = 'complaint' then s.role = 'supervisor' and not ${covers}
    else s.role = 'supervisor' and ${covers} end`;
  await tx.execute(sql`insert into case_access (case_id, user_id)
    select c.id, s.id from ${caseTable} c join ${staff} s on s.disabled_at is null
    where c.id in ${[...caseIds]} and c.restricted and not ${concerned}
      and (${fits} or (c.reason <> 'complaint' and s.id = c.claimed_by))
    on conflict do nothing`);
  const fitsAnywhere = sql`case when c.minor then ${watches} else s.role = 'supervisor' end`;
  await tx.execute(sql`insert into case_access (case_id, user_id)
    select c.id, s.id from ${caseTable} c join ${staff} s on s.disabled_at is null
    where c.id in ${[...caseIds]} and c.restricted and ${fitsAnywhere} and not ${concerned}
      and not exists (select 1 from case_access a where a.case_id = c.id)
    on conflict do nothing`);
}
