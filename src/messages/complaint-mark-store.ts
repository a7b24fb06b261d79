import { inArray } from 'drizzle-orm';
import type { Transaction } from '../../db/open.ts';
import { inbox } from '../../db/schema/index.ts';

/** Whether the person gives their name with a complaint. */
export type ComplaintMark = 'named' | 'anonymous';

/** Marks messages as part of a complaint, so that no page of another case ever shows them. */
export async function markComplaints(
  tx: Transaction,
  marks: readonly (readonly [inboxId: number, mark: ComplaintMark])[],
): Promise<void> {
  for (const mark of ['named', 'anonymous'] as const) {
    const ids = marks.filter(([, one]) => one === mark).map(([id]) => id);
    if (ids.length > 0) await tx.update(inbox).set({ complaint: mark }).where(inArray(inbox.id, ids));
  }
}
