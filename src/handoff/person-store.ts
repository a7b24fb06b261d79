import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Connection, Transaction } from '../../db/open.ts';
import { caseTable, person } from '../../db/schema/index.ts';
import type { Viewer } from './access.ts';
import { visibleTo } from './visible-store.ts';

/** The cases of one person, oldest first, as far as a viewer may see them, and how many they may not. */
export async function casesOfPerson(
  connection: Connection,
  personId: string,
  viewer: Viewer,
): Promise<{ readonly ids: readonly string[]; readonly hidden: number }> {
  const rows = await connection
    .select({ id: caseTable.id, visible: visibleTo(viewer).mapWith(Boolean) })
    .from(caseTable)
    .where(eq(caseTable.personId, personId))
    .orderBy(asc(caseTable.openedAt));
  const seen = rows.filter(({ visible }) => visible);
  return { ids: seen.map(({ id }) => id), hidden: rows.length - seen.length };
}

/**
 * Has the bot speak to somebody as to a child or as to an adult: their age came to light at the desk. Who has not said yes
 * to keeping their answers still has not.
 */
export async function speakAs(tx: Transaction, personId: string, keeping: 'adult' | 'minor'): Promise<void> {
  const agreed = inArray(person.keeping, ['adult', 'minor']);
  await tx
    .update(person)
    .set({ keeping })
    .where(and(eq(person.id, personId), agreed));
}
