import { and, desc, eq, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Connection, Database } from '../../db/open.ts';
import { sharingAgreement, staff } from '../../db/schema/index.ts';
import type { Viewer } from './access.ts';
import type { NewAgreement } from './agreement.ts';
import { type Agreement, referralFields } from './referral-passing.ts';

/** An agreement with who recorded and who ended it; nobody ended what a newer one took the place of. */
export interface KeptAgreement extends Agreement {
  readonly recordedAt: Date;
  readonly recordedBy: string | null;
  readonly endedBy: string | null;
  readonly endReason: string | null;
}

const recorder = alias(staff, 'recorder');
const ender = alias(staff, 'ender');

/** Every agreement with an organization, the newest first. */
export async function agreementsWith(
  connection: Connection,
  organizationId: string,
): Promise<readonly KeptAgreement[]> {
  const rows = await connection
    .select({ kept: sharingAgreement, recordedBy: recorder.name, endedBy: ender.name })
    .from(sharingAgreement)
    .leftJoin(recorder, eq(recorder.id, sharingAgreement.recordedBy))
    .leftJoin(ender, eq(ender.id, sharingAgreement.endedBy))
    .where(eq(sharingAgreement.organizationId, organizationId))
    .orderBy(desc(sharingAgreement.id));
  return rows.map(({ kept, recordedBy, endedBy }) => ({
    signedOn: kept.signedOn,
    expiresOn: kept.expiresOn,
    endedOn: kept.endedAt?.toISOString().slice(0, 10) ?? null,
    fields: referralFields.filter((field) => kept.fields.includes(field)),
    focalPoint: kept.focalPoint,
    focalReach: kept.focalReach,
    recordedAt: kept.createdAt,
    recordedBy,
    endedBy,
    endReason: kept.endReason,
  }));
}

/** The newest agreement with an organization, whether it still holds or not; null: there never was one. */
export async function agreementWith(
  connection: Connection,
  organizationId: string,
): Promise<KeptAgreement | null> {
  return (await agreementsWith(connection, organizationId))[0] ?? null;
}

/** Records an agreement; it takes the place of the one before. Only a supervisor may: false for anybody else. */
export async function recordAgreement(
  db: Database,
  viewer: Viewer,
  organizationId: string,
  agreement: NewAgreement,
  at: Date,
): Promise<boolean> {
  if (viewer.role !== 'supervisor') return false;
  await db.transaction(async (tx) => {
    await tx.update(sharingAgreement).set({ endedAt: at }).where(standing(organizationId));
    const { fields, ...rest } = agreement;
    const made = { organizationId, recordedBy: viewer.id, createdAt: at, fields: [...fields] };
    await tx.insert(sharingAgreement).values({ ...rest, ...made });
  });
  return true;
}

/** Ends the agreement that stands; nothing named leaves from then on. Only a supervisor may: false for anybody else. */
export async function endAgreement(
  db: Database,
  viewer: Viewer,
  organizationId: string,
  reason: string,
  at: Date,
): Promise<boolean> {
  if (viewer.role !== 'supervisor') return false;
  const ended = await db
    .update(sharingAgreement)
    .set({ endedAt: at, endedBy: viewer.id, endReason: reason || null })
    .where(standing(organizationId))
    .returning({ id: sharingAgreement.id });
  return ended.length > 0;
}

const standing = (organizationId: string) =>
  and(eq(sharingAgreement.organizationId, organizationId), isNull(sharingAgreement.endedAt));
