import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Connection, Database } from '../../db/open.ts';
import { directoryCheck, metadata } from '../../db/schema/directory.ts';
import { actorLines } from './actor-cells.ts';
import type { ActorColumn } from './actor-columns.ts';
import { assureService, setStatus } from './edit-store.ts';
import { readRecordsOf } from './records-store.ts';
import type { Snapshot } from './snapshot.ts';

/** How an actor is asked whether its entry is still right; `phone`: nobody could be written to, somebody must call. */
export type CheckChannel = 'sms' | 'email' | 'whatsapp' | 'phone';

/** What an actor says of its own entry. */
export const checkAnswers = ['right', 'changed', 'closed'] as const;
export type CheckAnswer = (typeof checkAnswers)[number];

const validDays = 30;
const day = 86_400_000;
/** 96 bits: short enough for an SMS, long enough for nobody to guess. */
const tokenBytes = 12;

/** Makes a question to an actor; the token goes into the link and is kept nowhere. */
export async function askForCheck(
  db: Connection,
  serviceId: string,
  channel: CheckChannel,
  at: Date,
): Promise<{ readonly id: string; readonly token: string }> {
  const [id, token] = [randomUUID(), randomBytes(tokenBytes).toString('base64url')];
  const expiresAt = new Date(at.getTime() + validDays * day);
  await db
    .insert(directoryCheck)
    .values({ id, serviceId, tokenHash: hashOf(token), channel, sentAt: at, expiresAt });
  return { id, token };
}

/** The question behind a link: whether it is open, and what was answered. */
export interface Check {
  readonly serviceId: string;
  readonly state: 'open' | 'answered' | 'expired';
  readonly answer: CheckAnswer | null;
}

/** The question behind a link, without answering it; null: there is no such link. */
export async function checkOf(db: Connection, token: string, at: Date): Promise<Check | null> {
  const [found] = await db
    .select()
    .from(directoryCheck)
    .where(eq(directoryCheck.tokenHash, hashOf(token)));
  if (!found) return null;
  const state = found.answeredAt ? 'answered' : found.expiresAt > at ? 'open' : 'expired';
  return { serviceId: found.serviceId, state, answer: found.answer as CheckAnswer | null };
}

/** What an actor sees behind its link: the facts that people are told, by column of the table of actors. */
export interface CheckPage extends Omit<Check, 'serviceId'> {
  readonly name: string;
  readonly facts: readonly (readonly [ActorColumn, string])[];
}

const told: readonly ActorColumn[] = ['phone', 'email', 'town', 'address', 'hours', 'cost', 'documents'];
/** A safe house's place stands on no page that a link alone opens. */
const places: ReadonlySet<ActorColumn> = new Set(['town', 'address']);

/** The page behind a link; null: the link leads nowhere. */
export async function checkPage(
  db: Connection,
  base: Snapshot,
  token: string,
  at: Date,
): Promise<CheckPage | null> {
  const check = await checkOf(db, token, at);
  if (!check) return null;
  const records = await readRecordsOf(db, [check.serviceId]);
  const [line] = actorLines({ ...base, records });
  const [service] = records.services;
  if (!line || !service) return null;
  const hidden = line.cells.confidential === 'yes';
  const facts = told
    .filter((name) => line.cells[name] !== '' && !(hidden && places.has(name)))
    .map((name) => [name, line.cells[name]] as const);
  return { state: check.state, answer: check.answer, name: service.name, facts };
}

/**
 * Keeps an actor's answer, once. `right` counts as checked today; `closed` takes the entry off the list at once;
 * `changed` leaves it as it is, with the words of the actor for a caseworker to enter.
 */
export async function answerCheck(
  db: Database,
  token: string,
  answer: CheckAnswer,
  words: string,
  at: Date,
): Promise<boolean> {
  const check = await checkOf(db, token, at);
  if (check?.state !== 'open') return false;
  const won = await db
    .update(directoryCheck)
    .set({ answeredAt: at, answer, words: words.slice(0, 2000) || null })
    .where(and(eq(directoryCheck.tokenHash, hashOf(token)), isNull(directoryCheck.answeredAt)))
    .returning({ id: directoryCheck.id });
  if (won.length === 0) return false;
  const hand = { by: 'the actor, by link', at };
  if (answer === 'right') await assureService(db, check.serviceId, hand);
  if (answer === 'closed')
    await setStatus(db, check.serviceId, 'temporarily closed', hand, words.slice(0, 500));
  return true;
}

/** An entry that a human must look at, and why. */
export interface CheckTask {
  readonly serviceId: string;
  /** `changed`, `closed`: the actor's answer · `silent`: it did not answer · `call`: it cannot be written to. */
  readonly why: 'changed' | 'closed' | 'silent' | 'call';
  readonly words: string;
  readonly at: Date;
}

/** Questions whose outcome waits for a human; done as soon as somebody changes or checks the entry afterwards. */
export async function checkTasks(db: Connection): Promise<readonly CheckTask[]> {
  const { answeredAt, answer, silentAt, channel, sentAt, serviceId } = directoryCheck;
  const since = sql`coalesce(${answeredAt}, ${sentAt})`;
  const handled = sql`exists (select 1 from ${metadata} m where m.resource_id = ${serviceId}
    and m.last_action_date >= ${since} and m.updated_by like '%@%')`;
  const waits = sql`(${answer} in ('changed', 'closed') or (${isNull(answeredAt)} and
    (${isNotNull(silentAt)} or ${channel} = 'phone')))`;
  const rows = await db
    .select()
    .from(directoryCheck)
    .where(and(waits, sql`not ${handled}`))
    .orderBy(desc(sentAt));
  const latest = new Map(rows.reverse().map((row) => [row.serviceId, row]));
  return [...latest.values()].map((row) => ({
    serviceId: row.serviceId,
    why: row.answer === 'changed' || row.answer === 'closed' ? row.answer : row.silentAt ? 'silent' : 'call',
    words: row.words ?? row.fault ?? '',
    at: row.answeredAt ?? row.sentAt,
  }));
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
