import { and, desc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Connection } from '../../db/open.ts';
import {
  accessLog,
  caseTable,
  consent,
  organizations,
  referral,
  service_at_locations,
  services,
  staff,
} from '../../db/schema/index.ts';
import type { PersonKey } from '../../db/seal.ts';
import type { SpokenLanguage } from '../language/languages.ts';
import type { Need } from '../language/understanding.ts';
import type { CaseStatus, CaseWords } from './case.ts';
import type { Records } from './records.ts';

const mostShown = 3;
const callAfterDays = 7;
/** A receiver is kept as text, an organization's id is a uuid. */
const receiverIs = sql`${organizations.id}::text = ${consent.receiver}`;
const underWay = ['sent', 'received', 'accepted', 'appointment_set', 'in_service'] as const;

/** Everything a person may see of their requests and of who knows what about them; `key` is theirs. */
export async function recordsOf(
  db: Connection,
  personId: string,
  key: PersonKey,
  at: Date,
): Promise<Records> {
  const cases = await db
    .select()
    .from(caseTable)
    .where(eq(caseTable.personId, personId))
    // opened in one turn, the complaint comes first
    .orderBy(desc(caseTable.openedAt), sql`(${caseTable.reason} = 'complaint') desc`);
  const shown = cases.slice(0, mostShown);
  const sent = await sentTo(
    db,
    shown.map(({ id }) => id),
  );
  return {
    kept: keptIn(cases, key),
    requests: shown.map(({ id, code, status, dueAt, reason }) => ({
      code,
      status: status as CaseStatus,
      dueAt,
      complaint: reason === 'complaint',
      sent: sent.get(id) ?? null,
    })),
    readers: await readersOf(
      db,
      cases.map(({ id }) => id),
    ),
    agreements: await agreementsOf(db, personId, at),
  };
}

/** What the newest open case holds, but for complaints, which are a matter of their own. */
function keptIn(cases: readonly (typeof caseTable.$inferSelect)[], key: PersonKey): Records['kept'] {
  const open = cases.find(({ status, reason }) => status !== 'closed' && reason !== 'complaint');
  if (!open?.sealed) return null;
  const { place, needs, contact, spokenLanguage } = open;
  const { name = null } = key.open<CaseWords>(open.sealed);
  return {
    ...{ name, place, contact },
    needs: needs as Need[],
    spokenLanguage: spokenLanguage as SpokenLanguage | null,
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

/** A referral to that body has left. */
const hasLeft = sql<boolean>`exists (
  select 1 from ${referral} r join ${caseTable} k on k.id = r.case_id
  join ${service_at_locations} l on l.id = r.service_at_location_id
  join ${services} s on s.id = l.service_id
  where k.person_id = ${consent.personId} and s.organization_id::text = ${consent.receiver}
    and r.status not in ('draft', 'consent_asked', 'ready', 'cancelled', 'consent_withdrawn', 'closed'))`;

async function agreementsOf(db: Connection, personId: string, at: Date): Promise<Records['agreements']> {
  const rows = await db
    .select({ receiver: consent.receiver, name: organizations.name, sent: hasLeft })
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
  const named = rows.map(({ receiver, ...row }) => ({ receiver: receiver!, ...row }));
  return named.filter((one, i) => named.findIndex(({ receiver }) => receiver === one.receiver) === i);
}
