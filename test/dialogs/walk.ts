import { forAdults, passing } from '../../src/dialogs/chain.ts';
import { after } from '../../src/dialogs/facts.ts';
import {
  type Context,
  type ConversationState,
  converse,
  freshState,
  type Input,
} from '../../src/dialogs/index.ts';
import type { Rendered } from '../../src/language/say.ts';
import { smsSize } from '../../src/language/sms.ts';
import { type Command, commands } from '../../src/language/understanding.ts';
import { vous } from '../locales/texts.ts';
import { render } from './surroundings.ts';

/** What a walk met: how many paths there are, through how many states, and everything that is wrong on them. */
export interface Walk {
  readonly paths: number;
  readonly states: number;
  readonly texts: ReadonlySet<string>;
  readonly faults: readonly string[];
}

/** Each fault with the shortest way on which it was met. */
export type Faults = Map<string, readonly string[]>;

/** Somebody at one point of the conversation, and how they came there. */
export interface Standing {
  readonly context: Context;
  readonly state: ConversationState;
  /** What was said last, which offers the ways on. */
  readonly said: Rendered;
  readonly path: readonly string[];
}

/** What is written where words are wanted: a place, one of two of that name; a name with and without an hour; more. */
const wordsFor: Readonly<Record<string, readonly string[]>> = {
  'needs.place': ['Kolda', 'Missirah', '0'],
  'needs.call_name_and_hour': ['Awa 15h', 'Awa', '0'],
  'minor.town': ['Kolda', 'Missirah', '0'],
  'minor.name_and_call': ['Ibou 18h', '0'],
  services: ['Kolda', 'Missirah', '+'],
  info: ['+'],
  full: ['31', '16', 'Mali', '0'],
};
const nonsense = 'Zzzz zzz';

/** Goes every way from a first message until nothing is asked any more; a state met before is not walked again. */
export function walk(context: Context, first = 'Bonjour'): Walk {
  const faults: Faults = new Map();
  const texts = new Set<string>();
  const known = new Map<string, number>();
  const say = (standing: Standing, input: string) => step(standing, input, texts, faults);

  const pathsFrom = (standing: Standing, met: readonly string[]): number => {
    const question = questionOf(standing);
    // Asked again on the way: it leads back to where one has been, and goes on from there as it did the first time.
    if (isAtRest(standing) || met.includes(question)) return 1;
    const key = keyOf(standing);
    const before = known.get(key);
    if (before !== undefined) return before;
    const onward = inputsAt(standing).map((input) => pathsFrom(say(standing, input), [...met, question]));
    const paths = onward.reduce((sum, count) => sum + count, 0);
    known.set(key, paths);
    return paths;
  };
  const start: Standing = { context, state: freshState, said: nothing(context), path: [] };
  const paths = pathsFrom(say(start, first), []);
  return { paths, states: known.size, texts, faults: listed(faults) };
}

/** Sends messages one after the other; says what came back and whether a case is in the queue by then. */
export function converseWith(
  context: Context,
  sends: readonly string[],
): readonly { readonly text: string; readonly queued: boolean }[] {
  let standing: Standing = { context, state: freshState, said: nothing(context), path: [] };
  return sends.map((input) => {
    standing = step(standing, input, new Set(), new Map());
    return { text: standing.said.text, queued: standing.context.facts.case !== null };
  });
}

/** What is written for each global word; left out: its name, which is what the plain reader knows. */
export type WordFor = (command: Command) => string;

/** Says every global word at one state of each kind that a walk meets, and answers whatever it opens until it leads back. */
export function walkCommands(
  context: Context,
  first = 'Bonjour',
  wordFor: WordFor = (command) => command.toUpperCase(),
): Walk {
  const faults: Faults = new Map();
  const texts = new Set<string>();
  const seen = new Set<string>();
  const start: Standing = { context, state: freshState, said: nothing(context), path: [] };
  const queue: Standing[] = [step(start, first, texts, faults)];
  let paths = 0;
  for (let standing = queue.pop(); standing; standing = queue.pop()) {
    if (seen.has(kindOf(standing))) continue;
    seen.add(kindOf(standing));
    for (const command of commands) {
      paths++;
      const answered = step(standing, wordFor(command), texts, faults);
      if (losesPlace(standing, answered, command))
        faults.set(`${command} leads away from ${questionOf(standing)}`, answered.path);
      for (const input of inputsAt(answered)) step(answered, input, texts, faults);
      const end = answeredThrough(standing, answered, texts, faults);
      if (end) faults.set(`${command} does not lead back to ${questionOf(standing)}`, end.path);
    }
    misunderstand(standing, texts, faults);
    queue.push(...inputsAt(standing).map((input) => step(standing, input, texts, faults)));
  }
  return { paths, states: seen.size, texts, faults: listed(faults) };
}

/** Words after which what was asked is over or another question is meant; "more" and "anonymous" are answers elsewhere. */
const leavesPlace = new Set<string>(['erase', 'back', 'more', 'anonymous']);

/** After a global word the question is still asked, or waits to be asked again. */
function losesPlace(before: Standing, { state }: Standing, command: string): boolean {
  const { dialog } = before.state;
  if (!dialog || dialog.name === 'opted_out' || passing.has(dialog.name) || leavesPlace.has(command))
    return false;
  return ![state.dialog, ...state.waiting].some((one) => one?.name === dialog.name);
}

/** More answers than any word leads to. */
const longestWay = 12;

/** What a word opened is answered to its end; null: it leads back to where it was said, or to what that had led to. */
function answeredThrough(
  before: Standing,
  answered: Standing,
  texts: Set<string>,
  faults: Faults,
): Standing | null {
  const { dialog } = before.state;
  let at = answered;
  const waits = () => at.state.waiting.some((one) => one.name === dialog?.name);
  for (let steps = 0; steps < longestWay && waits(); steps++) {
    const [input = '1'] = inputsAt(at);
    at = step(at, input, texts, faults);
  }
  return waits() ? at : null;
}

/** Nonsense five times over: the question again, more simply, then a person; and silence after an answer is none. */
function misunderstand(standing: Standing, texts: Set<string>, faults: Faults): void {
  let at = standing;
  for (let times = 0; times < 5; times++) at = step(at, nonsense, texts, faults);
}

/** What was said before anything was. */
export function nothing({ facts }: Context): Rendered {
  return { text: '', language: facts.textLanguage ?? 'fr', options: [] };
}

/** One message or event: the state goes through JSON, as in the database, and what is said is checked. */
export function step(
  { context, state, path }: Standing,
  sent: string | Input,
  texts: Set<string>,
  faults: Faults,
): Standing {
  const input = typeof sent === 'string' ? { text: sent, media: [] } : sent;
  const way = [...path, input.event ? `[${input.event.type}]` : input.text || `[${input.media.join()}]`];
  const turn = converse(context, JSON.parse(JSON.stringify(state)), input);
  const known = after(context, turn.effects);
  const language = known.facts.textLanguage ?? 'fr';
  const said = render(turn.says, language, context.look, known.facts.keeping === 'minor');
  texts.add(said.text);
  const next: Standing = { context: known, state: turn.state, said, path: way };
  const handedOver = turn.effects.some(({ type }) => type === 'other_person' || type === 'release');
  const quiet = input.event !== undefined || handedOver;
  for (const fault of faultsOf(next, quiet ? null : turn.says.length)) {
    const shortest = faults.get(fault);
    if (!shortest || shortest.length > way.length) faults.set(fault, way);
  }
  return next;
}

/** The faults as lines, each with its way. */
export function listed(faults: Faults): string[] {
  return [...faults].map(([fault, way]) => `${fault}\n    after ${way.join(' > ')}`);
}

/** `says` is how much was said; null where silence is an answer. */
function faultsOf({ context, state, said }: Standing, says: number | null): string[] {
  const { facts, look } = context;
  const faults: string[] = [];
  const silentOnPurpose = facts.optedOut || facts.writing === 'no' || facts.case !== null;
  if (says === 0 && !silentOnPurpose) faults.push('says nothing');
  if (says !== null && says > 0 && said.text.trim() === '') faults.push('an empty text');
  if (/\b(?:bot|forms)\.[a-z_]+\.|\{\{|\}\}|undefined|\[object/.test(said.text))
    faults.push(`a text is missing: ${said.text}`);
  if (/ {2}|^[ .,]| $| [.,]/m.test(said.text)) faults.push(`a hole in the text: ${said.text}`);
  const size = smsSize(said.text);
  if (look === 'sms' && size.segments > 1)
    faults.push(`${size.length} letters of ${size.encoding}: ${said.text}`);
  if (look === 'whatsapp' && said.text.length > 1024)
    faults.push(`${said.text.length} letters: ${said.text}`);
  if (facts.keeping === 'minor' && said.language === 'fr' && vous.test(said.text))
    faults.push(`a child is told vous: ${said.text}`);
  if (facts.keeping === 'minor' && state.dialog && forAdults.has(state.dialog.name))
    faults.push(`a child is led to ${state.dialog.name}`);
  const begun = state.lastAt !== null;
  if (begun && !state.dialog && !facts.case && !facts.optedOut && !facts.keeping)
    faults.push(`a dead end: ${said.text}`);
  return faults;
}

/** Nothing is asked any more: the case is with a human, or the person wants to hear nothing, or all is erased. */
function isAtRest({ state, context }: Standing): boolean {
  return !state.dialog || state.dialog.name === 'menu' || context.facts.optedOut || state.lastAt === null;
}

/** Every digit offered, several needs at once, and plain words where no digit is. */
export function inputsAt({ said, state }: Standing): readonly string[] {
  const digits = said.options.map(({ digit }) => digit);
  const question = questionOf({ state });
  const words = wordsFor[question] ?? wordsFor[state.dialog?.name ?? ''] ?? ['Awa'];
  if (question === 'needs.needs_now') return [...digits, '25', '4715'];
  return digits.every((digit) => digit === '0') ? words : digits;
}

function questionOf({ state: { dialog } }: Pick<Standing, 'state'>): string {
  if (!dialog) return '';
  const step = dialog.question ?? dialog.page ?? Object.keys(dialog).slice(1).join(' ');
  return step === '' ? dialog.name : `${dialog.name}.${step}`;
}

/** Two states from which everything goes on alike. */
function keyOf({ state, context, said }: Standing): string {
  const { lastAt: _, ...rest } = state;
  return JSON.stringify([withoutTimes(rest), context.facts, said.options.map(({ digit }) => digit)]);
}

function withoutTimes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner) => (key === 'at' ? undefined : inner));
}

/** States that differ only in what was answered are of one kind. */
export function kindOf({ state, context: { facts } }: Standing): string {
  const { dialog, waiting } = state;
  const { writing, keeping, optedOut } = facts;
  const known = { writing, keeping, optedOut, case: facts.case !== null, danger: facts.case?.danger };
  return JSON.stringify([dialog?.name, dialog?.question, waiting.map(({ name }) => name), known]);
}
