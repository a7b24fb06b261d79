import type { NearbyService } from '../directory/directory.ts';

/** What of a person can be passed on, piece by piece. */
export const referralFields = [
  'code',
  'name',
  'age_band',
  'woman_or_man',
  'language',
  'need',
  'place',
  'phone',
  'own_words',
  'other_needs',
  'return',
  'helped_by',
  'family',
  'difficulty',
] as const;
export type ReferralField = (typeof referralFields)[number];

/** What the question about passing on names ("Envoyer prénom, téléphone et besoin ?"): left out of a yes, it is a no. */
export const fieldsAsked: readonly ReferralField[] = ['name', 'phone', 'need'];

/** A consent as it is kept; the newest of a purpose and receiver stands. */
export interface ConsentFact {
  readonly purpose: string;
  readonly given: boolean;
  /** adult, minor, oral … how it was given. */
  readonly form: string;
  readonly receiver: string | null;
  readonly fields: readonly string[];
  readonly wording: string;
  readonly language: string | null;
  readonly at: Date;
  readonly expiresAt: Date | null;
  readonly withdrawnAt: Date | null;
}

/** What an organization has signed about data it receives; days as 2026-11-20. */
export interface Agreement {
  readonly signedOn: string;
  readonly expiresOn: string | null;
  /** The day on which it was ended by hand, or a newer one took its place. */
  readonly endedOn: string | null;
  readonly fields: readonly ReferralField[];
  /** Who at the organization answers for it, and how to reach them; null in agreements noted before this was asked. */
  readonly focalPoint: string | null;
  readonly focalReach: string | null;
}

/** Why an agreement does not hold on a day; null: it holds. */
export function agreementOver(agreement: Agreement, day: string): 'ended' | 'expired' | null {
  if (agreement.endedOn !== null) return 'ended';
  return agreement.expiresOn !== null && agreement.expiresOn < day ? 'expired' : null;
}

/** What may be passed on under an agreement on a day; nothing without one, or once it is over. */
export function fieldsAllowed(agreement: Agreement | null, day: string): readonly ReferralField[] {
  return agreement && agreementOver(agreement, day) === null ? agreement.fields : [];
}

/** Whether a piece leaves: the person said yes, said no, was not asked, or the receiver may not have it. */
export type Passing = 'yes' | 'no' | 'not_asked' | 'not_in_agreement';

export interface PassingLine {
  readonly field: ReferralField;
  readonly passing: Passing;
}

/** What stands in the way, and of what: of naming the person to the receiver, or of the slip as well. */
export interface Blocker {
  readonly kind:
    | 'no_service'
    | 'service_not_verified'
    | 'no_keeping_consent'
    | 'minor'
    | 'not_accepting'
    | 'no_agreement'
    | 'agreement_expired'
    | 'agreement_ended'
    | 'consent_missing'
    | 'consent_refused'
    | 'consent_over';
  readonly blocks: 'named' | 'everything';
}

/** The newest consent to keep the answers; null: none was ever given. */
export function keepingConsent(consents: readonly ConsentFact[]): ConsentFact | null {
  return consents.findLast(({ purpose }) => purpose === 'keep') ?? null;
}

/** The newest answer to passing on to this organization; null: never asked. */
export function passingConsent(
  consents: readonly ConsentFact[],
  organizationId: string | null,
): ConsentFact | null {
  return (
    consents.findLast(({ purpose, receiver }) => purpose === 'pass_on' && receiver === organizationId) ?? null
  );
}

/** Whether a consent holds at this moment: given, not withdrawn, not expired. */
export function holdsAt(consent: ConsentFact, at: Date): boolean {
  return (
    consent.given && consent.withdrawnAt === null && (consent.expiresAt === null || consent.expiresAt > at)
  );
}

/** What decides whether a piece leaves: the person's answer, and what the receiver may have by its agreement. */
interface PassingBy {
  readonly consent: ConsentFact | null;
  readonly allowed: readonly ReferralField[];
  readonly at: Date;
}

/** For each piece that is known: does it leave? A case code alone names nobody and stands on every slip. */
export function passingLines(known: Readonly<Record<ReferralField, boolean>>, by: PassingBy): PassingLine[] {
  return referralFields
    .filter((field) => known[field])
    .map((field) => ({ field, passing: field === 'code' ? 'yes' : passingOf(field, by) }));
}

function passingOf(field: ReferralField, { consent, allowed, at }: PassingBy): Passing {
  if (!consent || (consent.given && !holdsAt(consent, at))) return 'not_asked';
  if (!consent.given) return 'no';
  if (!consent.fields.includes(field)) return fieldsAsked.includes(field) ? 'no' : 'not_asked';
  return allowed.includes(field) ? 'yes' : 'not_in_agreement';
}

/** Everything that stands between this draft and its receiver. */
export function blockersOf(facts: {
  readonly subject: { readonly minor: boolean; readonly consents: readonly ConsentFact[] };
  readonly service: NearbyService | null;
  readonly agreement: Agreement | null;
  readonly consent: ConsentFact | null;
  readonly from: { readonly childProtection: boolean };
  readonly at: Date;
}): Blocker[] {
  const { subject, service, agreement, consent, at } = facts;
  if (!service) return [{ kind: 'no_service', blocks: 'everything' }];
  const found: Blocker[] = [];
  const add = (kind: Blocker['kind'], blocks: Blocker['blocks'] = 'named') => found.push({ kind, blocks });
  if (service.standing !== 'destination') add('service_not_verified', 'everything');
  const keeping = keepingConsent(subject.consents);
  if (!keeping || !holdsAt(keeping, at)) add('no_keeping_consent');
  if (subject.minor && !facts.from.childProtection) add('minor');
  if (!service.acceptsReferrals) add('not_accepting');
  const over = agreement && agreementOver(agreement, at.toISOString().slice(0, 10));
  if (!agreement) add('no_agreement');
  else if (over) add(`agreement_${over}`);
  if (!consent) add('consent_missing');
  else if (!consent.given) add('consent_refused');
  else if (!holdsAt(consent, at)) add('consent_over');
  return found;
}
