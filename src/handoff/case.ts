import type { SpokenLanguage } from '../language/languages.ts';
import type { Danger, Need } from '../language/understanding.ts';

export const priorities = ['emergency', 'urgent', 'normal'] as const;
/** The inter-agency form's three: within 24 hours, 72 hours, two weeks. */
export type Priority = (typeof priorities)[number];

export const caseReasons = [
  'asked_call',
  'asked_message',
  'callback',
  'voice',
  'danger',
  'minor',
  'person_wanted',
  'not_understood',
  'turn_failed',
  'walk_in',
  'complaint',
] as const;
export type CaseReason = (typeof caseReasons)[number];

export type CaseStatus = 'queued' | 'claimed' | 'closed';

/** What only staff on the case may read; kept sealed. */
export interface CaseWords {
  readonly name?: string;
  readonly hour?: string;
  /** In the person's own words, as written. */
  readonly ownWords?: readonly string[];
  /** The phrase that set a danger off. */
  readonly because?: string;
}

/** What a conversation knows when it asks for a human. */
export interface CaseOpening {
  readonly code: string;
  readonly priority: Priority;
  readonly reason: CaseReason;
  readonly danger?: Danger;
  readonly restricted: boolean;
  readonly minor: boolean;
  readonly needs: readonly Need[];
  /** P-code of the smallest place known, and its region's. */
  readonly place?: string;
  readonly region?: string;
  readonly spokenLanguage?: SpokenLanguage;
  readonly contact?: 'call' | 'message' | 'voice';
  readonly origin?: string;
  readonly dueAt: Date;
  readonly words: CaseWords;
}

/** What may be learnt about a case later in the conversation; words are added to those already there. */
export type CasePatch = Partial<Omit<CaseOpening, 'code'>>;
