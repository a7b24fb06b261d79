import type { ConversationState, Effect, Input, Turn } from '../dialogs/index.ts';
import { addWords, type CaseOpening, type CasePatch, priorities, type Told } from '../handoff/case.ts';
import type { OpenCase } from '../handoff/case-store.ts';
import type { Misunderstanding } from '../insights/misunderstanding-store.ts';
import type { Say } from '../language/say.ts';
import type { Danger } from '../language/understanding.ts';
import type { ComplaintMark } from '../messages/complaint-mark-store.ts';
import type { Inbound } from '../messages/inbound.ts';
import type { LockedConversation, WaitingMessage } from '../messages/store.ts';
import type { AddressFacts, PersonPatch } from '../people/store.ts';

type Consent = Extract<Effect, { type: 'consent' }> & { readonly messageId: number };
type Passing = Extract<Effect, { type: 'pass_on' }> & { readonly messageId: number };
type FollowUp = Extract<Effect, { type: 'follow_up' }>;
type ReportEffect = Extract<Effect, { type: 'report' }>;
type Complaint = Extract<Effect, { type: 'complaint' }>;

/** Everything the turns of one conversation want done, gathered before anything is written. */
export interface Plan {
  /** All effects in order, for the facts of the messages that follow. */
  effects: Effect[];
  says: Say[];
  state: ConversationState;
  /** The answers as they stood before. */
  readonly known: ConversationState['answers'];
  person: PersonPatch;
  consents: Consent[];
  passings: Passing[];
  followUps: FollowUp[];
  reports: ReportEffect[];
  optOut?: boolean;
  erase: boolean;
  opening?: CaseOpening;
  patch?: CasePatch;
  alerts: Danger[];
  complaints: Complaint[];
  /** Which messages are part of a complaint: no caseworker reads those. */
  readonly complaintMarks: Map<number, ComplaintMark>;
  /** Bodies that may be told nothing more. */
  withdrawn: Extract<Effect, { type: 'withdraw' }>[];
  /** What is new about how to reach them. */
  told: Told[];
  /** A copy of everything was asked for. */
  copy?: true;
  /** Somebody else writes; so many of the phone's people it was not before. */
  notThem?: number;
  /** A code to keep, and one that came in. */
  moveCode?: string;
  move?: string;
  /** A supervisor answered a complaint here; the bot speaks again. */
  botSpeaks?: true;
  /** What was held on a phone that others read may go. */
  release?: boolean;
  /** What the person said of answers to their complaints. */
  agreements: Extract<Effect, { type: 'complaint_answered' }>[];
  counts: { measure: string; detail: string }[];
  /** Words that were not understood, nameless. */
  misunderstandings: Misunderstanding[];
  arrival?: string;
}

/** One conversation with its messages on the way through a turn. */
export interface Running {
  readonly locked: LockedConversation;
  /** All from one address, and what happened in between. */
  readonly messages: readonly WaitingMessage[];
  /** More came from another address. */
  readonly more: boolean;
  readonly address: AddressFacts;
  readonly open: OpenCase | null;
  readonly plan: Plan;
}

/** A plan that changes nothing yet. */
export function emptyPlan(state: ConversationState): Plan {
  return {
    effects: [],
    says: [],
    state,
    known: state.answers,
    person: {},
    consents: [],
    passings: [],
    followUps: [],
    reports: [],
    erase: false,
    alerts: [],
    complaints: [],
    complaintMarks: new Map(),
    withdrawn: [],
    told: [],
    agreements: [],
    counts: [],
    misunderstandings: [],
  };
}

/** Adds what one message led to. */
export function addTurn(plan: Plan, turn: Turn, message: { readonly id: number }): void {
  if (turn.says.length > 0 && asksSomething(plan)) plan.says.pop();
  const mark = complaintMark(plan.state, turn.state);
  if (mark) plan.complaintMarks.set(message.id, mark);
  plan.state = turn.state;
  plan.says.push(...turn.says);
  plan.effects.push(...turn.effects);
  for (const effect of turn.effects) addEffect(plan, effect, message.id);
}

/** A message is part of a complaint when it begins one, or comes while one is being told. */
function complaintMark(before: ConversationState, later: ConversationState): ComplaintMark | null {
  const told = [before.dialog, later.dialog].filter((dialog) => dialog?.name === 'complaint');
  if (told.length === 0) return null;
  return told.some((dialog) => dialog?.anonymous === true) ? 'anonymous' : 'named';
}

/** The mark of the one reply to all messages of a turn: the strictest of theirs. */
export function replyMark({ complaintMarks }: Plan): ComplaintMark | undefined {
  const marks = [...complaintMarks.values()];
  return marks.find((mark) => mark === 'anonymous') ?? marks[0];
}

/** Texts that matter even when the next message has already been read: they carry the emergency numbers. */
const weighty = /^bot\.(danger|minor|handoff|callback\.done)/;

/** Two messages at once: the question that the second one has answered already is not put again. */
function asksSomething({ state, says }: Plan): boolean {
  const last = says.at(-1);
  return last !== undefined && state.dialog !== null && !weighty.test(last.key);
}

function addEffect(plan: Plan, effect: Effect, messageId: number): void {
  switch (effect.type) {
    case 'know':
      plan.person = { ...plan.person, ...effect.facts };
      break;
    case 'consent':
      plan.consents.push({ ...effect, messageId });
      break;
    case 'pass_on':
      plan.passings.push({ ...effect, messageId });
      break;
    case 'offer_move':
      plan.moveCode = effect.code;
      break;
    case 'move':
      plan.move = effect.code;
      break;
    case 'other_person':
      plan.notThem = effect.tried;
      break;
    case 'withdraw':
      plan.withdrawn.push(effect);
      break;
    case 'told':
      plan.told.push(effect.told);
      break;
    case 'ask_copy':
      plan.copy = true;
      break;
    case 'bot_speaks':
      plan.botSpeaks = true;
      break;
    case 'release':
      plan.release = true;
      break;
    // kept in the conversation's state
    case 'lock':
      break;
    case 'follow_up':
      plan.followUps.push(effect);
      break;
    case 'report':
      plan.reports.push(effect);
      break;
    case 'opt_out':
      plan.optOut = effect.out;
      break;
    case 'erase':
      plan.erase = true;
      break;
    case 'open_case':
      plan.opening = effect.opening;
      break;
    case 'patch_case':
      addPatch(plan, effect.patch);
      break;
    case 'alert':
      plan.alerts.push(effect.kind);
      break;
    case 'complaint':
      plan.complaints.push(effect);
      break;
    case 'complaint_answered':
      plan.agreements.push(effect);
      break;
    case 'arrive':
      plan.arrival = effect.campaign;
      break;
    case 'not_understood':
      plan.counts.push({ measure: 'not_understood', detail: effect.question });
      if (effect.words) {
        const { language, question, words } = effect;
        plan.misunderstandings.push({ language, question, words });
      }
      break;
    case 'count':
      plan.counts.push({ measure: effect.measure, detail: effect.detail });
      break;
  }
}

/** A patch to a case that this very turn opens becomes part of the opening. */
function addPatch(plan: Plan, patch: CasePatch): void {
  if (plan.opening) plan.opening = merged(plan.opening, patch);
  else plan.patch = plan.patch ? merged(plan.patch, patch) : patch;
}

function merged<T extends CasePatch>(before: T, patch: CasePatch): T {
  const words = patch.words ? { words: addWords(before.words ?? {}, patch.words) } : {};
  return { ...before, ...patch, ...words, ...notLowered(before, patch) };
}

/** A case that was urgent, a child's or restricted stays so, and is not due later, whatever is learnt after it. */
function notLowered(before: CasePatch, patch: CasePatch): CasePatch {
  const urgent = priorities.findIndex((priority) => [before.priority, patch.priority].includes(priority));
  const due = [before.dueAt, patch.dueAt].filter((date) => date !== undefined);
  return {
    ...(before.restricted || patch.restricted ? { restricted: true } : {}),
    ...(before.minor || patch.minor ? { minor: true } : {}),
    ...(urgent < 0 ? {} : { priority: priorities[urgent]! }),
    ...(due.length > 0 ? { dueAt: new Date(Math.min(...due.map(Number))) } : {}),
  };
}

/** The same words twice at once answer once: a slow network, or a finger too many. */
export function isRetyped({ messages }: Running, message: WaitingMessage): boolean {
  const before = messages[messages.indexOf(message) - 1]?.inbound;
  const { text, media, choice } = message.inbound;
  const wordsOnly = !choice && !before?.choice && media.length === 0 && before?.media.length === 0;
  return wordsOnly && text.trim() !== '' && before?.text.trim() === text.trim();
}

/** A stored message as the dialogs read it. */
export function inputOf(inbound: Inbound): Input {
  return {
    text: inbound.text,
    media: inbound.media.map(({ contentType }) => kindOf(contentType)),
    ...(inbound.choice ? { choice: inbound.choice } : {}),
    ...(inbound.location ? { location: inbound.location } : {}),
    ...(inbound.event ? { event: inbound.event } : {}),
  };
}

function kindOf(contentType: string): Input['media'][number] {
  if (contentType.startsWith('audio/')) return 'voice';
  return contentType.startsWith('image/') ? 'picture' : 'file';
}
