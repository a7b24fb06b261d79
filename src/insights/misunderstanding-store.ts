import { and, asc, desc, eq, isNotNull, isNull, lt, ne, sql } from 'drizzle-orm';
import type { Connection, Database } from '../../db/open.ts';
import { misunderstanding } from '../../db/schema/index.ts';

/** Words that were not understood, without anything that leads to a person. */
export interface Misunderstanding {
  readonly language: string;
  /** Dialog and question, such as `needs.place`. */
  readonly question: string;
  readonly words: string;
}

/** One line of the list, and what was made of it: the list of `understand.json` it is an example for. */
export interface KeptMisunderstanding extends Misunderstanding {
  readonly id: number;
  readonly day: string;
  readonly count: number;
  readonly label: string | null;
}

/** Label of what is no example for anything. */
export const putAside = '-';
const mostShown = 200;

/** Keeps what was not understood; the same words at the same question stand in one row. */
export async function addMisunderstandings(
  db: Connection,
  words: readonly Misunderstanding[],
  at: Date,
): Promise<void> {
  const day = at.toISOString().slice(0, 10);
  // the same words twice in one statement would meet their own row
  for (const one of words) {
    await db
      .insert(misunderstanding)
      .values({ ...one, day })
      .onConflictDoUpdate({
        target: [misunderstanding.language, misunderstanding.question, misunderstanding.words],
        set: { count: sql`${misunderstanding.count} + 1`, day },
      });
  }
}

/** What waits for somebody to say what was meant, the most frequent first. */
export async function waitingMisunderstandings(db: Database): Promise<KeptMisunderstanding[]> {
  return db
    .select()
    .from(misunderstanding)
    .where(isNull(misunderstanding.label))
    .orderBy(desc(misunderstanding.count), desc(misunderstanding.day), asc(misunderstanding.id))
    .limit(mostShown);
}

/** What was made an example, the latest first. */
export async function examples(db: Database): Promise<KeptMisunderstanding[]> {
  return db
    .select()
    .from(misunderstanding)
    .where(and(isNotNull(misunderstanding.label), ne(misunderstanding.label, putAside)))
    .orderBy(desc(misunderstanding.decidedAt), desc(misunderstanding.id));
}

/** Says what was meant, in the language it was meant in; `null` undoes it. */
export async function decideMisunderstanding(
  db: Database,
  id: number,
  decision: { readonly label: string; readonly language: string } | null,
  at: Date,
): Promise<void> {
  const made = decision
    ? { label: decision.label, decidedAt: at, ...(await freeLanguage(db, id, decision.language)) }
    : { label: null, decidedAt: null };
  await db.update(misunderstanding).set(made).where(eq(misunderstanding.id, id));
}

/** The language, unless the same words already stand in it: two rows must not become one. */
async function freeLanguage(db: Database, id: number, language: string): Promise<{ language?: string }> {
  const taken = await db.execute(sql`
    select 1 from misunderstanding other join misunderstanding own on own.id = ${id}
    where other.id <> own.id and other.language = ${language}
      and other.question = own.question and other.words = own.words`);
  return taken.rows.length > 0 ? {} : { language };
}

/** Forgets what nobody made an example of before that day (YYYY-MM-DD). */
export async function forgetMisunderstandings(db: Connection, before: string): Promise<void> {
  await db
    .delete(misunderstanding)
    .where(
      and(
        lt(misunderstanding.day, before),
        sql`(${misunderstanding.label} is null or ${misunderstanding.label} = ${putAside})`,
      ),
    );
}
