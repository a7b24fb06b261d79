import { asc, eq } from 'drizzle-orm';
import type { Connection } from '../../db/open.ts';
import { caseTable } from '../../db/schema/index.ts';
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
