import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { styleText } from 'node:util';
import { Command } from 'commander';
import { type OpenDatabase, openDatabase } from '../../db/open.ts';
import { type ChatProgram, openDoor, putOnDuty } from '../bot/channels/terminal/door.ts';
import { createTerminal, type Terminal } from '../bot/channels/terminal/provider.ts';
import {
  type Act,
  isOfPerson,
  type Outcome,
  type Part,
  printScript,
  readTime,
  type Script,
} from '../bot/channels/terminal/script.ts';
import { createStage, type Stage } from '../bot/channels/terminal/stage.ts';
import { type Config, findPaths, readConfig } from '../config.ts';
import { smsSize } from '../language/sms.ts';
import { channels } from '../messages/inbound.ts';

/** The program as a conversation in the terminal needs it. */
export interface ClosableProgram extends ChatProgram {
  close(): Promise<void>;
}

/** Builds the program on an open database, with the terminal as a way to reach people. */
export type CreateProgram = (
  config: Config,
  options: { open: OpenDatabase; now: () => Date; providers: readonly [Terminal] },
) => Promise<ClosableProgram>;

interface ChatOptions {
  readonly channel: string;
  readonly language?: string;
  readonly record?: string;
  readonly title?: string;
  readonly now?: string;
  readonly duty: string;
}

/** Where lines come from and go to: the terminal, or a test. */
export interface ChatIo {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly print: (line: string) => void;
}

const terminalIo: ChatIo = { input: process.stdin, print: (line) => console.log(line) };

/** `npm run chat`: a conversation with the bot on a database in memory that is gone afterwards. */
export async function chat(
  args: readonly string[],
  create: CreateProgram,
  io: ChatIo = terminalIo,
): Promise<void> {
  const options = readOptions(args);
  const channel = channels.find((name) => name === options.channel);
  if (!channel) throw new Error(`--channel must be ${channels.join(' or ')}.`);
  const clock = { now: startOf(options.now) };
  const first = opening(options.language);
  const terminal = createTerminal();
  const program = await openProgram(create, clock, terminal);
  const script: Script = { ...headOf(options, clock.now), channel, parts: [] };
  try {
    await putOnDuty(program, options.duty, clock.now);
    const door = openDoor(program, terminal, clock, async () => {});
    const stage = await createStage(door, script, '+221700000001');
    const parts = await talk(stage, channel === 'sms', first, io);
    if (options.record) writeFileSync(options.record, printScript({ ...script, parts }));
  } finally {
    await program.close();
  }
}

function readOptions(args: readonly string[]): ChatOptions {
  return new Command('chat')
    .description('talk to the bot; /help inside tells what else a person can do')
    .option('--channel <channel>', channels.join(' or '), 'sms')
    .option('--language <code>', 'begin with the word for this language: fr, wo, ff, en')
    .option('--record <file>', 'write the conversation as a test (.chat)')
    .option('--title <title>', 'first line of the recording')
    .option('--now <time>', 'when it is, as "2026-11-24 09:40"; otherwise now')
    .option('--duty <hours>', 'who is on duty: always, nobody or such as "Mo-Fr 08:00-17:00"', 'always')
    .parse([...args], { from: 'user' })
    .opts<ChatOptions>();
}

/** The clock stands still, so that a recording can be played again; `/wait` moves it. */
function startOf(now: string | undefined): Date {
  const start = now ? readTime(now) : new Date();
  if (!start) throw new Error('--now must be as in "2026-11-24 09:40".');
  start.setUTCSeconds(0, 0);
  return start;
}

function headOf({ title, duty }: ChatOptions, now: Date) {
  return { title: title ?? `Enregistré le ${now.toISOString().slice(0, 10)}`, now, duty };
}

const languageWords: Readonly<Record<string, string>> = {
  fr: 'FRANCAIS',
  wo: 'WOLOF',
  ff: 'PULAAR',
  en: 'ENGLISH',
};

function opening(language: string | undefined): readonly string[] {
  if (language === undefined) return [];
  const word = languageWords[language];
  if (!word) throw new Error(`--language must be one of ${Object.keys(languageWords).join(', ')}.`);
  return [word];
}

/** The whole program with settings of its own, the same ones that the tests have. */
async function openProgram(create: CreateProgram, clock: { now: Date }, terminal: Terminal) {
  const config = readConfig({
    LOG_LEVEL: 'error',
    COUNTRY: readConfig().country,
    ENCRYPTION_KEYS: `chat:${randomBytes(32).toString('base64')}`,
    SESSION_SECRET: randomBytes(32).toString('hex'),
    PUBLIC_URL: 'http://localhost:3000',
  });
  const open = await openDatabase({ migrations: findPaths().migrations });
  const program = await create(config, { open, now: () => clock.now, providers: [terminal] });
  await program.bot.start(true);
  return program;
}

/** Reads line after line, from a person or a pipe, until the end or /quit; returns what was said. */
async function talk(
  stage: Stage,
  bySms: boolean,
  first: readonly string[],
  { input, print }: ChatIo,
): Promise<Part[]> {
  const parts: Part[] = [];
  const take = async (line: string) => {
    const act = readLine(line);
    if (typeof act === 'string') return print(dim(act));
    try {
      const outcome = await stage.play([act]);
      parts.push({ acts: [act], outcome });
      for (const shown of show(act, outcome, bySms)) print(shown);
    } catch (error) {
      print(dim((error as Error).message));
    }
  };
  const { lines, prompt, piped } = linesOf(input);
  for (const line of first) {
    print(`> ${line}`);
    await take(line);
  }
  prompt();
  for await (const line of lines) {
    if (/^\/q(uit)?\s*$/.test(line)) break;
    if (piped) print(`> ${line}`);
    if (line.trim()) await take(line);
    prompt();
  }
  return parts;
}

/** A person gets a prompt; what comes through a pipe is printed again, so that the output reads as a conversation. */
function linesOf(input: ChatIo['input']) {
  const piped = !input.isTTY;
  const reader = piped
    ? createInterface({ input })
    : createInterface({ input, output: process.stdout, prompt: '> ' });
  // taken at once: lines that come while the first message is still answered would be lost otherwise
  const lines = reader[Symbol.asyncIterator]();
  return { lines, prompt: () => (piped ? undefined : reader.prompt()), piped };
}

const help = `/location Kolda          share a position (or /location 12.88, -14.95)
/voice 40               send a voice note of 40 seconds
/button 2               tap a button
/again                  the same delivery a second time
/sms  /whatsapp         go on on the other channel
/phone 2                go on from another phone (/phone 1: the first again)
/wait 3d                let time pass (d, h, min)
/quit                   leave`;

const units = { d: 'day', h: 'hour', min: 'minute', m: 'minute' } as const;

const commands: readonly (readonly [RegExp, (given: string, unit: string) => Act])[] = [
  [/^\/location +(.+?) *$/, (place) => ({ kind: 'location', place })],
  [/^\/voice *(\d*)\s*s? *$/, (seconds) => ({ kind: 'voice', seconds: Number(seconds || 20) })],
  [/^\/button +(\S+) *$/, (digit) => ({ kind: 'tap', digit })],
  [/^\/again *$/, () => ({ kind: 'again' })],
  [/^\/phone +([1-9]) *$/, (phone) => ({ kind: 'phone', phone: Number(phone) })],
  [/^\/(sms|whatsapp) *$/, (channel) => ({ kind: 'channel', channel: channel as 'sms' })],
  [
    /^\/wait +(\d+) *(d|h|min|m)$/,
    (amount, unit) => ({ kind: 'wait', amount: Number(amount), unit: units[unit as 'd'] }),
  ],
];

/** A line as what the person does, or words about what may be written. */
function readLine(line: string): Act | string {
  if (!line.startsWith('/')) return { kind: 'write', text: line };
  for (const [pattern, read] of commands) {
    const found = pattern.exec(line);
    if (found) return read(found[1] ?? '', found[2] ?? '');
  }
  return help;
}

function show(act: Act, { says, facts }: Outcome, bySms: boolean): string[] {
  const answers = says.flatMap((text) => [text, dim(costOf(text, bySms))]);
  const silence = isOfPerson(act) && says.length === 0 ? [dim('(silence)')] : [];
  return [...answers, ...silence, ...facts.map((fact) => dim(`= ${fact}`)), ''];
}

function costOf(text: string, bySms: boolean): string {
  const { length, segments, encoding } = smsSize(text);
  return bySms
    ? `(${segments} SMS, ${length}/${encoding === 'gsm' ? 160 : 70})`
    : `(${text.length} characters)`;
}

function dim(text: string): string {
  return styleText('dim', text);
}
