import type { Directory } from '../directory/directory.ts';
import type { Report } from '../directory/report-store.ts';
import type { CaseOpening, CasePatch, CaseStatus, Told } from '../handoff/case.ts';
import type { Duty } from '../handoff/duty.ts';
import type { Records } from '../handoff/records.ts';
import type { ReferralField } from '../handoff/referral-passing.ts';
import type { SpokenLanguage, TextLanguage } from '../language/languages.ts';
import type { Look, Say } from '../language/say.ts';
import type { Topic } from '../language/topics.ts';
import type { Danger, Understanding, WiderUnderstanding } from '../language/understanding.ts';
import type { ConversationEvent, Location } from '../messages/inbound.ts';
import type { Progress } from '../questionnaire/form.ts';
import type { Forms } from './forms.ts';

/** What is known about the person who writes, as it stands when a message is read. */
export interface Facts {
  readonly textLanguage: TextLanguage | null;
  readonly spokenLanguage: SpokenLanguage | null;
  /** May we write here: yes, shared (others read this phone), no; null: not asked yet. */
  readonly writing: 'yes' | 'shared' | 'no' | null;
  /** May we keep the answers: adult, minor (assent), refused; null: not asked yet. */
  readonly keeping: 'adult' | 'minor' | 'refused' | null;
  /** STOP was said at the address that this came from. */
  readonly optedOut: boolean;
  /** The first message from this address of a person who may be known from another one. */
  readonly newHere?: boolean;
  /** What was asked last stands in a reply that has not gone out: another message came with the one before. */
  readonly unsent?: boolean;
  readonly case: {
    readonly code: string;
    readonly status: CaseStatus;
    readonly dueAt: Date;
    readonly danger: string | null;
  } | null;
  readonly holder: 'bot' | 'caseworker';
  /** Four digits that open news on a phone that others read; absent: none chosen. */
  readonly lock?: Lock | null;
}

/** The four digits of somebody whose phone others read, and what waits behind them; sealed with the conversation. */
export interface Lock {
  readonly digits: string | null;
  /** Wrong tries in a row. */
  readonly tries: number;
  /** The person has been told that an answer waits. */
  readonly news: boolean;
  /** News needs no digits until then. */
  readonly openUntil: string | null;
  /** After too many wrong tries none is read until then. */
  readonly closedUntil?: string | null;
}

/** What a deployment says about itself. */
export interface Settings {
  readonly serviceName: string;
  readonly retentionMonths: number;
  readonly smsFreeToUser: boolean;
  readonly languages: readonly TextLanguage[];
  /** IANA name; hours said to people are of this zone. */
  readonly timeZone: string;
  /** Who hears complaints about personal data beside us; null: not known in this country. */
  readonly dataAuthority: { readonly name: string; readonly town: string } | null;
}

/** Everything a dialog may look at. It reads no clock, no database and no chance. */
export interface Context {
  readonly now: Date;
  readonly look: Look;
  readonly facts: Facts;
  readonly settings: Settings;
  readonly understand: Understanding &
    Pick<WiderUnderstanding, 'branch' | 'change' | 'needs' | 'topics' | 'greeting' | 'nameless' | 'thanks'>;
  readonly directory: Directory;
  readonly duty: Duty;
  readonly forms: Forms;
  /** Information sheets in the order of the menu. */
  readonly topics: readonly Topic[];
  /** Every wording of a label, in the person's language and in French. */
  readonly labels: (key: string) => readonly string[];
  /** Whether these texts, as one message, stay within one SMS; always true where length costs nothing. */
  readonly fits: (says: readonly Say[], facts: Facts) => boolean;
  /** The campaign whose word this is, or null. */
  readonly campaign: (text: string) => string | null;
  /** A case code nobody has yet, the same one all through a turn. */
  readonly newCode: () => string;
  /** Eight digits nobody can guess, "3821-7745". */
  readonly newMoveCode: () => string;
  /** What is kept and done about the person; null until a dialog asks for it with `wants`. */
  readonly records: Records | null;
  /** What the person wrote before, the oldest first; null until a dialog asks for it with `wants`, after a yes. */
  readonly held: readonly string[] | null;
}

/** One message as a dialog reads it. */
export interface Input {
  readonly text: string;
  /** Id behind a tapped button. */
  readonly choice?: string;
  readonly location?: Location;
  /** Nobody wrote: something happened in the conversation. */
  readonly event?: ConversationEvent;
  /** Voice notes, pictures or files came with it. */
  readonly media: readonly ('voice' | 'picture' | 'file')[];
}

/** The service that a report is about, by its own id or by that of the referral to it. */
export type Reported = { readonly serviceId: string } | { readonly referralId: string };

/** Something the world must do, returned and not done. */
export type Effect =
  | {
      readonly type: 'know';
      readonly facts: Partial<Pick<Facts, 'textLanguage' | 'spokenLanguage' | 'writing' | 'keeping'>>;
    }
  | {
      readonly type: 'consent';
      readonly purpose: 'keep';
      readonly given: boolean;
      readonly form: 'adult' | 'minor';
      readonly wording: string;
    }
  | {
      readonly type: 'pass_on';
      readonly referralId: string;
      readonly receiver: string;
      readonly given: boolean;
      readonly fields: readonly ReferralField[];
      readonly wording: string;
    }
  /** This code brings the conversation to another phone. */
  | { readonly type: 'offer_move'; readonly code: string }
  /** Such a code came from this phone. */
  | { readonly type: 'move'; readonly code: string }
  /** Somebody else writes from this phone; so many of its people it was not before. */
  | { readonly type: 'other_person'; readonly tried: number }
  /** Something new about how to reach them, for a caseworker to check: it takes the place of nothing by itself. */
  | { readonly type: 'told'; readonly told: Told }
  /** A supervisor had the word about a complaint; the bot speaks again. */
  | { readonly type: 'bot_speaks' }
  | { readonly type: 'withdraw'; readonly receiver: string; readonly dueAt: Date }
  /** The person wants a copy of everything that is kept about them. */
  | { readonly type: 'ask_copy' }
  | { readonly type: 'lock'; readonly lock: Lock }
  /** What was held because others read this phone may go out now. */
  | { readonly type: 'release' }
  | {
      readonly type: 'follow_up';
      readonly referralId: string;
      readonly answer: 'yes' | 'no' | 'not_yet';
      readonly dueAt: Date;
    }
  /** What the person found at a service: the one of a referral, or one that was named in the chat. */
  | { readonly type: 'report'; readonly about: Reported; readonly said: Report }
  | { readonly type: 'opt_out'; readonly out: boolean }
  | { readonly type: 'erase' }
  | { readonly type: 'open_case'; readonly opening: CaseOpening }
  | { readonly type: 'patch_case'; readonly patch: CasePatch }
  | { readonly type: 'alert'; readonly kind: Danger }
  | { readonly type: 'complaint'; readonly opening: CaseOpening; readonly anonymous: boolean }
  | {
      readonly type: 'complaint_answered';
      readonly code: string;
      readonly agreed: boolean;
      readonly dueAt: Date;
    }
  | { readonly type: 'arrive'; readonly campaign: string }
  /** `words`: what was written, without names, numbers and places. */
  | {
      readonly type: 'not_understood';
      readonly question: string;
      readonly language: TextLanguage;
      readonly words?: string;
    }
  | { readonly type: 'count'; readonly measure: string; readonly detail: string };

/** Names of all dialogs; each has one file of that name. */
export const dialogNames = [
  'first_contact',
  'consent',
  'refused',
  'needs',
  'callback',
  'minor',
  'danger',
  'waiting',
  'menu',
  'services',
  'language',
  'info',
  'erase',
  'opted_out',
  'offer_person',
  'complaint',
  'my_data',
  'information',
  'pass_on',
  'followup',
  'voice',
  'full',
  'leaving',
  'relative',
  'foreigner',
  'for_other',
  'requests',
  'pin',
  'correct',
  'withdraw',
  'reminder',
  'move',
  'who',
  'wish',
] as const;
export type DialogName = (typeof dialogNames)[number];

/** Where a dialog stands: its name and plain JSON of its own; `lingers`: it is over, see `Step`. */
export type DialogState = { readonly name: DialogName; readonly [key: string]: unknown };

/** What is remembered of a conversation from turn to turn: plain JSON. */
export interface ConversationState {
  readonly version: 1;
  readonly dialog: DialogState | null;
  /** Dialogs that were interrupted and are taken up again, last first. */
  readonly waiting: readonly DialogState[];
  readonly answers: Progress;
  /** Misunderstandings in a row at the current question. */
  readonly misses: number;
  readonly lastAt: string | null;
  readonly lock?: Lock;
  /** Others write from this phone: who writes is asked even of somebody whose name is not known. */
  readonly others?: true;
  /** How it stood before a wish in the person's own words was acted on; only the very next message can undo it. */
  readonly undo?: Pick<ConversationState, 'dialog' | 'waiting' | 'answers'>;
}

/** What is read from the database only where a dialog needs it. */
export type Wanted = 'records' | 'held';

/** What a dialog decided: what to say, where it stands now (null: it is over), what must happen, where to go next. */
export interface Step {
  readonly says: readonly Say[];
  readonly state: DialogState | null;
  readonly answers?: Progress;
  readonly effects?: readonly Effect[];
  readonly next?: { readonly name: DialogName; readonly options?: Readonly<Record<string, unknown>> };
  /** The dialog is over, but its choices stand on the screen: it reads the next answer where nothing else is asked. */
  readonly lingers?: DialogState;
  /** True: the message was not understood here; `says` may be put instead of the question. */
  readonly missed?: boolean;
  /** Nothing that was interrupted before is taken up again. */
  readonly forget?: true;
  /** The dialog cannot go on without this of the context: it is begun again with it, and this step does not count. */
  readonly wants?: Wanted;
  /** How the very next RETOUR puts things back, after something was understood from the person's own words. */
  readonly undo?: Pick<ConversationState, 'dialog' | 'answers'>;
  /** The dialog is over and the message was meant for the one it interrupted. */
  readonly passOn?: Input;
}

/** One dialog: pure functions over its state. */
export interface Dialog {
  /** Starts it; `options` come from the dialog that called it. */
  begin(context: Context, options: Readonly<Record<string, unknown>>, answers: Progress): Step;
  /** Reads an answer to what it asked last. */
  reply(context: Context, state: DialogState, input: Input, answers: Progress): Step;
  /** Puts its current question again; `simpler` after misunderstandings. */
  ask(context: Context, state: DialogState, answers: Progress, simpler: boolean): readonly Say[];
  /** Where it stands when it is taken up again, for another dialog may have heard its answers; null: it is over. */
  resumed?(context: Context, state: DialogState, answers: Progress): DialogState | null;
  /** Goes one question back; a dialog without this just asks again. */
  back?(context: Context, state: DialogState, answers: Progress): Step;
}

/** What one message leads to. */
export interface Turn {
  readonly says: readonly Say[];
  readonly state: ConversationState;
  readonly effects: readonly Effect[];
  /** Nothing was decided: the same message again, with this in the context. */
  readonly wants?: Wanted;
}
