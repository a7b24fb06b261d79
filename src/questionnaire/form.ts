/** Types of questions, with the names of XLSForm (`place` is our own). */
export const questionTypes = [
  'select_one',
  'select_multiple',
  'integer',
  'text',
  'date',
  'geopoint',
  'note',
  'place',
] as const;
export type QuestionType = (typeof questionTypes)[number];

/** One thing to ask; its words are in the locale under `forms.<form>.<name>`. */
export interface Question {
  readonly name: string;
  readonly type: QuestionType;
  /** Name of the choice list, for the two kinds of select. */
  readonly choices?: string;
  /** When it is asked at all; absent: always. */
  readonly relevant?: Condition;
  readonly required: boolean;
  /** Smallest and largest number taken. */
  readonly least?: number;
  readonly most?: number;
  /** Asked by a human voice, or by the bot only on the person's own phone. */
  readonly sensitive: boolean;
  /** What a caseworker asks for by name ("papers"); asked then whatever `relevant` says. */
  readonly group?: string;
  /** Where bands of a number begin: only the band is kept ("25_35"), never the number. */
  readonly bands?: readonly number[];
}

/** One choice of a list; `digit` is what to type for it. */
export interface ListedChoice {
  readonly name: string;
  readonly digit: string;
}

export interface Form {
  readonly name: string;
  readonly questions: readonly Question[];
  readonly choices: Readonly<Record<string, readonly ListedChoice[]>>;
}

/** `selected(needs_now, 'job') or urgent_today = 'yes'`, parsed. */
export type Condition =
  | { readonly op: 'selected'; readonly question: string; readonly choice: string }
  | { readonly op: 'equals' | 'differs'; readonly question: string; readonly value: string }
  | { readonly op: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly op: 'not'; readonly of: Condition };

/** A value given: choice names, a number, words, or a place by its id. */
export type AnswerValue = string | number | readonly string[];

/** An answer and where it came from. `not_said` is an answer too. */
export interface Answer {
  readonly value: AnswerValue | null;
  /** True: the person preferred not to say. */
  readonly notSaid?: true;
  readonly origin: 'bot' | 'call' | 'desk';
  readonly at: string;
}

/** One person's answers by question name. */
export type Progress = Readonly<Record<string, Answer>>;
