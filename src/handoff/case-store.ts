import { randomUUID } from 'node:crypto';
import { and, desc, ne, sql } from 'drizzle-orm';
import { isOneOf } from '../../db/lists.ts';
import type { Connection, Transaction } from '../../db/open.ts';
import { caseTable } from '../../db/schema/index.ts';
import type { PersonKey } from '../../db/seal.ts';
import { addWords, type CaseOpening, type CasePatch, type CaseStatus, type CaseWords } from './case.ts';
import { addEvents, type NewEvent } from './event-store.ts';
import { nameStaff } from './visible-store.ts';

/** A case to open for the person of a conversation. */
export interface NewCase {
  readonly personId: string;
  readonly conversationId: number | null;
  readonly key: PersonKey;
  readonly opening: CaseOpening;
  readonly at: Date;
}

/** What a conversation learnt about a case that is already open. */
export interface LearntOfCase {
  readonly caseId: string;
  readonly key: PersonKey;
  readonly patch: CasePatch;
  readonly at: Date;
}

/** The open case of a conversation, as far as the next turn needs it. */
export interface OpenCase {
  readonly id: string;
  readonly code: string;
  readonly conversationId: number;
  readonly status: CaseStatus;
  readonly priority: string;
  readonly reason: string;
  readonly danger: string | null;
  readonly restricted: boolean;
  readonly minor: boolean;
  readonly claimedBy: string | null;
  readonly openedAt: Date;
  readonly dueAt: Date;
  readonly firstContactAt: Date | null;
}

/** Takes the next `n` case numbers; one that is not used leaves a gap, which harms nobody. */
export async function reserveCaseNumbers(connection: Connection, n: number): Promise<number[]> {
  if (n < 1) return [];
  const { rows } = await connection.execute<{ number: number }>(
    sql`select nextval('case_number')::int as number from generate_series(1, ${n}::int)`,
  );
  return rows.map((row) => row.number);
}

/** Opens cases, names staff on the restricted ones, and writes their first events; ids in the order of the rows. */
export async function openCases(tx: Transaction, rows: readonly NewCase[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const withIds = rows.map((row) => ({ ...row, id: randomUUID() }));
  await tx.insert(caseTable).values(withIds.map(caseRow));
  await nameStaff(
    tx,
    withIds.filter((row) => row.opening.restricted).map((row) => row.id),
  );
  await addEvents(tx, withIds.flatMap(openingEvents));
  return withIds.map((row) => row.id);
}

function caseRow({ id, personId, conversationId, key, opening, at }: NewCase & { id: string }) {
  return {
    id,
    code: opening.code,
    personId,
    conversationId,
    priority: opening.priority,
    reason: opening.reason,
    danger: opening.danger ?? null,
    restricted: opening.restricted,
    minor: opening.minor,
    needs: [...opening.needs],
    place: opening.place ?? null,
    region: opening.region ?? null,
    spokenLanguage: opening.spokenLanguage ?? null,
    contact: opening.contact ?? null,
    origin: opening.origin ?? null,
    sealed: key.seal(opening.words),
    openedAt: at,
    dueAt: opening.dueAt,
  };
}

function openingEvents({ id, key, opening, at }: NewCase & { id: string }): NewEvent[] {
  const data = { reason: opening.reason, priority: opening.priority };
  const opened: NewEvent = { caseId: id, kind: 'opened', actor: 'bot', data, at };
  return [opened, ...answerEvents(id, key, opening.answers, at)];
}

function answerEvents(caseId: string, key: PersonKey, answers: CasePatch['answers'], at: Date): NewEvent[] {
  if (!answers || Object.keys(answers).length === 0) return [];
  return [
    { caseId, kind: 'answers', actor: 'bot', data: { origin: 'bot' }, words: { key, value: answers }, at },
  ];
}

/** Writes what conversations learnt, words added to words; a case is never made less restricted, nor less urgent. */
export async function patchCases(tx: Transaction, rows: readonly LearntOfCase[]): Promise<void> {
  if (rows.length === 0) return;
  const ids = [...new Set(rows.map((row) => row.caseId))].sort();
  const before = await tx
    .select()
    .from(caseTable)
    .where(isOneOf(caseTable.id, ids))
    .orderBy(caseTable.id)
    .for('no key update');
  const byId = new Map(before.map((row) => [row.id, row]));
  for (const row of rows) {
    const current = byId.get(row.caseId);
    if (current) byId.set(row.caseId, patched(current, row));
  }
  await writePatched(tx, [...byId.values()]);
  await nameStaff(
    tx,
    [...byId.values()].filter((row) => row.restricted).map((row) => row.id),
  );
  await addEvents(tx, rows.filter((row) => byId.has(row.caseId)).flatMap(patchEvents));
}

type CaseRow = typeof caseTable.$inferSelect;
const urgency = ['normal', 'urgent', 'emergency'];

function patched(row: CaseRow, { key, patch }: LearntOfCase): CaseRow {
  const { words, answers: _, restricted, minor, priority, dueAt, needs, ...rest } = patch;
  const said = row.sealed ? key.open<CaseWords>(row.sealed) : {};
  return {
    ...row,
    ...rest,
    restricted: row.restricted || restricted === true,
    minor: row.minor || minor === true,
    priority: priority && urgency.indexOf(priority) > urgency.indexOf(row.priority) ? priority : row.priority,
    dueAt: dueAt && dueAt < row.dueAt ? dueAt : row.dueAt,
    needs: needs ? [...needs] : row.needs,
    sealed: words ? key.seal(addWords(said, words)) : row.sealed,
  };
}

/** One statement for all rows: drizzle has no UPDATE … FROM a list, so the list goes over as one JSON parameter. */
async function writePatched(tx: Transaction, rows: readonly CaseRow[]): Promise<void> {
  const list = rows.map((row) => ({
    id: row.id,
    priority: row.priority,
    reason: row.reason,
    danger: row.danger,
    restricted: row.restricted,
    minor: row.minor,
    needs: row.needs,
    place: row.place,
    region: row.region,
    spoken_language: row.spokenLanguage,
    contact: row.contact,
    origin: row.origin,
    due_at: row.dueAt.toISOString(),
    sealed: row.sealed?.toString('base64') ?? null,
  }));
  await tx.execute(sql`update "case" c set priority = v.priority, reason = v.reason, danger = v.danger,
      restricted = v.restricted, minor = v.minor, needs = v.needs, place = v.place, region = v.region,
      spoken_language = v.spoken_language, contact = v.contact, origin = v.origin, due_at = v.due_at,
      sealed = decode(v.sealed, 'base64')
    from json_to_recordset(${JSON.stringify(list)}::json) as v(id uuid, priority text, reason text, danger text,
      restricted boolean, minor boolean, needs text[], place text, region text, spoken_language text, contact text,
      origin text, due_at timestamptz, sealed text)
    where c.id = v.id`);
}

function patchEvents({ caseId, key, patch, at }: LearntOfCase): NewEvent[] {
  const fields = Object.keys(patch).filter((name) => name !== 'answers');
  const changed: NewEvent = { caseId, kind: 'changed', actor: 'bot', data: { fields }, at };
  return [...(fields.length > 0 ? [changed] : []), ...answerEvents(caseId, key, patch.answers, at)];
}

/**
 * The open case of each conversation, the newest where there are several. Complaints are left out: they are a matter
 * between the person and a supervisor, and the conversation goes on beside them.
 */
export async function openCaseOf(
  connection: Connection,
  conversationIds: readonly number[],
): Promise<Map<number, OpenCase>> {
  if (conversationIds.length === 0) return new Map();
  const rows = await connection
    .selectDistinctOn([caseTable.conversationId], openCaseColumns)
    .from(caseTable)
    .where(
      and(
        isOneOf(caseTable.conversationId, conversationIds),
        ne(caseTable.status, sql`'closed'`),
        ne(caseTable.reason, 'complaint'),
      ),
    )
    .orderBy(caseTable.conversationId, desc(caseTable.openedAt));
  return new Map(rows.map((row) => [row.conversationId!, row as OpenCase]));
}

const openCaseColumns = {
  id: caseTable.id,
  code: caseTable.code,
  conversationId: caseTable.conversationId,
  status: caseTable.status,
  priority: caseTable.priority,
  reason: caseTable.reason,
  danger: caseTable.danger,
  restricted: caseTable.restricted,
  minor: caseTable.minor,
  claimedBy: caseTable.claimedBy,
  openedAt: caseTable.openedAt,
  dueAt: caseTable.dueAt,
  firstContactAt: caseTable.firstContactAt,
};
