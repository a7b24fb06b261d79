import { asc, eq } from 'drizzle-orm';
import type { Connection } from '../../db/open.ts';
import { accessLog, staff } from '../../db/schema/staff.ts';

/** One look at something personal. */
export interface Access {
  readonly userId: string;
  readonly caseId: string | null;
  /** case, number, media, export, referral … */
  readonly what: string;
  readonly at: Date;
}

/** Writes down that somebody looked; in the same transaction as the look itself where there is one. */
export async function logAccess(db: Connection, access: Access): Promise<void> {
  await db.insert(accessLog).values(access);
}

/** Who looked at a case and when, for the person's right to know. */
export async function accessesTo(
  db: Connection,
  caseId: string,
): Promise<readonly { readonly name: string; readonly what: string; readonly at: Date }[]> {
  return db
    .select({ name: staff.name, what: accessLog.what, at: accessLog.at })
    .from(accessLog)
    .innerJoin(staff, eq(staff.id, accessLog.userId))
    .where(eq(accessLog.caseId, caseId))
    .orderBy(asc(accessLog.id));
}
