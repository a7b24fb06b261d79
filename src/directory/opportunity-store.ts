import { randomUUID } from 'node:crypto';
import { and, eq, gte, isNull } from 'drizzle-orm';
import type { Connection } from '../../db/open.ts';
import { directoryVersion, opportunity } from '../../db/schema/directory.ts';
import { type Opportunity, type OpportunityInput, opportunityShape } from './opportunity.ts';

/** Lists an opportunity; what is wrong with it is told field by field. */
export async function addOpportunity(
  db: Connection,
  input: OpportunityInput,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<{ readonly id: string } | { readonly faults: readonly string[] }> {
  const read = opportunityShape.safeParse(input);
  if (!read.success)
    return { faults: read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
  if (read.data.closesOn < at.toISOString().slice(0, 10)) return { faults: ['closesOn: this day is over'] };
  const id = randomUUID();
  await db.insert(opportunity).values({ ...read.data, id, createdBy: by, createdAt: at });
  await announceNoService(db);
  return { id };
}

/** The opportunities that are not over on a day; those that open later are among them. */
export async function listOpportunities(db: Connection, today: string): Promise<readonly Opportunity[]> {
  const rows = await db
    .select()
    .from(opportunity)
    .where(and(gte(opportunity.closesOn, today), isNull(opportunity.retiredAt)));
  return rows.map(({ retiredAt, createdBy, createdAt, ...row }) => row as Opportunity);
}

/** Takes an opportunity off the list before its day. */
export async function retireOpportunity(db: Connection, id: string, at: Date): Promise<void> {
  await db.update(opportunity).set({ retiredAt: at }).where(eq(opportunity.id, id));
  await announceNoService(db);
}

/** Replicas read opportunities again at every change; an id that no service has spares them reading all services. */
async function announceNoService(db: Connection): Promise<void> {
  await db.insert(directoryVersion).values({ services: ['00000000-0000-0000-0000-000000000000'] });
}
