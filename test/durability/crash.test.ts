import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePeople, nextMessage, numberOf, type Person } from '../support/twilio/people.ts';
import {
  dutyPhone,
  newDatabase,
  newFolder,
  prepareServer,
  type ServerProcess,
} from '../support/twilio/server.ts';
import { type StandIn, startStandIn } from '../support/twilio/stand-in.ts';
import { postWebhook } from '../support/twilio/webhooks.ts';

const build = `data/build-${process.pid}`;
beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build.mjs', build]);
});
afterAll(() => rmSync(build, { recursive: true, force: true }));

describe.skipIf(!process.env.TEST_DATABASE_URL)('on PostgreSQL, killed twenty times', () => {
  it('answers every message exactly once and in order', { timeout: 400_000 }, async () => {
    const { url, drop } = await newDatabase(process.env.TEST_DATABASE_URL!);
    await crashOften({ databaseUrl: url }, 20).finally(drop);
  });
});

describe('on the embedded database, killed three times', () => {
  it('answers every message exactly once and in order', { timeout: 300_000 }, async () => {
    const { path, drop } = newFolder();
    await crashOften({ dataDir: path }, 3).finally(drop);
  });
});

/** How many people begin their journey each time the server is up: some wait for answers, some write all at once. */
const wave = { patient: 8, impatient: 2 };

async function crashOften(where: { databaseUrl?: string; dataDir?: string }, kills: number): Promise<void> {
  const standIn = await startStandIn();
  const server = await prepareServer({ ...where, twilioUrl: standIn.url, dist: build });
  try {
    await server.start();
    const walkers = new Walkers(server, standIn);
    const [bySms, byWhatsapp] = [
      makePeople(1, 'sms', 9_000_000)[0]!,
      makePeople(1, 'whatsapp', 9_000_001)[0]!,
    ];
    await Promise.all([walkers.patiently(bySms), walkers.patiently(byWhatsapp)]);
    const whole = { sms: said(bySms), whatsapp: said(byWhatsapp) };
    const { patient, impatient } = await killOften(server, standIn, walkers, kills);
    await quiet(standIn);
    for (const person of patient) expect(said(person), person.number).toEqual(whole[person.channel]);
    for (const person of impatient) checkImpatient(person, whole[person.channel]);
  } catch (error) {
    console.error(server.output());
    throw error;
  } finally {
    await server.stop();
    await standIn.close();
  }
}

/** Kills the server again and again while people write, each time at another moment; returns when all had answers. */
async function killOften(server: ServerProcess, standIn: StandIn, walkers: Walkers, kills: number) {
  const patient = makePeople(wave.patient * (kills + 1));
  const impatient = makePeople(wave.impatient * (kills + 1), undefined, 1_000_000);
  const walks: Promise<void>[] = [];
  for (let kill = 0; kill <= kills; kill++) {
    const from = (part: number, people: Person[]) => people.slice(kill * part, (kill + 1) * part);
    walks.push(...from(wave.patient, patient).map((person) => walkers.patiently(person)));
    walks.push(...from(wave.impatient, impatient).map((person) => walkers.impatiently(person)));
    if (kill === kills) break;
    const before = standIn.messages.length;
    // From the first answer to the middle of the journeys.
    const answers = 1 + ((kill * 29) % 40);
    await until(() => standIn.messages.length - before >= answers);
    await pause((kill * 7) % 20);
    await server.kill();
    await server.start();
  }
  await Promise.all(walks);
  return { patient, impatient };
}

/** What a person was told, with what differs between people (the code of the case, the hour) made the same. */
function said(person: Person): string[] {
  return person.answers.map(({ body }) =>
    body.replace(/\b[A-Z]\d[A-Z]\d\b/g, 'CODE').replace(/(Appel en \S+) [^.]+\./, '$1 QUAND.'),
  );
}

/** Messages that came together are answered together; but nothing comes twice, nothing goes back, the end is there. */
function checkImpatient(person: Person, whole: readonly string[]): void {
  const all = said(person).join('\n');
  const places = whole.map((text) => all.indexOf(text)).filter((place) => place >= 0);
  expect(places, `${person.number}: ${all}`).toEqual(places.toSorted((a, b) => a - b));
  for (const text of whole) expect(all.split(text).length, `${person.number}: ${all}`).toBeLessThanOrEqual(2);
  expect(all.endsWith(whole.at(-1)!), `${person.number}: ${all}`).toBe(true);
}

/** Walks people through the journey, as slowly as they read or, after the question of consent, all in one go. */
class Walkers {
  readonly #server: ServerProcess;
  readonly #people = new Map<string, Person>();

  constructor(server: ServerProcess, standIn: StandIn) {
    this.#server = server;
    standIn.onMessage = (message) => {
      const person = this.#people.get(numberOf(message));
      if (person) person.answers.push(message);
      else if (numberOf(message) !== dutyPhone) throw new Error(`a message to nobody: ${message.to}`);
    };
  }

  async patiently(person: Person): Promise<void> {
    this.#people.set(person.number, person);
    for (let i = 1; i <= person.messages.length; i++) {
      await this.#write(person);
      await until(() => person.answers.length >= i);
    }
  }

  async impatiently(person: Person): Promise<void> {
    this.#people.set(person.number, person);
    // The question of consent must have been read: a digit that comes before it is no consent.
    for (let i = 1; i <= 2; i++) {
      await this.#write(person);
      await until(() => person.answers.length >= i);
    }
    while (person.written < person.messages.length) await this.#write(person);
    await until(() => / STOP/.test(person.answers.at(-1)?.body ?? ''));
  }

  async #write(person: Person): Promise<void> {
    const message = nextMessage(person)!;
    // Twilio tries again three times (#rc=3) and then asks the fallback address: it is here, and as patient as needed.
    const target = { publicUrl: this.#server.url, retries: 300, pause: 200 };
    const answer = await postWebhook(target, '/twilio/inbound', message);
    expect(answer.status, answer.body).toBe(200);
  }
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

async function until(reached: () => boolean): Promise<void> {
  for (const end = performance.now() + 240_000; !reached(); await pause(10))
    if (performance.now() > end) throw new Error('nothing happened any more');
}

/** Waits until no more messages come: a message sent twice would come late. */
async function quiet(standIn: StandIn): Promise<void> {
  for (let count = -1; count !== standIn.messages.length; ) {
    count = standIn.messages.length;
    await pause(2000);
  }
}
