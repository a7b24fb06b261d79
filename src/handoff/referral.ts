import type { NearbyService } from '../directory/directory.ts';
import { ageBandOf } from '../questionnaire/age-band.ts';
import type { OriginAnswers, Priority } from './case.ts';
import { type NextStep, nextSteps } from './referral-next.ts';
import {
  type Agreement,
  type Blocker,
  blockersOf,
  type ConsentFact,
  fieldsAllowed,
  keepingConsent,
  type PassingLine,
  passingConsent,
  passingLines,
} from './referral-passing.ts';
import type { DraftSource, ReferralEdits, ReferralSubject, Sourced } from './referral-source.ts';
import type { ReferralStatus } from './referral-status.ts';

/** A referral as the desk shows it: every fact with its origin, what will leave and what will not, what is in the way. */
export interface ReferralDraft {
  readonly reference: string;
  readonly version: number;
  readonly status: ReferralStatus;
  readonly priority: Priority;
  readonly firstContact: { readonly dueAt: Date; readonly done: ReferralSubject['firstContact'] };
  readonly orientationDueAt: Date;
  readonly from: DraftSource['from'];
  readonly to: Receiver | null;
  readonly person: {
    readonly code: string;
    readonly minor: boolean;
    readonly name: Sourced<string>;
    readonly womanOrMan: Sourced<string>;
    readonly ageBand: Sourced<string>;
    readonly speaks: Sourced<string>;
    readonly reads: Sourced<string>;
  };
  readonly reach: {
    readonly how: Sourced<string>;
    readonly hour: Sourced<string>;
    /** True: leave no message, say neither return nor the matter. */
    readonly sharedPhone: boolean;
  };
  readonly lives: Sourced<{ readonly name: string; readonly pcode: string }>;
  readonly returnedWhen: Sourced<string>;
  readonly returnedFrom: Sourced<string>;
  readonly helpedBy: Sourced<string>;
  readonly difficulty: Sourced<string>;
  /** Answers about family and dependants, by question. */
  readonly family: Readonly<Record<string, Sourced<unknown>>>;
  /** In the person's own order. */
  readonly needs: Sourced<readonly string[]>;
  readonly words: Sourced<string> & { readonly readBack: boolean };
  readonly asked: {
    readonly needs: readonly string[];
    readonly request: string;
    readonly alreadyDone: string;
    /** Needs off this form, and the referral that carries them. */
    readonly elsewhere: readonly { readonly need: string; readonly reference: string | null }[];
  };
  readonly urgentToday: Sourced<string>;
  readonly danger: string | null;
  readonly keeping: ConsentFact | null;
  readonly passing: { readonly consent: ConsentFact | null; readonly lines: readonly PassingLine[] };
  readonly blockers: readonly Blocker[];
  readonly followUp: {
    readonly callReceiver: { readonly inDays: number; readonly owner: 'caseworker' };
    readonly askPerson: { readonly inDays: number; readonly owner: 'bot' | 'caseworker' };
  };
  readonly bring: string;
  readonly remarks: string;
  readonly next: readonly NextStep[];
}

/** The service a referral goes to; what the directory does not know is null, and says when it was last checked. */
export interface Receiver {
  readonly service: NearbyService;
  readonly phone: Sourced<string>;
  readonly address: Sourced<string>;
  readonly hours: Sourced<string>;
  /** Somebody of ours has checked it; null: its source is only as old as `service.sourceDate`. */
  readonly checkedOn: string | null;
  readonly agreement: Agreement | null;
}

/** The inter-agency form's times: 24 hours, 72 hours, two weeks. */
const orientationHours: Readonly<Record<Priority, number>> = { emergency: 24, urgent: 72, normal: 14 * 24 };

/** "K7M4-1": the case's code and the number of the referral. */
export function referenceOf(code: string, number: number): string {
  return `${code}-${number}`;
}

/** Computes the whole draft; nothing in it is written twice, so it cannot contradict the case or the directory. */
export function draftReferral(source: DraftSource): ReferralDraft {
  const { subject, edits, service, agreement, at } = source;
  const consent = passingConsent(subject.consents, service?.organizationId ?? null);
  const blockers = blockersOf({ subject, service, agreement, consent, at, from: source.from });
  const allowed = fieldsAllowed(agreement, at.toISOString().slice(0, 10));
  const body = bodyOf(source);
  return {
    ...body,
    reference: referenceOf(subject.code, source.number),
    version: source.version,
    status: source.status,
    from: source.from,
    to: service ? receiverOf(service, agreement) : null,
    keeping: keepingConsent(subject.consents),
    passing: { consent, lines: passingLines(knownFields(body, subject), { consent, allowed, at }) },
    blockers,
    followUp: {
      callReceiver: { inDays: edits.callReceiverInDays, owner: 'caseworker' },
      askPerson: { inDays: edits.askPersonInDays, owner: subject.hasPhone ? 'bot' : 'caseworker' },
    },
    bring: edits.bring,
    remarks: edits.remarks,
    next: nextSteps(blockers, service),
  };
}

type Body = Omit<
  ReferralDraft,
  | 'reference'
  | 'version'
  | 'status'
  | 'from'
  | 'to'
  | 'keeping'
  | 'passing'
  | 'blockers'
  | 'followUp'
  | 'bring'
  | 'remarks'
  | 'next'
>;

function bodyOf({ subject, edits, others }: DraftSource): Body {
  const { answers } = subject;
  const said = (name: string) => answer<string>(answers, name);
  return {
    priority: subject.priority,
    firstContact: { dueAt: subject.dueAt, done: subject.firstContact },
    orientationDueAt: new Date(subject.openedAt.getTime() + orientationHours[subject.priority] * 3_600_000),
    person: personOf(subject),
    reach: {
      how: fromCase(subject, subject.contact, 'contact'),
      hour: fromCase(subject, subject.words.hour ?? null, 'call_name_and_hour'),
      sharedPhone: subject.sharedPhone,
    },
    lives: fromCase(subject, subject.place, 'place'),
    returnedWhen: said('returned_when'),
    returnedFrom: said('returned_from'),
    helpedBy: said('helped_by'),
    difficulty: said('difficulty'),
    family: familyOf(answers),
    needs: fromCase(subject, subject.needs, 'needs_now'),
    words: wordsOf(subject, edits),
    asked: {
      needs: edits.needs,
      request: edits.request,
      alreadyDone: edits.alreadyDone,
      elsewhere: elsewhere(subject, edits, others),
    },
    urgentToday: said('urgent_today'),
    danger: subject.danger,
  };
}

function personOf(subject: ReferralSubject): ReferralDraft['person'] {
  return {
    code: subject.code,
    minor: subject.minor,
    name: fromCase(subject, subject.words.name ?? null, 'call_name_and_hour'),
    womanOrMan: answer(subject.answers, 'woman_or_man'),
    ageBand: bandOnly(answer(subject.answers, 'age')),
    speaks: fromCase(subject, subject.spokenLanguage, 'contact'),
    reads: fromCase(subject, subject.textLanguage, 'text_language'),
  };
}

function answer<T>(answers: OriginAnswers, name: string): Sourced<T> {
  const given = answers[name];
  return given
    ? { value: (given.value ?? null) as T | null, origin: given.origin, at: given.at }
    : { value: null, origin: 'bot', at: null };
}

/** Older cases still hold an exact age, which nobody agreed to pass on. */
function bandOnly(age: Sourced<unknown>): Sourced<string> {
  return { ...age, value: ageBandOf(age.value) };
}

const familyQuestions = ['someone_to_rely_on', 'school_children', 'pregnant_or_infant', 'adult_with_you'];

function familyOf(answers: OriginAnswers): ReferralDraft['family'] {
  const given = familyQuestions.filter((name) => (answers[name]?.value ?? null) !== null);
  return Object.fromEntries(given.map((name) => [name, answer<unknown>(answers, name)]));
}

/** A fact that stands on the case itself; its origin is that of the answer it was read from. */
function fromCase<T>(subject: ReferralSubject, value: T | null, question: string): Sourced<T> {
  const given = subject.answers[question];
  return {
    value,
    origin: given?.origin ?? 'bot',
    at: given?.at ?? (value === null ? null : subject.openedAt),
  };
}

function wordsOf(subject: ReferralSubject, { words }: ReferralEdits): ReferralDraft['words'] {
  if (words) return { value: words.text, origin: words.origin, at: null, readBack: words.readBack };
  const own = subject.words.ownWords?.join(' · ') ?? null;
  return { value: own, origin: 'bot', at: own === null ? null : subject.openedAt, readBack: false };
}

function elsewhere(subject: ReferralSubject, edits: ReferralEdits, others: DraftSource['others']) {
  return subject.needs
    .filter((need) => !edits.needs.includes(need))
    .map((need) => {
      const other = others.find(({ needs }) => needs.includes(need));
      return { need, reference: other ? referenceOf(subject.code, other.number) : null };
    });
}

function receiverOf(service: NearbyService, agreement: Agreement | null): Receiver {
  const at = service.assuredDate ? new Date(service.assuredDate) : null;
  const listed = (value: string | null): Sourced<string> => ({ value, origin: 'directory', at });
  return {
    service,
    phone: listed(service.phone),
    address: listed(service.address),
    hours: listed(service.hours),
    checkedOn: service.assuredDate,
    agreement,
  };
}

/** Which fields there is anything to say in; only these can leave or be held back. */
function knownFields(body: Body, subject: ReferralSubject): Parameters<typeof passingLines>[0] {
  const { person } = body;
  return {
    name: person.name.value !== null,
    code: true,
    age_band: person.ageBand.value !== null,
    woman_or_man: person.womanOrMan.value !== null,
    language: person.speaks.value !== null,
    need: body.asked.needs.length > 0,
    place: body.lives.value !== null,
    phone: subject.hasPhone,
    own_words: body.words.value !== null,
    other_needs: body.asked.elsewhere.length > 0,
    return: body.returnedWhen.value !== null || body.returnedFrom.value !== null,
    helped_by: body.helpedBy.value !== null,
    family: Object.keys(body.family).length > 0,
    difficulty: body.difficulty.value !== null,
  };
}
