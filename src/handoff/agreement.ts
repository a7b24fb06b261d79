import { isDay } from '../directory/day.ts';
import { type Agreement, referralFields } from './referral-passing.ts';

/** A signed agreement to record; dates as 2026-11-20. */
export type NewAgreement = Omit<Agreement, 'endedOn'>;

/** An agreement as it was typed. */
export interface AgreementWriting {
  readonly signedOn: string;
  readonly expiresOn: string;
  readonly focalPoint: string;
  readonly focalReach: string;
  readonly fields: readonly string[];
}

/** What is wrong with a field of an agreement, as a code that the desk has words for. */
export interface AgreementFault {
  readonly field: keyof AgreementWriting;
  readonly code: 'empty' | 'day' | 'signed_later' | 'expires_before' | 'expired' | 'too_long';
}

const longest = 120;

/** Reads an agreement as it was typed on a day; all that is wrong with it together. */
export function readAgreement(typed: AgreementWriting, today: string): NewAgreement | AgreementFault[] {
  const faults = [...dateFaults(typed, today), ...focalFaults(typed)];
  const fields = referralFields.filter((field) => typed.fields.includes(field));
  if (fields.length === 0) faults.push({ field: 'fields', code: 'empty' });
  if (faults.length > 0) return faults;
  const { signedOn, expiresOn, focalPoint, focalReach } = typed;
  return { signedOn, expiresOn: expiresOn || null, focalPoint, focalReach, fields };
}

function dateFaults({ signedOn, expiresOn }: AgreementWriting, today: string): AgreementFault[] {
  const faults: AgreementFault[] = [];
  if (!isDay(signedOn)) faults.push({ field: 'signedOn', code: signedOn ? 'day' : 'empty' });
  else if (signedOn > today) faults.push({ field: 'signedOn', code: 'signed_later' });
  if (!expiresOn) return faults;
  if (!isDay(expiresOn)) faults.push({ field: 'expiresOn', code: 'day' });
  else if (expiresOn < signedOn) faults.push({ field: 'expiresOn', code: 'expires_before' });
  else if (expiresOn < today) faults.push({ field: 'expiresOn', code: 'expired' });
  return faults;
}

function focalFaults(typed: AgreementWriting): AgreementFault[] {
  return (['focalPoint', 'focalReach'] as const).flatMap((field): AgreementFault[] => {
    if (typed[field] === '') return [{ field, code: 'empty' }];
    return typed[field].length > longest ? [{ field, code: 'too_long' }] : [];
  });
}
