import { makePeople, nextMessage, numberOf, type Person } from '../../test/support/twilio/people.ts';
import type { StandIn } from '../../test/support/twilio/stand-in.ts';
import { postWebhook } from '../../test/support/twilio/webhooks.ts';
import { percentile, round } from './numbers.ts';

/** What a load came to; times in milliseconds. */
export interface LoadResult {
  /** Answered while it was measured, and from the first one on. */
  readonly turns: number;
  readonly all: number;
  readonly turnsPerSecond: number;
  readonly ackP50: number;
  readonly ackP99: number;
  readonly replyP50: number;
  readonly replyP99: number;
  readonly unanswered: number;
}

interface Target {
  readonly url: string;
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Counts and times what happens between `open` and `close`; sends nothing itself. */
function meter(server: Target, standIn: StandIn, onAnswer: (person: Person) => void) {
  const people = new Map<string, Person>();
  const written = new Map<string, number>();
  const acks: number[] = [];
  const replies: number[] = [];
  let turns = 0;
  let all = 0;
  let measuring = false;
  standIn.onMessage = (message) => {
    const number = numberOf(message);
    const [person, since] = [people.get(number), written.get(number)];
    if (!person || since === undefined) return;
    written.delete(number);
    turns++;
    all++;
    if (measuring) replies.push(performance.now() - since);
    onAnswer(person);
  };
  return {
    /** Sends the person's next message; `due` is when it should have left, so that a late driver does not flatter. */
    async send(person: Person, due = performance.now()): Promise<void> {
      const message = nextMessage(person);
      if (!message) throw new Error('the journey of this person is over');
      people.set(person.number, person);
      written.set(person.number, due);
      const answer = await postWebhook({ publicUrl: server.url, retries: 0 }, '/twilio/inbound', message);
      if (answer.status !== 200)
        throw new Error(`a webhook was answered with ${answer.status}: ${answer.body}`);
      if (measuring) acks.push(performance.now() - due);
    },
    open() {
      measuring = true;
      turns = 0;
    },
    close(milliseconds: number): LoadResult {
      measuring = false;
      return {
        turns,
        all,
        turnsPerSecond: round(turns / (milliseconds / 1000)),
        ackP50: percentile(acks, 0.5),
        ackP99: percentile(acks, 0.99),
        replyP50: percentile(replies, 0.5),
        replyP99: percentile(replies, 0.99),
        unanswered: written.size,
      };
    },
    waiting: () => written.size,
    all: () => all,
  };
}

/** As many people as given go through the journey at once, each writing as soon as the answer is there. */
export async function closedLoop(
  server: Target,
  standIn: StandIn,
  { people, warmUp, seconds, start }: { people: number; warmUp: number; seconds: number; start: number },
): Promise<LoadResult> {
  let next = start;
  let running = true;
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const newcomer = () => makePeople(1, 'whatsapp', next++)[0]!;
  const load = meter(server, standIn, (person) => {
    if (!running) return;
    load.send(person.written < person.messages.length ? person : newcomer()).catch(fail);
  });
  for (let i = 0; i < people; i++) load.send(newcomer()).catch(fail);
  await Promise.race([pause(warmUp * 1000), failed]);
  load.open();
  const begun = performance.now();
  await Promise.race([pause(seconds * 1000), failed]);
  const result = load.close(performance.now() - begun);
  running = false;
  for (let i = 0; i < 100 && load.waiting() > 0; i++) await pause(100);
  return { ...result, all: load.all(), unanswered: load.waiting() };
}

/** Messages come in by chance at a steady rate a second (Poisson), each from a person who has had an answer. */
export async function openLoop(
  server: Target,
  standIn: StandIn,
  { rate, warmUp, seconds, start }: { rate: number; warmUp: number; seconds: number; start: number },
): Promise<LoadResult> {
  let next = start;
  const ready: Person[] = [];
  const load = meter(server, standIn, (person) => {
    if (person.written < person.messages.length) ready.push(person);
  });
  const sendings: Promise<void>[] = [];
  const run = async (milliseconds: number) => {
    const begun = performance.now();
    for (let due = begun; ; ) {
      due += (-Math.log(1 - Math.random()) / rate) * 1000;
      if (due - begun > milliseconds) return;
      while (performance.now() < due) await pause(Math.max(0, due - performance.now()));
      // Mostly people in the middle of the journey, and always somebody new.
      const known =
        ready.length > 20 ? ready.splice(Math.floor(Math.random() * ready.length), 1)[0] : undefined;
      sendings.push(load.send(known ?? makePeople(1, 'whatsapp', next++)[0]!, due));
    }
  };
  await run(warmUp * 1000);
  load.open();
  await run(seconds * 1000);
  await Promise.all(sendings);
  for (let i = 0; i < 100 && load.waiting() > 0; i++) await pause(100);
  return load.close(seconds * 1000);
}
