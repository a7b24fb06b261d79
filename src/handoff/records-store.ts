import { and, desc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Connection, Transaction } from '../../db/open.ts';
import { accessLog, caseTable, consent, organizations, referral, staff } from '../../db/schema/index.ts';
import type { CaseStatus } from './case.ts';
import { addEvents } from './event-store.ts';
import type { Records } from './records.ts';

const mostShown = 3;
const callAfterDays = 7;
/** A receiver is kept as text, an organization's id is a uuid. */
const receiverIs = sql`${organizations.id}::text = ${consent.receiver}`;
const underWay = ['sent', 'received', 'accepted', 'appointment_set', 'in_service'] as const;

/** Everything a person may see of their requests and of who knows what about them. */
export async function recordsOf(db: Connection, personId: string, at: Date): Promise<Records> {
  const cases = await db
    .select()
    .from(caseTable)
    .where(eq(caseTable.personId, personId))
    .orderBy(desc(caseTable.openedAt))
    .limit(mostShown);
  const ids = cases.map(({ id }) => id);
  const sent = await sentTo(db, ids);
  return {
    requests: cases.map(({ id, code, status, dueAt, reason }) => ({
      code,
      status: status as CaseStatus,
      dueAt,
      complaint: reason === 'complaint',
      sent: sent.get(id) ?? null,
    })),
    readers: await readersOf(db, ids),
    agreements: await agreementsOf(db, personId, at),
  };
}

type Sent = NonNullable<Records['requests'][number]['sent']>;

/** Where the newest referral of each case went; the body is named by the consent that allowed it. */
async function sentTo(db: Connection, caseIds: readonly string[]): Promise<Map<string, Sent>> {
  if (caseIds.length === 0) return new Map();
  const rows = await db
    .select({ caseId: referral.caseId, at: referral.updatedAt, name: organizations.name })
    .from(referral)
    .innerJoin(caseTable, eq(caseTable.id, referral.caseId))
    .innerJoin(consent, and(eq(consent.personId, caseTable.personId), eq(consent.purpose, 'pass_on')))
    .innerJoin(organizations, receiverIs)
    .where(and(inArray(referral.caseId, [...caseIds]), inArray(referral.status, [...underWay])))
    .orderBy(referral.updatedAt, consent.at);
  const day = 86_400_000;
  return new Map(
    rows.map(({ caseId, at, name }) => [
      caseId,
      { to: name, callAt: new Date(at.getTime() + callAfterDays * day) },
    ]),
  );
}

async function readersOf(db: Connection, caseIds: readonly string[]): Promise<string[]> {
  if (caseIds.length === 0) return [];
  const rows = await db
    .selectDistinct({ name: staff.name })
    .from(accessLog)
    .innerJoin(staff, eq(staff.id, accessLog.userId))
    .where(inArray(accessLog.caseId, [...caseIds]))
    .orderBy(staff.name);
  return rows.map(({ name }) => name);
}

async function agreementsOf(db: Connection, personId: string, at: Date): Promise<Records['agreements']> {
  const rows = await db
    .select({ receiver: consent.receiver, name: organizations.name })
    .from(consent)
    .innerJoin(organizations, receiverIs)
    .where(
      and(
        eq(consent.personId, personId),
        eq(consent.purpose, 'pass_on'),
        eq(consent.given, true),
        isNull(consent.withdrawnAt),
        or(isNull(consent.expiresAt), gt(consent.expiresAt, at)),
      ),
    );
  const named = rows.map(({ receiver, name }) => ({ receiver: receiver!, name }));
  return named.filter((one, i) => named.findIndex(({ receiver }) => receiver === one.receiver) === i);
}

/** Takes back every yes to passing something on to one body, from this moment. */
export async function withdrawPassing(
  tx: Transaction,
  { personId, receiver, at }: { readonly personId: string; readonly receiver: string; readonly at: Date },
): Promise<void> {
  await tx
    .update(consent)
    .set({ withdrawnAt: at })
    .where(
      and(
        eq(consent.personId, personId),
        eq(consent.purpose, 'pass_on'),
        eq(consent.receiver, receiver),
        isNull(consent.withdrawnAt),
      ),
    );
  const open = await tx
    .select({ id: caseTable.id })
    .from(caseTable)
    .where(and(eq(caseTable.personId, personId), isNull(caseTable.closedAt)));
  const data = { purpose: 'pass_on', given: false, form: 'message', withdrawn: receiver };
  await addEvents(
    tx,
    open.map(({ id }) => ({ caseId: id, kind: 'consent' as const, actor: 'person' as const, data, at })),
  );
}
