import { isDay } from '../directory/day.ts';
import {
  type DeclineReason,
  declineReasons,
  isEditable,
  mayFollow,
  type ReferralStatus,
} from './referral-status.ts';

/** What a caseworker can learn on the telephone of a referral that has left, from its receiver or the person. */
export const outcomes = [
  'received',
  'accepted',
  'declined',
  'delivered',
  'confirmed_by_client',
  'no_response',
] as const satisfies readonly ReferralStatus[];
export type OutcomeStatus = (typeof outcomes)[number];

/** What became of a referral, on which day, and who at the receiver's said so. */
export interface Outcome {
  readonly status: OutcomeStatus;
  /** Only of what was declined. */
  readonly reason: DeclineReason | null;
  /** `YYYY-MM-DD`. */
  readonly on: string;
  readonly toldBy: string;
}

/** An outcome as it was typed. */
export interface OutcomeWriting {
  readonly status: string;
  readonly reason: string;
  readonly on: string;
  readonly toldBy: string;
}

/** The outcomes that may still be written down. */
export function outcomesAfter(status: ReferralStatus): readonly OutcomeStatus[] {
  return isEditable(status) ? [] : outcomes.filter((outcome) => mayFollow(status, outcome));
}

/** Reads what was typed; a name tells what is wrong with it. Nothing can come of a referral before the day it left. */
export function readOutcome(
  typed: OutcomeWriting,
  by: { readonly status: ReferralStatus; readonly today: string; readonly leftOn: string | null },
): Outcome | 'no_outcome' | 'no_outcome_reason' | 'no_outcome_day' | 'no_outcome_before' {
  const status = outcomesAfter(by.status).find((each) => each === typed.status);
  if (!status) return 'no_outcome';
  const reason = declineReasons.find((each) => each === typed.reason) ?? null;
  if (status === 'declined' && !reason) return 'no_outcome_reason';
  if (!isDay(typed.on) || typed.on > by.today) return 'no_outcome_day';
  if (by.leftOn !== null && typed.on < by.leftOn) return 'no_outcome_before';
  return {
    status,
    reason: status === 'declined' ? reason : null,
    on: typed.on,
    toldBy: typed.toldBy.slice(0, 80),
  };
}
