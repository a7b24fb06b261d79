import { randomUUID } from 'node:crypto';
import { and, asc, eq, max } from 'drizzle-orm';
import type { Connection, Database, Transaction } from '../../db/open.ts';
import { caseTable, referral } from '../../db/schema/index.ts';
import type { Keys, PersonKey } from '../../db/seal.ts';
import { letDowns, reportLetDown } from '../directory/report-store.ts';
import type { Viewer } from './access.ts';
import { addEvents, type EventKind } from './event-store.ts';
import type { ReferralDraft } from './referral.ts';
import type { Outcome } from './referral-outcome.ts';
import { leavingOn, type Paper, type PaperKind, paperBlockers } from './referral-paper.ts';
import type { Blocker } from './referral-passing.ts';
import type { ReferralEdits } from './referral-source.ts';
import { isEditable, mayFollow, type ReferralStatus } from './referral-status.ts';
import { visibleTo } from './visible-store.ts';
import { onCase } from './work-store.ts';

/** A referral as it is kept: what the caseworker wrote; the rest of the draft is computed. */
export interface KeptReferral {
  readonly id: string;
  readonly caseId: string;
  readonly number: number;
  readonly version: number;
  readonly status: ReferralStatus;
  readonly serviceAtLocationId: string | null;
  readonly edits: ReferralEdits;
  readonly updatedAt: Date;
}

/** What a caseworker writes into a referral. */
export interface ReferralWriting {
  readonly serviceAtLocationId: string | null;
  readonly edits: ReferralEdits;
}

/** Begins a referral of a case (K7M4-1, K7M4-2 …); null: the case may not be seen or its person is erased. */
export async function createReferral(
  db: Database,
  keys: Keys,
  caseId: string,
  viewer: Viewer,
  writing: ReferralWriting,
  at: Date,
): Promise<{ id: string; number: number } | null> {
  const id = randomUUID();
  let number = 0;
  const seen = await onCase(db, keys, caseId, viewer, async (tx, _row, key) => {
    const [last] = await tx
      .select({ number: max(referral.number) })
      .from(referral)
      .where(eq(referral.caseId, caseId));
    number = (last?.number ?? 0) + 1;
    const { serviceAtLocationId, edits } = writing;
    const sealed = key.seal(edits);
    const made = { createdBy: viewer.id, createdAt: at, updatedAt: at };
    await tx.insert(referral).values({ id, caseId, number, serviceAtLocationId, sealed, ...made });
    await addEvents(tx, [event(viewer, caseId, 'referral_drafted', { number }, at)]);
  });
  return seen ? { id, number } : null;
}

/** The referrals of a case, with what was written into them; `key` is the file's, null once erased. */
export async function referralsOf(
  connection: Connection,
  key: PersonKey | null,
  caseId: string,
): Promise<KeptReferral[]> {
  const rows = await connection
    .select()
    .from(referral)
    .where(eq(referral.caseId, caseId))
    .orderBy(asc(referral.number));
  return rows.flatMap(({ sealed, status, createdBy: _, createdAt: __, ...row }) =>
    sealed && key
      ? [{ ...row, status: status as ReferralStatus, edits: key.open<ReferralEdits>(sealed) }]
      : [],
  );
}

/** What came of saving: the new version, or the version somebody else saved meanwhile. */
export type Saved =
  | { readonly saved: true; readonly version: number }
  | { readonly saved: false; readonly why: 'not_seen' | 'left' }
  | { readonly saved: false; readonly why: 'newer'; readonly version: number };

/** Saves a new version over the one the caseworker had before them; nothing of a colleague's is overwritten unseen. */
export async function saveReferral(
  db: Database,
  keys: Keys,
  referralId: string,
  viewer: Viewer,
  writing: ReferralWriting & { readonly version: number },
  at: Date,
): Promise<Saved> {
  let saved: Saved = { saved: false, why: 'not_seen' };
  await onReferral(db, keys, referralId, viewer, async (tx, row, key) => {
    if (!isEditable(row.status)) saved = { saved: false, why: 'left' };
    else if (row.version !== writing.version) saved = { saved: false, why: 'newer', version: row.version };
    else {
      const version = row.version + 1;
      const { serviceAtLocationId, edits } = writing;
      // A consent belongs to one receiver: another receiver begins again with the question.
      const status = serviceAtLocationId === row.serviceAtLocationId ? row.status : 'draft';
      const set = { version, status, serviceAtLocationId, sealed: key.seal(edits), updatedAt: at };
      await tx.update(referral).set(set).where(eq(referral.id, referralId));
      const data = { number: row.number, version };
      await addEvents(tx, [event(viewer, row.caseId, 'referral_changed', data, at)]);
      saved = { saved: true, version };
    }
  });
  return saved;
}

/**
 * Writes down what became of a referral, if the table of statuses allows it. That it was declined or not answered
 * lowers the rank of its service, until it says otherwise.
 */
export async function recordOutcome(
  db: Database,
  keys: Keys,
  referralId: string,
  viewer: Viewer,
  outcome: Outcome,
  at: Date,
): Promise<boolean> {
  let recorded = false;
  await onReferral(db, keys, referralId, viewer, async (tx, row, key) => {
    const { status, reason, on, toldBy } = outcome;
    if (!mayFollow(row.status, status)) return;
    // Whoever has answered need not be called about it any more.
    const call = status === 'no_response' ? {} : { callReceiverAt: null };
    await tx
      .update(referral)
      .set({ status, updatedAt: at, ...call })
      .where(eq(referral.id, referralId));
    await reportLetDown(tx, row, letDowns.find((each) => each === status) ?? null, at);
    const data = { number: row.number, from: row.status, to: status, on, ...(reason ? { reason } : {}) };
    const words = toldBy ? { words: { key, value: { toldBy } } } : {};
    await addEvents(tx, [{ ...event(viewer, row.caseId, 'referral_outcome', data, at), ...words }]);
    if (status === 'declined') {
      const due = { what: 'other_service', number: row.number };
      await addEvents(tx, [event(viewer, row.caseId, 'follow_up_due', due, at)]);
    }
    recorded = true;
  });
  return recorded;
}

/** Writes down that a paper was printed, with exactly what stands on it, sealed. */
export async function markPrinted(
  db: Database,
  keys: Keys,
  referralId: string,
  viewer: Viewer,
  printed: { readonly paper: Paper; readonly copies: number },
  at: Date,
): Promise<boolean> {
  return onReferral(db, keys, referralId, viewer, async (tx, row, key) => {
    const { paper, copies } = printed;
    const data = { number: row.number, version: row.version, paper: paper.kind, copies };
    const words = { key, value: paper };
    await addEvents(tx, [{ ...event(viewer, row.caseId, 'referral_printed', data, at), words }]);
  });
}

/** How a referral was handed over: the person carries the slip, or the receiver got it on paper or by telephone. */
export type HandOver = { readonly via: 'slip' | 'paper' | 'telephone'; readonly to?: string };

/**
 * Marks a referral as handed over, which makes it *sent*; refused with what stands in the way. A slip names nobody; by
 * paper and telephone the person is named, so consent and agreement must hold. Sending over the wire comes through here
 * as well, as one more `via`.
 */
export async function handOver(
  db: Database,
  keys: Keys,
  referralId: string,
  viewer: Viewer,
  handed: HandOver & { readonly draft: ReferralDraft },
  at: Date,
): Promise<{ done: true } | { done: false; blockers: readonly Blocker[] }> {
  const kind: PaperKind = handed.via === 'slip' ? 'slip' : 'named';
  const blockers = paperBlockers(handed.draft, kind);
  if (blockers.length > 0) return { done: false, blockers };
  let done = false;
  await onReferral(db, keys, referralId, viewer, async (tx, row, key) => {
    const through: ReferralStatus[] =
      kind === 'named' && row.status !== 'ready' ? ['ready', 'sent'] : ['sent'];
    const steps = [row.status, ...through];
    if (!steps.slice(1).every((next, i) => mayFollow(steps[i]!, next))) return;
    const inDays = (days: number) => new Date(at.getTime() + days * 86_400_000);
    const { callReceiver, askPerson } = handed.draft.followUp;
    // A slip tells the receiver nothing: there is nobody to call about it.
    const callReceiverAt = kind === 'named' ? inDays(callReceiver.inDays) : null;
    const set = { status: 'sent', updatedAt: at, callReceiverAt, askPersonAt: inDays(askPerson.inDays) };
    await tx.update(referral).set(set).where(eq(referral.id, referralId));
    const fields = leavingOn(handed.draft, kind);
    const data = { number: row.number, version: row.version, via: handed.via, fields };
    const words = handed.to ? { words: { key, value: { to: handed.to } } } : {};
    await addEvents(tx, [{ ...event(viewer, row.caseId, 'referral_handed_over', data, at), ...words }]);
    done = true;
  });
  return done ? { done } : { done, blockers: [] };
}

/** So long a hand-over that was marked by mistake may be taken back. */
export const takeBackMinutes = 15;

/** Whether a hand-over is fresh and nothing has come of it yet. */
export function mayTakeBack(status: ReferralStatus, handedAt: Date, at: Date): boolean {
  return status === 'sent' && at.getTime() - handedAt.getTime() <= takeBackMinutes * 60_000;
}

/** Takes a hand-over back: the referral can be written again, nobody is called about it. False: it is too late. */
export async function takeBack(
  db: Database,
  keys: Keys,
  referralId: string,
  viewer: Viewer,
  handedAt: Date,
  at: Date,
): Promise<boolean> {
  let taken = false;
  await onReferral(db, keys, referralId, viewer, async (tx, row) => {
    if (!mayTakeBack(row.status, handedAt, at)) return;
    const set = { status: 'draft', updatedAt: at, callReceiverAt: null, askPersonAt: null };
    await tx.update(referral).set(set).where(eq(referral.id, referralId));
    const data = { number: row.number, from: row.status, to: 'draft' };
    await addEvents(tx, [event(viewer, row.caseId, 'referral_changed', data, at)]);
    taken = true;
  });
  return taken;
}

type ReferralRow = Omit<typeof referral.$inferSelect, 'status'> & { status: ReferralStatus };

/** Runs some work on a referral under the lock of its case. */
async function onReferral(
  db: Database,
  keys: Keys,
  referralId: string,
  viewer: Viewer,
  work: (tx: Transaction, row: ReferralRow, key: PersonKey) => Promise<void>,
): Promise<boolean> {
  const [found] = await db
    .select({ caseId: referral.caseId })
    .from(referral)
    .innerJoin(caseTable, eq(caseTable.id, referral.caseId))
    .where(and(eq(referral.id, referralId), visibleTo(viewer)));
  if (!found) return false;
  return onCase(db, keys, found.caseId, viewer, async (tx, _row, key) => {
    const [row] = await tx.select().from(referral).where(eq(referral.id, referralId));
    if (row) await work(tx, { ...row, status: row.status as ReferralStatus }, key);
  });
}

function event(
  viewer: Viewer,
  caseId: string,
  kind: EventKind,
  data: Readonly<Record<string, unknown>>,
  at: Date,
) {
  return { caseId, kind, actor: 'caseworker' as const, userId: viewer.id, data, at };
}
