import type { NearbyService } from '../directory/directory.ts';
import type { Blocker } from './referral-passing.ts';

/** What the caseworker should do now, the most urgent first. */
export type NextStep =
  | 'choose_service'
  | 'verify_service'
  | 'verify_phone'
  | 'find_contact'
  | 'record_keeping_consent'
  | 'focal_point_chooses'
  | 'ask_consent'
  | 'hand_over_named'
  | 'give_slip';

/** What to do now with a draft, given what stands in its way. */
export function nextSteps(blockers: readonly Blocker[], service: NearbyService | null): NextStep[] {
  const kinds = new Set(blockers.map(({ kind }) => kind));
  if (!service) return ['choose_service'];
  const steps: NextStep[] = [];
  if (kinds.has('no_keeping_consent')) steps.push('record_keeping_consent');
  if (kinds.has('minor')) steps.push('focal_point_chooses');
  if (kinds.has('service_not_verified')) return [...steps, 'verify_service'];
  if (service.phone === null && service.address === null) steps.push('find_contact');
  const checked = service.assuredDate !== null && service.caution === null;
  if (service.phone !== null && !checked) steps.push('verify_phone');
  if (blockers.every(({ blocks }) => blocks !== 'named')) return [...steps, 'hand_over_named'];
  const onlyConsent = blockers.every(({ kind }) => kind === 'consent_missing' || kind === 'consent_over');
  return [...steps, onlyConsent ? 'ask_consent' : 'give_slip'];
}
