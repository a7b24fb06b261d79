import { randomInt } from 'node:crypto';
import { type Context, type Facts, factsAfter } from '../dialogs/index.ts';
import type { TextLanguage } from '../language/languages.ts';
import type { Codes } from './codes-store.ts';
import type { Running } from './plan.ts';

/** What a dialog's context is made of beside the person and their conversation. */
export interface ContextDeps {
  readonly now: () => Date;
  /** The parts of a dialog's context that are the same for everybody at this moment. */
  readonly surroundings: (
    at: Date,
  ) => Omit<
    Context,
    'now' | 'look' | 'facts' | 'newCode' | 'labels' | 'fits' | 'records' | 'held' | 'newMoveCode'
  >;
  readonly labels: (language: TextLanguage | null) => Context['labels'];
  /** Whether texts stay within one SMS, in the language of these facts. */
  readonly fits: (look: Context['look'], provider: string) => Context['fits'];
  readonly codes: Codes;
}

/** What the dialogs may know of a running turn; `first`: no earlier message of it was read yet. */
export function contextOf(deps: ContextDeps, running: Running, first = false): Context {
  const now = deps.now();
  const base = deps.surroundings(now);
  return {
    ...base,
    now,
    look: running.address.channel,
    facts: {
      ...factsOf(running),
      newHere: first && running.address.fresh,
      unsent: running.plan.says.length > 0,
    },
    labels: deps.labels(
      (running.plan.person.textLanguage ?? running.locked.person.textLanguage) as TextLanguage | null,
    ),
    fits: deps.fits(running.address.channel, running.address.provider),
    newMoveCode: moveCode,
    records: null,
    held: null,
    newCode: () => running.plan.opening?.code ?? deps.codes.take(),
  };
}

/** Eight digits in two groups, easy to copy from one phone to another. */
function moveCode(): string {
  const four = () => String(randomInt(10_000)).padStart(4, '0');
  return `${four()}-${four()}`;
}

/** What was known when the turn began, and what its earlier messages added. */
function factsOf({ locked, address, open, plan }: Running): Facts {
  const { person } = locked;
  const before: Facts = {
    textLanguage: person.textLanguage as Facts['textLanguage'],
    spokenLanguage: person.spokenLanguage as Facts['spokenLanguage'],
    writing: person.writing as Facts['writing'],
    keeping: person.keeping as Facts['keeping'],
    optedOut: address.optedOut,
    case: open ? { code: open.code, status: open.status, dueAt: open.dueAt, danger: open.danger } : null,
    holder: locked.holder,
    lock: plan.state.lock ?? null,
  };
  return factsAfter(before, plan.effects);
}
