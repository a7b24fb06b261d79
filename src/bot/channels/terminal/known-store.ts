import { inArray, notInArray, sql } from 'drizzle-orm';
import type { Database } from '../../../../db/open.ts';
import {
  address,
  alert,
  caseTable,
  consent,
  conversation,
  inbox,
  media,
  person,
} from '../../../../db/schema/index.ts';
import { type Keys, openPersonKey, type PersonKey } from '../../../../db/seal.ts';
import type { CaseWords } from '../../../handoff/case.ts';

/** What the database holds about the people of one written conversation: one line of plain words for each thing. */
export interface Known {
  readonly lines: ReadonlyMap<string, string>;
  /** Codes of their cases in the order they were opened. */
  readonly codes: readonly string[];
  /** How many dangers the people on duty have to hear of. */
  readonly alerts: number;
}

export interface KnownDoor {
  readonly db: Database;
  readonly keys: Keys;
  readonly placeName: (id: string) => string | null;
}

/** Everybody there is, so that whoever comes later can be told apart. */
export async function everybody({ db }: KnownDoor): Promise<readonly string[]> {
  return (await db.select({ id: person.id }).from(person)).map(({ id }) => id);
}

/** Cases of one moment (the clock of a written conversation stands still) in the order they were written. */
const firstEvent = sql`(select min(e.id) from case_event e where e.case_id = ${caseTable.id})`;

/** What is known of everybody except the ones who were there before. */
export async function readKnown(door: KnownDoor, before: readonly string[]): Promise<Known> {
  const { db } = door;
  const others = before.length > 0 ? notInArray(person.id, [...before]) : undefined;
  const people = await db.select().from(person).where(others).orderBy(person.createdAt);
  if (people.length === 0) return { lines: new Map(), codes: [], alerts: 0 };
  const ids = people.map(({ id }) => id);
  const consents = await db.select().from(consent).where(inArray(consent.personId, ids)).orderBy(consent.id);
  const cases = await db
    .select()
    .from(caseTable)
    .where(inArray(caseTable.personId, ids))
    .orderBy(caseTable.openedAt, firstEvent);
  const alerts = await aboutAlerts(db, cases);
  const lines = [
    ...people.flatMap(aboutPerson),
    ...(await aboutMessages(db, ids)),
    ...consents.map(aboutConsent),
    ...cases.map((row) => aboutCase(door, row, keyOf(door, people, row.personId))),
    ...alerts,
  ];
  return {
    lines: new Map(lines.filter(([, line]) => line !== '')),
    codes: cases.map(({ code }) => code),
    alerts: alerts.length,
  };
}

type Line = readonly [key: string, line: string];

function keyOf(
  { keys }: KnownDoor,
  people: readonly (typeof person.$inferSelect)[],
  id: string,
): PersonKey | null {
  const wrapped = people.find((one) => one.id === id)?.dataKey;
  return wrapped ? openPersonKey(keys, wrapped) : null;
}

function aboutPerson(one: typeof person.$inferSelect): Line[] {
  return [
    [`${one.id} writing`, one.writing ? `may we write: ${one.writing}` : ''],
    [`${one.id} keeping`, one.keeping ? `may we keep: ${one.keeping}` : ''],
    [`${one.id} text`, one.textLanguage ? `reads: ${one.textLanguage}` : ''],
    [`${one.id} spoken`, one.spokenLanguage ? `speaks: ${one.spokenLanguage}` : ''],
    [`${one.id} origin`, one.origin?.campaign ? `came by: ${one.origin.campaign}` : ''],
    [`${one.id} erased`, one.erasedAt ? 'erased' : ''],
  ];
}

async function aboutMessages(db: Database, ids: string[]): Promise<Line[]> {
  const talks = await db.select().from(conversation).where(inArray(conversation.personId, ids));
  const addresses = await db.select().from(address).where(inArray(address.personId, ids));
  const ofThem = talks.map(({ id }) => id);
  const count = sql<number>`count(*)::int`;
  const voices = await db.select({ count }).from(media).where(inArray(media.conversationId, ofThem));
  const gone = await db
    .select({ count })
    .from(inbox)
    .where(sql`${inArray(inbox.conversationId, ofThem)} and ${inbox.sealed} is null`);
  const stopped = addresses.some(({ optedOutAt }) => optedOutAt !== null);
  const held = talks.some(({ holder }) => holder === 'caseworker');
  return [
    ['stopped', stopped ? 'stopped' : ''],
    ['held', held ? 'a caseworker holds the conversation' : ''],
    ['voices', voices[0]?.count ? `voice notes kept: ${voices[0].count}` : ''],
    ['gone', gone[0]?.count ? `messages erased: ${gone[0].count}` : ''],
  ];
}

function aboutConsent({
  id,
  purpose,
  given,
  form,
  wording,
  language,
  receiver,
}: typeof consent.$inferSelect): Line {
  const parts = [given ? 'yes' : 'no', form, receiver, wording, language].filter(Boolean);
  return [`consent ${id}`, `consent to ${purpose}: ${parts.join(', ')}`];
}

function aboutCase(
  { placeName }: KnownDoor,
  row: typeof caseTable.$inferSelect,
  key: PersonKey | null,
): Line {
  const words = row.sealed && key ? key.open<CaseWords>(row.sealed) : {};
  const kind = [row.status, row.priority, row.reason, row.danger, row.restricted ? 'restricted' : ''];
  const parts = [
    kind.filter(Boolean).join(', '),
    row.needs.join(', '),
    row.place ? (placeName(row.place) ?? row.place) : '',
    [row.contact, row.spokenLanguage ? `in ${row.spokenLanguage}` : ''].filter(Boolean).join(' '),
    [words.name, words.hour].filter(Boolean).join(' '),
    words.because ? `because "${words.because}"` : '',
    ...(words.ownWords ?? []).map((said) => `"${said}"`),
    row.status === 'closed' ? '' : `due ${row.dueAt.toISOString().slice(0, 16).replace('T', ' ')}`,
  ];
  return [`case ${row.id}`, `case ${row.code} ${parts.filter(Boolean).join('; ')}`];
}

async function aboutAlerts(db: Database, cases: readonly (typeof caseTable.$inferSelect)[]): Promise<Line[]> {
  if (cases.length === 0) return [];
  const codes = new Map(cases.map(({ id, code }) => [id, code]));
  const rows = await db
    .select()
    .from(alert)
    .where(inArray(alert.caseId, [...codes.keys()]))
    .orderBy(alert.openedAt);
  return rows.map((row) => [`alert ${row.id}`, `alert ${codes.get(row.caseId)}: ${row.kind}, ${row.status}`]);
}

/** Whether somebody on duty is still to be told of a danger that was just raised. */
export async function tellingGoesOn({ db }: KnownDoor): Promise<boolean> {
  const { rows } = await db.execute<{ waits: boolean }>(
    sql`select exists(select 1 from telling where status in ('waiting', 'telling')) as waits`,
  );
  return rows[0]?.waits ?? false;
}
