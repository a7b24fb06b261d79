import type { Inbound, Location } from '../../../messages/inbound.ts';
import type { Bot } from '../../bot.ts';
import { everybody, type Known, type KnownDoor, readKnown, tellingGoesOn } from './known-store.ts';
import { type Terminal, terminalName, terminalNumber } from './provider.ts';
import { type Act, isOfPerson, type Outcome, readPoint, type Script } from './script.ts';

/** What a written conversation is played with: the whole bot and a clock that moves only when told. */
export interface StageDoor extends KnownDoor {
  readonly bot: Bot;
  readonly terminal: Terminal;
  readonly clock: { now: Date };
  readonly placePoint: (name: string) => Location | null;
  /** Texts sent to people on duty since the last time. */
  readonly alerts: () => readonly string[];
  /** What a caseworker does at the desk, on the newest case. */
  readonly caseworker: (act: Extract<Act, { kind: 'caseworker' }>, code: string) => Promise<void>;
}

/** One person in front of the bot, on one phone or more. */
export interface Stage {
  /** Does what the acts say, waits until nothing is left to do, and tells what came of it. */
  play(acts: readonly Act[]): Promise<Outcome>;
}

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
/** Codes differ from one database to the next; in a written conversation the first is always this one. */
const codesWritten = ['K7M4', 'T3X9', 'J5R2', 'L8C6'];
/** And the code that brings the conversation to another phone is always written like this. */
const moveCodeWritten = '3821-7745';

/** Sets the stage for one conversation; `number` is the person's, which nobody else may have. */
export async function createStage(
  door: StageDoor,
  head: Pick<Script, 'channel' | 'now'>,
  number: string,
): Promise<Stage> {
  const before = await everybody(door);
  let channel = head.channel;
  let phone = 1;
  let moveCode = moveCodeWritten;
  let count = 0;
  let known: Known = { lines: new Map(), codes: [], alerts: 0 };
  let last: Inbound | null = null;
  let offered: readonly { readonly id: string; readonly digit: string; readonly label: string }[] = [];
  door.clock.now = head.now;

  const message = (act: Act): Inbound => {
    if (act.kind === 'again' && last) return last;
    const providerId = `${terminalName}:${number}:${++count}`;
    const from = numberOf(number, phone);
    const envelope = { providerId, provider: terminalName, channel, from, ours: terminalNumber };
    const content = contentOf(door, act, offered);
    const text = (content.text ?? '').replace(moveCodeWritten, moveCode);
    last = { ...envelope, media: [], ...content, text };
    return last;
  };
  const perform = async (act: Act): Promise<unknown> => {
    if (isOfPerson(act)) return door.bot.receive(message(act));
    if (act.kind === 'channel') channel = act.channel;
    else if (act.kind === 'phone') phone = act.phone;
    else if (act.kind === 'wait')
      door.clock.now = new Date(door.clock.now.getTime() + act.amount * unitMs[act.unit]);
    else if (act.kind === 'caseworker') await door.caseworker(act, known.codes.at(-1) ?? '');
  };
  return {
    play: async (acts) => {
      // What a person sends without waiting for an answer comes in together.
      for (const together of runs(acts)) await Promise.all(together.map(perform));
      await door.bot.idle();
      if (!acts.every(isOfPerson)) await settle(door);
      let now = await readKnown(door, before);
      if (now.alerts > known.alerts) {
        await settle(door);
        now = await readKnown(door, before);
      }
      const said = door.terminal.take().filter(({ to }) => to === numberOf(number, phone));
      if (said.length > 0) offered = said.at(-1)?.options ?? [];
      moveCode = said.flatMap(({ text }) => /\b\d{4}-\d{4}\b/.exec(text) ?? []).at(-1) ?? moveCode;
      const facts = [...changes(known, now), ...door.alerts().map((text) => `told on duty, ${text}`)];
      known = now;
      const written = (text: string) =>
        withWrittenCodes(text, now.codes).replaceAll(moveCode, moveCodeWritten);
      return { says: said.map(({ text }) => written(text)), facts: facts.map(written) };
    },
  };
}

/** The number of the first phone as it was given, of another one with a digit that no first phone has. */
function numberOf(first: string, phone: number): string {
  return phone === 1 ? first : `${first.slice(0, 5)}${phone}${first.slice(6)}`;
}

/** Messages that follow each other stay together; what else happens comes one by one. */
function runs(acts: readonly Act[]): Act[][] {
  const all: Act[][] = [];
  for (const act of acts) {
    const last = all.at(-1);
    if (last && isOfPerson(act) && isOfPerson(last[0]!)) last.push(act);
    else all.push([act]);
  }
  return all;
}

function contentOf(
  { placePoint }: StageDoor,
  act: Act,
  offered: readonly { readonly id: string; readonly digit: string }[],
): Partial<Inbound> {
  switch (act.kind) {
    case 'write':
      return { text: act.text };
    case 'tap': {
      const tapped = offered.find(({ digit }) => digit === act.digit);
      if (!tapped) throw new Error(`The last message has no button ${act.digit}.`);
      return { text: act.digit, choice: tapped.id };
    }
    case 'voice':
      return { media: [{ url: `terminal://voice/${act.seconds}`, contentType: 'audio/ogg' }] };
    case 'location': {
      const location = readPoint(act.place) ?? placePoint(act.place);
      if (!location) throw new Error(`Where is ${act.place}? Write "latitude, longitude".`);
      return { location };
    }
    default:
      return {};
  }
}

/** What the passing of time or a danger leads to has happened: people on duty told, what is due erased. */
async function settle(door: StageDoor): Promise<void> {
  await door.bot.sweep();
  await door.bot.idle();
  while (await tellingGoesOn(door)) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** What to write when something that was so is so no longer. */
const undone = new Map([
  ['stopped', 'messages are welcome again'],
  ['a caseworker holds the conversation', 'the bot answers again'],
]);

/** What is new or different, in plain lines. */
function changes(before: Known, now: Known): string[] {
  const ended = [...before.lines].flatMap(([key, line]) =>
    now.lines.has(key) ? [] : (undone.get(line) ?? []),
  );
  const fresh = [...now.lines].flatMap(([key, line]) => (before.lines.get(key) === line ? [] : [line]));
  return [...ended, ...fresh];
}

function withWrittenCodes(text: string, codes: readonly string[]): string {
  const byCode = new Map(codes.map((code, i) => [code, codesWritten[i] ?? code]));
  const known = [...byCode.keys()].join('|');
  const links = text.replace(/\/a\/[\w-]{16,}/g, '/a/…');
  return known
    ? links.replace(new RegExp(`\\b(?:${known})\\b`, 'g'), (code) => byCode.get(code) ?? code)
    : links;
}
