import { eq, sql } from 'drizzle-orm';
import type { Jobs } from '../../db/jobs.ts';
import { address, caseTable, conversation, person } from '../../db/schema/index.ts';
import { openPersonKey } from '../../db/seal.ts';
import { mayHear } from '../handoff/access.ts';
import type { CaseWords } from '../handoff/case.ts';
import { onCase } from '../handoff/work-store.ts';
import { openMedia } from '../messages/media-store.ts';
import { holdForDigits } from '../messages/news-store.ts';
import { logAccess } from './access-store.ts';
import { withdrawQuestion } from './question-store.ts';
import { type Acting, queueFromDesk, threadOf } from './thread-store.ts';

export type { Jobs } from '../../db/jobs.ts';
export type { Keys } from '../../db/seal.ts';

/** What became of a reply: queued, or why not. */
export type Replied = 'queued' | 'not_yours' | 'no_chat' | 'opted_out';

/** Queues a caseworker's words to where the person wrote from last; only whoever holds the case may write. */
export async function reply(acting: Acting, jobs: Pick<Jobs, 'add'>, words: string): Promise<Replied> {
  const { db, keys, caseId, staff, at } = acting;
  let outcome: Replied = 'not_yours';
  await onCase(db, keys, caseId, staff, async (tx, row, key) => {
    if (row.status !== 'claimed' || row.claimedBy !== staff.id) return;
    const thread = row.conversationId === null ? null : await threadOf(tx, row.conversationId);
    outcome = thread?.optedOutAt ? 'opted_out' : 'no_chat';
    if (!thread || thread.optedOutAt) return;
    const queued = await queueFromDesk(tx, jobs, acting, { thread, key, content: { words } });
    if (thread.writing === 'shared') await holdForDigits({ tx, jobs, keys, at }, thread.id, queued);
    await withdrawQuestion(tx, thread.id, key);
    // Whoever writes speaks: from here on the bot waits until it is handed back.
    await tx.update(conversation).set({ holder: 'caseworker' }).where(eq(conversation.id, thread.id));
    outcome = 'queued';
  });
  return outcome;
}

/** A voice note or picture of a case, opened and written down; null when it is not there or not theirs to hear. */
export async function openCaseMedia(
  { db, keys, caseId, staff, at }: Acting,
  conversationId: number | null,
  mediaId: string,
): Promise<{ readonly contentType: string; readonly bytes: Buffer } | null> {
  const file = await openMedia(db, keys, mediaId);
  if (!file || file.conversationId !== conversationId) return null;
  const [about] = await db
    .select({ keeping: person.keeping, danger: caseTable.danger, reason: caseTable.reason })
    .from(caseTable)
    .innerJoin(person, eq(person.id, caseTable.personId))
    .where(eq(caseTable.id, caseId));
  if (!about || !mayHear(about.keeping, about.danger)) return null;
  if (file.complaint && !(file.complaint === 'named' && about.reason === 'complaint')) return null;
  await logAccess(db, { userId: staff.id, caseId, what: 'media', at });
  return file;
}

/** The numbers to call somebody on; seen only by whoever holds the case or a supervisor, and written down each time. */
export async function openNumbers({
  db,
  keys,
  caseId,
  staff,
  at,
}: Acting): Promise<readonly string[] | null> {
  let numbers: string[] | null = null;
  await onCase(db, keys, caseId, staff, async (tx, row, key) => {
    if (row.claimedBy !== staff.id && staff.role !== 'supervisor') return;
    const rows = await tx
      .select({ sealed: address.sealed, dataKey: person.dataKey })
      .from(address)
      .innerJoin(person, eq(person.id, address.personId))
      .where(eq(address.personId, row.personId))
      .orderBy(sql`${address.lastInboundAt} desc nulls last`);
    const known = rows.flatMap(({ sealed, dataKey }) =>
      sealed && dataKey ? [openPersonKey(keys, dataKey).open<string>(sealed)] : [],
    );
    const { phone } = row.sealed ? key.open<CaseWords>(row.sealed) : {};
    // one number may stand there twice: for WhatsApp and for SMS
    numbers = [...new Set([...known, ...(phone ? [phone] : [])])];
    await logAccess(tx, { userId: staff.id, caseId, what: 'number', at });
  });
  return numbers;
}
