import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Connection, Database } from '../../db/open.ts';
import { sharingAgreement } from '../../db/schema/index.ts';
import type { Viewer } from './access.ts';
import { type Agreement, type ReferralField, referralFields } from './referral-passing.ts';

/** A signed agreement to record; dates as 2026-11-20. */
export interface NewAgreement extends Agreement {
  readonly organizationId: string;
}

/** The agreement with an organization that was recorded last and not ended; null: there is none. */
export async function agreementWith(
  connection: Connection,
  organizationId: string,
): Promise<Agreement | null> {
  const [row] = await connection
    .select()
    .from(sharingAgreement)
    .where(and(eq(sharingAgreement.organizationId, organizationId), isNull(sharingAgreement.endedAt)))
    .orderBy(desc(sharingAgreement.id))
    .limit(1);
  if (!row) return null;
  const fields = referralFields.filter((field) => row.fields.includes(field));
  return { signedOn: row.signedOn, expiresOn: row.expiresOn, fields };
}

/** Records an agreement; it replaces the one before. Only a supervisor may: false for anybody else. */
export async function recordAgreement(
  db: Database,
  viewer: Viewer,
  { organizationId, fields, signedOn, expiresOn }: NewAgreement,
  at: Date,
): Promise<boolean> {
  if (viewer.role !== 'supervisor') return false;
  const known: ReferralField[] = referralFields.filter((field) => fields.includes(field));
  await db.transaction(async (tx) => {
    await tx
      .update(sharingAgreement)
      .set({ endedAt: at })
      .where(and(eq(sharingAgreement.organizationId, organizationId), isNull(sharingAgreement.endedAt)));
    await tx.insert(sharingAgreement).values({
      organizationId,
      fields: known,
      signedOn,
      expiresOn,
      recordedBy: viewer.id,
      createdAt: at,
    });
  });
  return true;
}
