import { and, eq } from 'drizzle-orm';
import type { Transaction } from '../../db/open.ts';
import { caseTable, consent, referral } from '../../db/schema/index.ts';
import { addEvents } from './event-store.ts';
import type { ReferralField } from './referral-passing.ts';

/** How long a yes to passing on holds. */
export const passOnDays = 30;

/** A person's answer in the chat to the question whether a referral may be passed on. */
export interface PassingAnswer {
  readonly personId: string;
  readonly referralId: string;
  /** The organization that was named. */
  readonly receiver: string;
  readonly given: boolean;
  readonly fields: readonly ReferralField[];
  readonly wording: string;
  readonly language: string | null;
  readonly inboxId: number;
  readonly at: Date;
}

/** Marks a referral as asked about; false: it has already left, or ended. */
export async function markAsked(
  tx: Transaction,
  asked: { readonly caseId: string; readonly referralId: string; readonly userId: string; readonly at: Date },
): Promise<boolean> {
  const { caseId, referralId, userId, at } = asked;
  const [row] = await tx
    .select({ number: referral.number, status: referral.status })
    .from(referral)
    .where(and(eq(referral.id, referralId), eq(referral.caseId, caseId)));
  if (row?.status !== 'draft' && row?.status !== 'consent_asked') return false;
  await tx
    .update(referral)
    .set({ status: 'consent_asked', updatedAt: at })
    .where(eq(referral.id, referralId));
  const data = { number: row.number, from: row.status, to: 'consent_asked' };
  await addEvents(tx, [{ caseId, kind: 'referral_changed', actor: 'caseworker', userId, data, at }]);
  return true;
}

/**
 * Keeps answers as consents, for the one receiver that was named, and moves the referrals on: a yes makes it ready, a no
 * makes it a draft again (the person may still carry the slip). An answer about somebody else's referral is dropped.
 */
export async function answerPassing(tx: Transaction, answers: readonly PassingAnswer[]): Promise<void> {
  for (const answer of answers) {
    const [row] = await tx
      .select({ caseId: caseTable.id, number: referral.number, status: referral.status })
      .from(referral)
      .innerJoin(caseTable, eq(caseTable.id, referral.caseId))
      .where(and(eq(referral.id, answer.referralId), eq(caseTable.personId, answer.personId)));
    if (!row) continue;
    await tx.insert(consent).values(consentOf(answer));
    const { caseId, number } = row;
    const { given, at } = answer;
    const said = { caseId, actor: 'person' as const, at };
    await addEvents(tx, [
      { ...said, kind: 'consent', data: { purpose: 'pass_on', given, form: 'message', number } },
    ]);
    if (row.status !== 'consent_asked') continue;
    const status = given ? 'ready' : 'draft';
    await tx.update(referral).set({ status, updatedAt: at }).where(eq(referral.id, answer.referralId));
    const data = { number, from: row.status, to: status };
    await addEvents(tx, [{ ...said, kind: 'referral_changed', data }]);
  }
}

function consentOf({ personId, receiver, given, fields, wording, language, inboxId, at }: PassingAnswer) {
  return {
    personId,
    purpose: 'pass_on',
    given,
    form: 'message',
    receiver,
    fields: [...fields],
    wording,
    language,
    inboxId,
    at,
    expiresAt: new Date(at.getTime() + passOnDays * 86_400_000),
  };
}
