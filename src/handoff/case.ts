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
  'data_copy',
] as const;
export type CaseReason = (typeof caseReasons)[number];

export type CaseStatus = 'queued' | 'claimed' | 'closed';

/** Why a case ends: the reasons of the IOM Handbook, then two of our own. `erased` is the person's own wish. */
export const closeReasons = [
  'period_over',
  'no_longer_eligible',
  'own_choice',
  'left_area',
  'left_country',
  'died',
  'abrupt_stop',
  'funding_or_security',
  'needs_met',
  'duplicate',
] as const;
export type CloseReason = (typeof closeReasons)[number];

/** What only staff on the case may read; kept sealed. */
export interface CaseWords {
  readonly name?: string;
  /** When to call, as asked for: "15:00", "25/11 10:00", "25/11". */
  readonly hour?: string;
  /** A number to call, said to a caseworker with a yes to being called: the bot never writes to it. */
  readonly phone?: string;
  /** In the person's own words, as written. */
  readonly ownWords?: readonly string[];
  /** The phrase that set a danger off. */
  readonly because?: string;
}

/** Answers of the questionnaire by question name, as plain JSON. */
export type AnswerValues = Readonly<Record<string, unknown>>;

/** Where an answer comes from: the bot's question, a telephone call, or the desk (a visit, a paper). */
export const answerOrigins = ['bot', 'call', 'desk'] as const;
export type AnswerOrigin = (typeof answerOrigins)[number];

/** One answer and where it comes from; the newest stands. */
export interface OriginAnswer {
  readonly value: unknown;
  readonly origin: AnswerOrigin;
  readonly at: Date;
}
export type OriginAnswers = Readonly<Record<string, OriginAnswer>>;

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
  /** Answers given so far; kept sealed, each with its origin. */
  readonly answers?: AnswerValues;
}

/** What may be learnt about a case later in the conversation; words are added to those already there. */
export type CasePatch = Partial<Omit<CaseOpening, 'code'>>;

/** What a person says has changed: a number, in the words it was written in; the id of a place; their digits are forgotten. */
export type Told =
  | { readonly number: string }
  | { readonly place: string }
  | { readonly digits: 'forgotten' };

/** Words and later words together: a name or hour said later stands, own words are added. */
export function addWords(before: CaseWords, later: CaseWords): CaseWords {
  const ownWords = [...(before.ownWords ?? []), ...(later.ownWords ?? [])];
  return { ...before, ...later, ...(ownWords.length > 0 ? { ownWords } : {}) };
}
