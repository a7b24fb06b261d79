import type { NearbyService } from './directory.ts';
import type { Evidence, OrganizationKind } from './records.ts';

/**
 * May this be told to a person? A wrong address costs a poor person a day and the fare, so the rule is narrow:
 *
 * 1. A service is a *destination* only while it is active, its place is not confidential, a telephone number is known,
 *    and either a public source documents this very number (`evidence: contact`) or somebody of ours has checked the
 *    entry within the period for its kind. What was announced, may have ended, or was copied from an old portal is for
 *    caseworkers' eyes (`desk_only`), however useful it looks; so is everything without a number: "do not travel yet,
 *    an adviser is looking".
 * 2. A documented number that nobody of ours has called may be told, with the caution `not_rechecked`. One that we
 *    checked longer ago than the period is `recheck_due`.
 * 3. Two people who could not find a service, since it was last checked, make it `desk_only` until somebody checks.
 */
export interface StandingFacts {
  readonly status: string;
  readonly evidence: Evidence;
  readonly confidential: boolean;
  readonly phone: string | null;
  readonly kind: OrganizationKind | null;
  readonly assuredDate: string | null;
  /** People who said since the last check that it was closed or not there. */
  readonly doubts: number;
}

/** After how many days an entry is due for checking again. */
export const recheckDays: Readonly<Record<OrganizationKind, number>> = {
  state: 365,
  'non-state': 180,
  international: 180,
};

const doubtsThatCount = 2;

/** Whether a service may be told to a person at this moment (the rule above). */
export function standingAt(facts: StandingFacts, at: Date): NearbyService['standing'] {
  const known = facts.evidence === 'contact' || (facts.evidence !== 'ended' && checkedLately(facts, at));
  const usable = facts.status === 'active' && !facts.confidential && facts.phone !== null;
  return usable && known && facts.doubts < doubtsThatCount ? 'destination' : 'desk_only';
}

/** What must be said beside a service; null: somebody of ours checked it within its period. */
export function cautionAt(
  facts: Pick<StandingFacts, 'assuredDate' | 'kind'>,
  at: Date,
): NearbyService['caution'] {
  if (!facts.assuredDate) return 'not_rechecked';
  return checkedLately(facts, at) ? null : 'recheck_due';
}

/** The day on which an entry is due for checking; null: it has never been checked, so it is due now. */
export function recheckDue(facts: Pick<StandingFacts, 'assuredDate' | 'kind'>): Date | null {
  if (!facts.assuredDate) return null;
  return new Date(Date.parse(facts.assuredDate) + recheckDays[facts.kind ?? 'non-state'] * 86_400_000);
}

function checkedLately(facts: Pick<StandingFacts, 'assuredDate' | 'kind'>, at: Date): boolean {
  const due = recheckDue(facts);
  return due !== null && at < due;
}
