import type { NearbyService } from '../directory/directory.ts';
import type { AnswerOrigin, CaseWords, OriginAnswers, Priority } from './case.ts';
import type { Agreement, ConsentFact } from './referral-passing.ts';
import type { ReferralStatus } from './referral-status.ts';

/** A fact and where it comes from; value null: not known, or not said. */
export interface Sourced<T> {
  readonly value: T | null;
  readonly origin: AnswerOrigin | 'directory';
  readonly at: Date | null;
}

/** What the draft must know of the case; `referralSubject` in referral-store.ts makes it from the case file. */
export interface ReferralSubject {
  readonly code: string;
  readonly priority: Priority;
  readonly minor: boolean;
  readonly danger: string | null;
  readonly openedAt: Date;
  readonly dueAt: Date;
  readonly firstContact: {
    readonly at: Date;
    readonly how: string;
    readonly minutes: number | null;
    readonly language: string | null;
  } | null;
  readonly needs: readonly string[];
  /** Name of the place and its P-code. */
  readonly place: { readonly name: string; readonly pcode: string } | null;
  readonly spokenLanguage: string | null;
  readonly textLanguage: string | null;
  readonly contact: string | null;
  readonly sharedPhone: boolean;
  readonly hasPhone: boolean;
  readonly words: CaseWords;
  readonly answers: OriginAnswers;
  readonly consents: readonly ConsentFact[];
}

/** What the caseworker writes into a draft; everything else is computed from the case and the directory. */
export interface ReferralEdits {
  /** Needs that this service is asked for; the others stay off this form. */
  readonly needs: readonly string[];
  readonly request: string;
  readonly alreadyDone: string;
  /** The person's words as the caseworker summed them up, and whether they were read back. */
  readonly words: {
    readonly text: string;
    readonly origin: 'call' | 'desk';
    readonly readBack: boolean;
  } | null;
  /** Papers to bring, as the slip says them. */
  readonly bring: string;
  readonly remarks: string;
  /** Days until the office calls the receiver, and until the bot asks the person "could you see them?". */
  readonly callReceiverInDays: number;
  readonly askPersonInDays: number;
}

/** Everything a draft is made from. */
export interface DraftSource {
  readonly subject: ReferralSubject;
  readonly number: number;
  readonly version: number;
  readonly status: ReferralStatus;
  readonly edits: ReferralEdits;
  readonly service: NearbyService | null;
  readonly agreement: Agreement | null;
  readonly from: {
    readonly office: string;
    readonly caseworker: string;
    /** A child-protection focal point: only they choose a receiver for a minor. */
    readonly childProtection: boolean;
  };
  /** The other referrals of the case and the needs they ask for. */
  readonly others: readonly { readonly number: number; readonly needs: readonly string[] }[];
  readonly at: Date;
}

/** What a caseworker starts from: the needs this service answers, the person's own words, the usual dates. */
export function firstEdits(subject: ReferralSubject, service: NearbyService | null): ReferralEdits {
  const answered = subject.needs.filter((need) => service?.needs.some((one) => one === need));
  return {
    needs: service && answered.length > 0 ? answered : subject.needs.slice(0, 1),
    request: '',
    alreadyDone: '',
    words: null,
    bring: '',
    remarks: '',
    callReceiverInDays: 7,
    askPersonInDays: 9,
  };
}
