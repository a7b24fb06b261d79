import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import type { Connection, Database } from '../../db/open.ts';
import { directoryCheck } from '../../db/schema/directory.ts';
import { assureService, setStatus } from './edit-store.ts';

/** How an actor is asked whether its entry is still right. */
export type CheckChannel = 'sms' | 'whatsapp' | 'email' | 'phone';

/** What an actor says of its own entry. */
export const checkAnswers = ['right', 'changed', 'closed'] as const;
export type CheckAnswer = (typeof checkAnswers)[number];

const validDays = 30;
const day = 86_400_000;

/** Makes a question to an actor; the token goes into the link and is kept nowhere. */
export async function askForCheck(
  db: Connection,
  serviceId: string,
  channel: CheckChannel,
  at: Date,
): Promise<{ readonly id: string; readonly token: string }> {
  const [id, token] = [randomUUID(), randomBytes(24).toString('base64url')];
  const expiresAt = new Date(at.getTime() + validDays * day);
  await db
    .insert(directoryCheck)
    .values({ id, serviceId, tokenHash: hashOf(token), channel, sentAt: at, expiresAt });
  return { id, token };
}

/** The entry that a link asks about; null when the link is unknown, used or out of date. */
export async function openCheck(
  db: Connection,
  token: string,
  at: Date,
): Promise<{ readonly serviceId: string } | null> {
  const [found] = await db
    .select({ serviceId: directoryCheck.serviceId })
    .from(directoryCheck)
    .where(
      and(
        eq(directoryCheck.tokenHash, hashOf(token)),
        isNull(directoryCheck.answeredAt),
        gt(directoryCheck.expiresAt, at),
      ),
    );
  return found ?? null;
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
  const open = await openCheck(db, token, at);
  if (!open) return false;
  const won = await db
    .update(directoryCheck)
    .set({ answeredAt: at, answer, words: words.slice(0, 2000) || null })
    .where(and(eq(directoryCheck.tokenHash, hashOf(token)), isNull(directoryCheck.answeredAt)))
    .returning({ id: directoryCheck.id });
  if (won.length === 0) return false;
  const hand = { by: 'the actor, by link', at };
  if (answer === 'right') await assureService(db, open.serviceId, hand);
  if (answer === 'closed')
    await setStatus(db, open.serviceId, 'temporarily closed', hand, words.slice(0, 500));
  return true;
}

/** What actors have answered that a caseworker must still enter, newest first is for the page to decide. */
export async function changesToEnter(
  db: Connection,
): Promise<readonly { serviceId: string; words: string; at: Date }[]> {
  const rows = await db.select().from(directoryCheck).where(eq(directoryCheck.answer, 'changed'));
  return rows.map((row) => ({ serviceId: row.serviceId, words: row.words ?? '', at: row.answeredAt! }));
}

/** Services whose actor was asked before a day and has not answered: somebody should telephone. */
export async function silentSince(db: Connection, before: Date): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ serviceId: directoryCheck.serviceId })
    .from(directoryCheck)
    .where(and(isNull(directoryCheck.answeredAt), lt(directoryCheck.sentAt, before)));
  return new Set(rows.map((row) => row.serviceId));
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
