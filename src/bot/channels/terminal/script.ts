import { type Channel, channels, type Location } from '../../../messages/inbound.ts';

/**
 * Written conversations (`.chat`): what a person writes, what the bot says, and what is known afterwards, as plain
 * text. `test/conversations/README.md` explains the format to the people who read and correct them.
 */
export interface Script {
  readonly title: string;
  readonly channel: Channel;
  /** When it begins, Greenwich time, which is Dakar's. */
  readonly now: Date;
  /** Who is on duty: "always", opening hours such as "Mo-Fr 08:00-17:00", or "nobody". */
  readonly duty: string;
  readonly parts: readonly Part[];
}

/** Something that happens, with what came of it; a remark has neither. */
export type Part = { readonly remark: string } | { readonly acts: readonly Act[]; readonly outcome: Outcome };

/** What the person, the clock or a caseworker does. Several acts of the person in one part arrive at once. */
export type Act =
  | { readonly kind: 'write'; readonly text: string }
  | { readonly kind: 'tap'; readonly digit: string }
  | { readonly kind: 'voice'; readonly seconds: number }
  | { readonly kind: 'location'; readonly place: string }
  | { readonly kind: 'again' }
  | { readonly kind: 'channel'; readonly channel: Channel }
  /** Goes on from another phone than the first (1), with a number of its own. */
  | { readonly kind: 'phone'; readonly phone: number }
  | { readonly kind: 'wait'; readonly amount: number; readonly unit: Unit }
  | {
      readonly kind: 'caseworker';
      readonly does: 'takes' | 'gives back' | 'closes' | 'has answered' | 'awaits' | 'forgets digits';
    }
  | { readonly kind: 'caseworker'; readonly does: 'writes' | 'asks' | 'expects'; readonly text: string }
  | { readonly kind: 'duty'; readonly text: string };

export type Unit = 'minute' | 'hour' | 'day';

/** What the bot said, one text for each message, and what changed in what is known. */
export interface Outcome {
  readonly says: readonly string[];
  readonly facts: readonly string[];
}

/** A line that cannot be read, with its number and what may stand there. */
export class ScriptFault extends Error {
  constructor(file: string, line: number, message: string) {
    super(`${file}:${line} ${message}`);
    this.name = 'ScriptFault';
  }
}

const silence = '[silence]';
const nextMessage = '[and]';
const personActs = new Set<Act['kind']>(['write', 'tap', 'voice', 'location', 'again']);

/** True for what the person sends; two of these without an answer between them arrive at once. */
export function isOfPerson(act: Act): boolean {
  return personActs.has(act.kind);
}

/** Reads a script; throws a ScriptFault with the line that is wrong. */
export function readScript(text: string, file = 'conversation'): Script {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const { header, next } = readHeader(lines, file);
  return { ...header, parts: readParts(lines, next, file) };
}

function readHeader(lines: readonly string[], file: string) {
  const title = /^# +(.+)$/.exec(lines[0] ?? '')?.[1];
  if (!title) throw new ScriptFault(file, 1, 'must begin with "# " and a title');
  const values = new Map<string, string>();
  let next = 1;
  for (; lines[next]?.trim(); next++) {
    const field = /^(channel|now|duty): *(.+?) *$/.exec(lines[next] ?? '');
    if (!field) throw new ScriptFault(file, next + 1, 'must be "channel: …", "now: …" or "duty: …"');
    values.set(field[1]!, field[2]!);
  }
  const channel = channels.find((name) => name === (values.get('channel') ?? 'sms'));
  if (!channel) throw new ScriptFault(file, 2, `the channel must be ${channels.join(' or ')}`);
  const now = readTime(values.get('now') ?? '');
  if (!now) throw new ScriptFault(file, 3, '"now:" must be as in "now: 2026-11-24 09:40"');
  return { header: { title, channel, now, duty: values.get('duty') ?? 'always' }, next };
}

/** A moment as scripts write it ("2026-11-24 09:40"), or null. */
export function readTime(text: string): Date | null {
  const [, day, hour] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d)$/.exec(text) ?? [];
  const at = new Date(`${day}T${hour}:00Z`);
  return day && !Number.isNaN(at.getTime()) ? at : null;
}

function readParts(lines: readonly string[], from: number, file: string): Part[] {
  const parts: Part[] = [];
  let acts: Act[] = [];
  let told: string[] = [];
  const finish = () => {
    if (acts.length > 0) parts.push({ acts, outcome: readOutcome(told) });
    acts = [];
    told = [];
  };
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const act = readAct(line);
    if (act) {
      const together = acts.length > 0 && told.length === 0 && isOfPerson(act) && acts.every(isOfPerson);
      if (!together) finish();
      acts.push(act);
    } else if (line.startsWith('#')) {
      finish();
      parts.push({ remark: line.slice(1).trim() });
    } else if (acts.length > 0) told.push(line);
    else if (line.trim())
      throw new ScriptFault(file, at + 1, 'somebody must do something before the bot answers');
    if (!act && /^\[/.test(line) && line !== silence && line !== nextMessage)
      throw new ScriptFault(file, at + 1, `"${line}" is not known; README.md lists what may stand in [ ]`);
  }
  finish();
  return parts;
}

/** Texts come first, facts (`= …`) after them; empty lines at the ends do not count. */
function readOutcome(told: readonly string[]): Outcome {
  const facts = told.filter((line) => line.startsWith('= ')).map((line) => line.slice(2).trim());
  const spoken = told.filter((line) => !line.startsWith('= ') && line !== silence);
  const says = spoken
    .join('\n')
    .split(`${nextMessage}\n`)
    .map((text) => text.replace(/^\n+|\s+$/g, ''));
  return { says: says.filter((text) => text !== ''), facts };
}

const units: Readonly<Record<string, Unit>> = { minute: 'minute', hour: 'hour', day: 'day' };

/** One line as an act; null when it is something else. */
function readAct(line: string): Act | null {
  if (/^> ?/.test(line)) return { kind: 'write', text: line.replace(/^> ?/, '') };
  const inside = /^\[(.+)\]\s*$/.exec(line)?.[1];
  if (inside === undefined) return null;
  for (const [pattern, read] of bracketed) {
    const found = pattern.exec(inside);
    if (found) return read(found[1] ?? '', found[2] ?? '');
  }
  return null;
}

const bracketed: readonly (readonly [RegExp, (first: string, second: string) => Act])[] = [
  [
    /^(\d+) (minute|hour|day)s? later$/,
    (amount, unit) => ({ kind: 'wait', amount: Number(amount), unit: units[unit]! }),
  ],
  [/^voice note (\d+) s$/, (seconds) => ({ kind: 'voice', seconds: Number(seconds) })],
  [/^location (.+)$/, (place) => ({ kind: 'location', place })],
  [/^button (\S+)$/, (digit) => ({ kind: 'tap', digit })],
  [/^same message again$/, () => ({ kind: 'again' })],
  [/^on phone ([1-9])$/, (phone) => ({ kind: 'phone', phone: Number(phone) })],
  [/^on (whatsapp|sms)$/, (channel) => ({ kind: 'channel', channel: channel as Channel })],
  [
    /^caseworker (takes|gives back|closes|has answered) the case$/,
    (does) => ({ kind: 'caseworker', does: does as 'takes' }),
  ],
  [/^caseworker has new digits chosen$/, () => ({ kind: 'caseworker', does: 'forgets digits' })],
  [/^caseworker awaits the person$/, () => ({ kind: 'caseworker', does: 'awaits' })],
  [
    /^caseworker expects the person on (\d{4}-\d\d-\d\d \d\d:\d\d)$/,
    (text) => ({ kind: 'caseworker', does: 'expects', text }),
  ],
  [/^caseworker writes: (.+)$/, (text) => ({ kind: 'caseworker', does: 'writes', text })],
  [/^caseworker asks about (.+)$/, (text) => ({ kind: 'caseworker', does: 'asks', text })],
  [/^duty writes: (.+)$/, (text) => ({ kind: 'duty', text })],
];

/** Writes a script as a file; reading it again gives the same script. */
export function printScript(script: Script): string {
  const head = [
    `# ${script.title}`,
    `channel: ${script.channel}`,
    `now: ${script.now.toISOString().slice(0, 16).replace('T', ' ')}`,
    ...(script.duty === 'always' ? [] : [`duty: ${script.duty}`]),
  ];
  // a remark stands right above what it is about
  const parts = script.parts.map((part) => `${printPart(part)}\n${'remark' in part ? '' : '\n'}`);
  return `${head.join('\n')}\n\n${parts.join('')}`.replace(/\n+$/, '\n');
}

/** One part as its lines. */
export function printPart(part: Part): string {
  if ('remark' in part) return `# ${part.remark}`;
  const { says, facts } = part.outcome;
  const quiet = says.length === 0 && facts.length === 0 && part.acts.some(isOfPerson);
  return [
    ...part.acts.map(printAct),
    ...(quiet ? [silence] : []),
    ...says.flatMap((text, at) => (at === 0 ? [text] : [nextMessage, text])),
    ...facts.map((fact) => `= ${fact}`),
  ].join('\n');
}

function printAct(act: Act): string {
  switch (act.kind) {
    case 'write':
      return `> ${act.text.replace(/\s*\n\s*/g, ' ')}`;
    case 'tap':
      return `[button ${act.digit}]`;
    case 'voice':
      return `[voice note ${act.seconds} s]`;
    case 'location':
      return `[location ${act.place}]`;
    case 'again':
      return '[same message again]';
    case 'phone':
      return `[on phone ${act.phone}]`;
    case 'channel':
      return `[on ${act.channel}]`;
    case 'wait':
      return `[${act.amount} ${act.unit}${act.amount === 1 ? '' : 's'} later]`;
    case 'caseworker':
      return printCaseworker(act);
    case 'duty':
      return `[duty writes: ${act.text}]`;
  }
}

function printCaseworker(act: Extract<Act, { kind: 'caseworker' }>): string {
  switch (act.does) {
    case 'asks':
      return `[caseworker asks about ${act.text}]`;
    case 'expects':
      return `[caseworker expects the person on ${act.text}]`;
    case 'writes':
      return `[caseworker writes: ${act.text}]`;
    case 'forgets digits':
      return '[caseworker has new digits chosen]';
    case 'awaits':
      return '[caseworker awaits the person]';
    default:
      return `[caseworker ${act.does} the case]`;
  }
}

/** Coordinates in an act ("12.88, -14.95"); null when it is the name of a place. */
export function readPoint(place: string): Location | null {
  const [, latitude, longitude] = /^(-?\d+(?:\.\d+)?) *, *(-?\d+(?:\.\d+)?)$/.exec(place) ?? [];
  return latitude && longitude ? { latitude: Number(latitude), longitude: Number(longitude) } : null;
}
