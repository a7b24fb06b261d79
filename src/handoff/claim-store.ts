import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/open.ts';
import { alert, caseTable, conversation, staff } from '../../db/schema/index.ts';
import type { Viewer } from './access.ts';
import type { CaseStatus, CloseReason } from './case.ts';
import { endComplaintTalk } from './complaint-store.ts';
import { addEvents, type EventKind } from './event-store.ts';
import { type LockedCase, lockCase } from './lock-store.ts';

/** Who has a case: won, or held by somebody else; holder null: it is closed, or not theirs to see. */
export type Claim =
  | { readonly won: true }
  | { readonly won: false; readonly holder: { readonly name: string; readonly since: Date } | null };

/** Whether a step was possible; `false` with the reason that the desk shows. */
export type Done =
  | { readonly done: true }
  | { readonly done: false; readonly why: 'not_seen' | 'not_yours' | 'closed' | 'open' | 'erased' };

const done: Done = { done: true };

/** Lets the bot or the caseworker speak in the conversation of a case. Taking a complaint does not silence the bot yet. */
async function setHolder(
  tx: Transaction,
  found: Pick<LockedCase, 'conversationId' | 'reason'>,
  holder: 'bot' | 'caseworker',
): Promise<void> {
  if (found.conversationId === null) return;
  if (found.reason === 'complaint') {
    if (holder === 'bot') await endComplaintTalk(tx, found.conversationId);
    return;
  }
  await tx.update(conversation).set({ holder }).where(eq(conversation.id, found.conversationId));
}

/** Takes a case: one conditional UPDATE decides between two who try at once. The bot is silent from here on. */
export async function claimCase(db: Database, caseId: string, viewer: Viewer, at: Date): Promise<Claim> {
  return db.transaction(async (tx) => {
    const found = await lockCase(tx, caseId, viewer);
    if (!found) return { won: false, holder: null };
    const won = await tx
      .update(caseTable)
      .set({ status: 'claimed', claimedBy: viewer.id, claimedAt: at })
      .where(and(eq(caseTable.id, caseId), eq(caseTable.status, 'queued')))
      .returning({ id: caseTable.id });
    if (won.length === 0) return holderOf(tx, caseId, viewer, found);
    await setHolder(tx, found, 'caseworker');
    await acknowledgeAlerts(tx, caseId, viewer, at);
    await addEvents(tx, [{ caseId, kind: 'claimed', actor: 'caseworker', userId: viewer.id, at }]);
    return { won: true };
  });
}

/** Who was faster; whoever holds it already takes the conversation back from the bot instead. */
async function holderOf(
  tx: Transaction,
  caseId: string,
  viewer: Viewer,
  found: Pick<LockedCase, 'conversationId' | 'reason'>,
): Promise<Claim> {
  const [holder] = await tx
    .select({ id: staff.id, name: staff.name, since: caseTable.claimedAt })
    .from(caseTable)
    .innerJoin(staff, eq(staff.id, caseTable.claimedBy))
    .where(and(eq(caseTable.id, caseId), eq(caseTable.status, 'claimed')));
  if (!holder?.since) return { won: false, holder: null };
  if (holder.id !== viewer.id) return { won: false, holder: { name: holder.name, since: holder.since } };
  await setHolder(tx, found, 'caseworker');
  return { won: true };
}

async function acknowledgeAlerts(tx: Transaction, caseId: string, viewer: Viewer, at: Date): Promise<void> {
  const name = sql`(select name from staff where id = ${viewer.id})`;
  const taken = await tx
    .update(alert)
    .set({ status: 'acknowledged', acknowledgedAt: at, acknowledgedBy: name })
    .where(and(eq(alert.caseId, caseId), eq(alert.status, 'open')))
    .returning({ kind: alert.kind });
  await addEvents(
    tx,
    taken.map(({ kind }) => ({
      caseId,
      kind: 'alert_acknowledged' as const,
      actor: 'caseworker' as const,
      userId: viewer.id,
      data: { kind, by: 'claim' },
      at,
    })),
  );
}

/** The bot speaks again; the caseworker keeps the case. */
export function handBack(db: Database, caseId: string, viewer: Viewer, at: Date): Promise<Done> {
  return step(db, caseId, viewer, { kind: 'handed_back', at });
}

/** Back into the queue, for somebody else. */
export function releaseCase(db: Database, caseId: string, viewer: Viewer, at: Date): Promise<Done> {
  return step(db, caseId, viewer, {
    kind: 'released',
    at,
    set: { status: 'queued', claimedBy: null, claimedAt: null },
  });
}

/** Ends a case with a reason; the bot speaks again. */
export function closeCase(
  db: Database,
  caseId: string,
  viewer: Viewer,
  reason: CloseReason,
  at: Date,
): Promise<Done> {
  return step(db, caseId, viewer, {
    kind: 'closed',
    at,
    set: { status: 'closed', closedAt: at, closeReason: reason },
    data: { reason },
  });
}

/** What a step of the one who holds a case changes. */
interface Step {
  readonly kind: EventKind;
  readonly at: Date;
  readonly set?: Partial<{
    status: CaseStatus;
    claimedBy: null;
    claimedAt: null;
    closedAt: Date;
    closeReason: string;
  }>;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A step that only the caseworker who holds the case, or a supervisor who sees it, may take. */
function step(
  db: Database,
  caseId: string,
  viewer: Viewer,
  { kind, at, set, data = {} }: Step,
): Promise<Done> {
  return db.transaction(async (tx) => {
    const found = await lockCase(tx, caseId, viewer);
    if (!found) return { done: false, why: 'not_seen' };
    if (found.status === 'closed') return { done: false, why: 'closed' };
    if (found.claimedBy !== viewer.id && viewer.role !== 'supervisor')
      return { done: false, why: 'not_yours' };
    if (set) await tx.update(caseTable).set(set).where(eq(caseTable.id, caseId));
    await setHolder(tx, found, 'bot');
    if (kind === 'closed') await acknowledgeAlerts(tx, caseId, viewer, at);
    await addEvents(tx, [{ caseId, kind, actor: 'caseworker', userId: viewer.id, data, at }]);
    return done;
  });
}

/** Puts a closed case back into the queue, with a new due time for the first contact. */
export function reopenCase(
  db: Database,
  caseId: string,
  viewer: Viewer,
  dueAt: Date,
  at: Date,
): Promise<Done> {
  return db.transaction(async (tx) => {
    const found = await lockCase(tx, caseId, viewer);
    if (!found) return { done: false, why: 'not_seen' };
    if (found.status !== 'closed') return { done: false, why: 'open' };
    if (!found.sealed) return { done: false, why: 'erased' };
    const fresh = {
      claimedBy: null,
      claimedAt: null,
      closedAt: null,
      closeReason: null,
      firstContactAt: null,
      awaitedAt: null,
      closingAt: null,
    };
    await tx
      .update(caseTable)
      .set({ ...fresh, status: 'queued', dueAt })
      .where(eq(caseTable.id, caseId));
    await addEvents(tx, [{ caseId, kind: 'reopened', actor: 'caseworker', userId: viewer.id, at }]);
    return done;
  });
}
