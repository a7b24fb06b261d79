import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Connection, Database } from '../../db/open.ts';
import {
  accessLog,
  address,
  alert,
  caseAccess,
  caseEvent,
  caseTable,
  consent,
  conversation,
  person,
  referral,
  staff,
} from '../../db/schema/index.ts';
import { type Keys, openPersonKey, type PersonKey } from '../../db/seal.ts';
import type { Viewer } from './access.ts';
import type { AnswerOrigin, CaseStatus, CaseWords, OriginAnswer, OriginAnswers } from './case.ts';
import type { EventKind } from './event-store.ts';
import { visibleTo } from './visible-store.ts';

/** One event as the desk shows it; `words` is what was sealed (a note's text, answers), null once erased. */
export interface FileEvent {
  readonly id: number;
  readonly kind: EventKind;
  readonly actor: string;
  readonly userId: string | null;
  /** Name of the caseworker, where one did it. */
  readonly by: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly words: unknown;
  readonly at: Date;
}

/** Everything that the desk's page of a case shows, except the conversation itself. */
export interface CaseFile {
  readonly case: Omit<typeof caseTable.$inferSelect, 'sealed' | 'status'> & { readonly status: CaseStatus };
  readonly words: CaseWords;
  readonly answers: OriginAnswers;
  readonly holder: { readonly id: string; readonly name: string } | null;
  /** Who answers in the chat; null: there is none (a walk-in without a phone). */
  readonly speaks: 'bot' | 'caseworker' | null;
  readonly person: {
    readonly id: string;
    readonly textLanguage: string | null;
    readonly spokenLanguage: string | null;
    readonly writing: string | null;
    readonly keeping: string | null;
    readonly erased: boolean;
  };
  readonly addresses: readonly {
    readonly id: number;
    readonly channel: string;
    readonly provider: string;
    readonly lastInboundAt: Date | null;
    readonly optedOut: boolean;
  }[];
  readonly consents: readonly (typeof consent.$inferSelect)[];
  readonly events: readonly FileEvent[];
  readonly referrals: readonly Omit<typeof referral.$inferSelect, 'sealed'>[];
  readonly alerts: readonly (typeof alert.$inferSelect)[];
  readonly named: readonly { readonly id: string; readonly name: string }[];
  /** Opens what is sealed for this person; null once erased. */
  readonly key: PersonKey | null;
}

/** Looks within this time of one another are written down as one, unless the person wrote in between. */
const oneLookMinutes = 15;

/** The file of a case, and a line in the access log; null when it does not exist or is not theirs to see. */
export async function caseFile(
  db: Database,
  keys: Keys,
  caseId: string,
  viewer: Viewer,
  at: Date,
): Promise<CaseFile | null> {
  return db.transaction(async (tx) => {
    const [found] = await tx
      .select({
        case: caseTable,
        person,
        holder: { id: staff.id, name: staff.name },
        speaks: conversation.holder,
      })
      .from(caseTable)
      .innerJoin(person, eq(person.id, caseTable.personId))
      .leftJoin(staff, eq(staff.id, caseTable.claimedBy))
      .leftJoin(conversation, eq(conversation.id, caseTable.conversationId))
      .where(and(eq(caseTable.id, caseId), visibleTo(viewer)));
    if (!found) return null;
    await tx.execute(sql`insert into ${accessLog} (user_id, case_id, what, at)
      select ${viewer.id}, ${caseId}, 'case', ${at.toISOString()}::timestamptz
      where not exists (select 1 from ${accessLog} l where l.case_id = ${caseId} and l.user_id = ${viewer.id}
        and l.what = 'case' and l.at > ${at.toISOString()}::timestamptz - make_interval(mins => ${oneLookMinutes})
        and not exists (select 1 from ${caseEvent} e where e.case_id = ${caseId} and e.kind = 'message_in'
          and e.at > l.at))`);
    const key = found.person.dataKey ? openPersonKey(keys, found.person.dataKey) : null;
    return assemble(found, key, await parts(tx, found.case, key));
  });
}

/** The id of the case with this code, as far as the viewer may see it (the desk's search). */
export async function caseByCode(
  connection: Connection,
  code: string,
  viewer: Viewer,
): Promise<string | null> {
  const [found] = await connection
    .select({ id: caseTable.id })
    .from(caseTable)
    .where(and(eq(caseTable.code, code), visibleTo(viewer)));
  return found?.id ?? null;
}

interface Found {
  case: typeof caseTable.$inferSelect;
  person: typeof person.$inferSelect;
  holder: { id: string; name: string } | null;
  speaks: string | null;
}

function assemble(found: Found, key: PersonKey | null, rest: Awaited<ReturnType<typeof parts>>): CaseFile {
  const { sealed, status, ...row } = found.case;
  const { id, textLanguage, spokenLanguage, writing, keeping, erasedAt } = found.person;
  return {
    case: { ...row, status: status as CaseStatus },
    words: sealed && key ? key.open<CaseWords>(sealed) : {},
    answers: answersOf(rest.events),
    holder: found.holder,
    speaks: found.speaks as CaseFile['speaks'],
    person: { id, textLanguage, spokenLanguage, writing, keeping, erased: erasedAt !== null },
    key,
    ...rest,
  };
}

/** The lists of a file, one after the other: a transaction has one connection. */
async function parts(tx: Connection, row: Found['case'], key: PersonKey | null) {
  const addresses = await tx
    .select({
      id: address.id,
      channel: address.channel,
      provider: address.provider,
      lastInboundAt: address.lastInboundAt,
      optedOut: sql<boolean>`${address.optedOutAt} is not null`,
    })
    .from(address)
    .where(eq(address.personId, row.personId))
    .orderBy(sql`${address.lastInboundAt} desc nulls last`);
  const consents = await tx
    .select()
    .from(consent)
    .where(eq(consent.personId, row.personId))
    .orderBy(asc(consent.id));
  const { sealed: _, ...referralColumns } = columnsOfReferral;
  const referrals = await tx
    .select(referralColumns)
    .from(referral)
    .where(eq(referral.caseId, row.id))
    .orderBy(asc(referral.number));
  const alerts = await tx.select().from(alert).where(eq(alert.caseId, row.id)).orderBy(asc(alert.openedAt));
  const named = await tx
    .select({ id: staff.id, name: staff.name })
    .from(caseAccess)
    .innerJoin(staff, and(eq(staff.id, caseAccess.userId), isNull(staff.disabledAt)))
    .where(eq(caseAccess.caseId, row.id))
    .orderBy(asc(staff.name));
  return { addresses, consents, referrals, alerts, named, events: await eventsOf(tx, row.id, key) };
}

const columnsOfReferral = {
  sealed: referral.sealed,
  id: referral.id,
  caseId: referral.caseId,
  number: referral.number,
  version: referral.version,
  status: referral.status,
  serviceAtLocationId: referral.serviceAtLocationId,
  callReceiverAt: referral.callReceiverAt,
  askPersonAt: referral.askPersonAt,
  timesAsked: referral.timesAsked,
  createdBy: referral.createdBy,
  createdAt: referral.createdAt,
  updatedAt: referral.updatedAt,
};

async function eventsOf(tx: Connection, caseId: string, key: PersonKey | null): Promise<FileEvent[]> {
  const rows = await tx
    .select({ event: caseEvent, by: staff.name })
    .from(caseEvent)
    .leftJoin(staff, eq(staff.id, caseEvent.userId))
    .where(eq(caseEvent.caseId, caseId))
    .orderBy(asc(caseEvent.id));
  return rows.map(({ event: { id, kind, actor, userId, data, sealed, at }, by }) => ({
    id,
    kind: kind as EventKind,
    actor,
    userId,
    by,
    data: data as FileEvent['data'],
    words: sealed && key ? key.open(sealed) : null,
    at,
  }));
}

/** The newest answer to each question, with its origin, from the events that carried them. */
function answersOf(events: readonly FileEvent[]): OriginAnswers {
  const answers: Record<string, OriginAnswer> = {};
  for (const { kind, words, data, at } of events) {
    if (kind !== 'answers' || typeof words !== 'object' || words === null) continue;
    const origin = (data.origin ?? 'bot') as AnswerOrigin;
    for (const [name, value] of Object.entries(words)) answers[name] = { value, origin, at };
  }
  return answers;
}
