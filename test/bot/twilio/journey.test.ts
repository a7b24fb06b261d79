import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { media } from '../../../db/schema/index.ts';
import { openMedia } from '../../../src/messages/media-store.ts';
import { databases } from '../../support/database.ts';
import { twilioApp } from '../../support/twilio/app.ts';
import { sms, smsNumber, voiceNote, whatsapp, whatsappNumber } from '../../support/twilio/payloads.ts';
import { makePeople, nextMessage } from '../../support/twilio/people.ts';
import { post } from '../../support/twilio/webhooks.ts';

/** A busy machine may take its time. */
const soon = { timeout: 20_000 };

let next = 0;
/** A number nobody has written from yet. */
const somebody = () => `+22178${String(next++).padStart(7, '0')}`;

describe.each(databases)('through Twilio on the %s database', (kind) => {
  let twilio: Awaited<ReturnType<typeof twilioApp>>;
  beforeAll(async () => {
    twilio = await twilioApp(kind);
  });
  afterAll(() => twilio.close());
  afterEach(() => {
    twilio.standIn.fault = undefined;
  });

  /** What became of the messages to a number, oldest first. */
  const fates = async (number: string) => {
    const sids = twilio.standIn.messages.filter((m) => m.to.endsWith(number)).map((m) => `twilio:${m.sid}`);
    const { rows } = await twilio.app.open.db.execute<{ status: string; code: number | null; id: string }>(
      sql`select status, error_code as code, provider_id as id from outbox order by id`,
    );
    return rows.filter((row) => sids.includes(row.id)).map(({ status, code }) => ({ status, code }));
  };
  const newestFate = async () => {
    const { rows } = await twilio.app.open.db.execute<{ status: string; code: number | null }>(
      sql`select status, error_code as code from outbox order by id desc limit 1`,
    );
    return rows[0];
  };

  it.each(['sms', 'whatsapp'] as const)(
    'walks the quick path by %s, one answer to each message',
    async (channel) => {
      const person = makePeople(1, channel, 500 + next++)[0]!;
      const answers: string[][] = [];
      for (let message = nextMessage(person); message; message = nextMessage(person))
        answers.push(await twilio.say(message));
      expect(answers.map((texts) => texts.length)).toEqual(answers.map(() => 1));
      expect(answers[0]?.[0]).toContain('Ndimbal');
      expect(answers.at(-1)?.[0]).toMatch(/^Merci Awa\./);
      const ours = channel === 'sms' ? smsNumber : `whatsapp:${whatsappNumber}`;
      const theirs = channel === 'sms' ? person.number : `whatsapp:${person.number}`;
      expect(twilio.standIn.messages.at(-1)).toMatchObject({ to: theirs, from: ours });
    },
  );

  it('answers a message once, however often it is delivered', async () => {
    const message = sms(somebody(), 'Bonjour');
    expect(await twilio.say(message)).toHaveLength(1);
    expect(await twilio.say(message)).toHaveLength(0);
    expect((await twilio.post(message)).status).toBe(200);
  });

  it('answers a person without a number, who has only a user id', async () => {
    expect(await twilio.say(whatsapp('SN.1a2b3c', 'Bonjour'))).toHaveLength(1);
    expect(twilio.standIn.messages.at(-1)?.to).toBe('whatsapp:SN.1a2b3c');
  });

  it('lets a status only go forward, in whatever order the callbacks come', async () => {
    const number = somebody();
    await twilio.say(whatsapp(number, 'Bonjour'));
    const message = twilio.standIn.messages.at(-1)!;
    await twilio.standIn.playStatuses(message, ['delivered', 'sent', 'queued']);
    expect(await fates(number)).toEqual([{ status: 'delivered', code: null }]);
    await twilio.standIn.playStatuses(message, ['read', 'sent', 'delivered']);
    expect(await fates(number)).toEqual([{ status: 'read', code: null }]);
  });

  it('keeps the reason of a message that did not arrive', async () => {
    const number = somebody();
    await twilio.say(sms(number, 'Bonjour'));
    await twilio.standIn.playStatuses(twilio.standIn.messages.at(-1)!, ['sent', 'undelivered'], 30005);
    expect(await fates(number)).toEqual([{ status: 'undelivered', code: 30005 }]);
  });

  it('fetches a voice note with our credentials and keeps it sealed', async () => {
    const note = voiceNote(somebody());
    const bytes = Buffer.from('OggS and forty seconds of talk');
    const path = new URL(String(note.MediaUrl0)).pathname;
    twilio.standIn.media.set(path, { bytes, contentType: 'audio/ogg' });
    await twilio.say(note);
    const { db } = twilio.app.open;
    await expect.poll(async () => (await db.select().from(media)).at(-1)?.status, soon).toBe('stored');
    const row = (await db.select().from(media)).at(-1)!;
    expect(row.sealed?.includes(bytes.subarray(0, 8))).toBe(false);
    expect(await openMedia(db, twilio.app.keys, row.id)).toMatchObject({ bytes, contentType: 'audio/ogg' });
  });

  it('leaves no trace of a webhook that is refused', async () => {
    const count = async () =>
      (
        await twilio.app.open.db.execute(sql`select (select count(*)::int from inbox) + (select count(*)::int
        from person) as n`)
      ).rows[0];
    const before = await count();
    const address = `${twilio.target.server}/twilio/inbound`;
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect((await post(address, form, 'From=%2B221770000000&Body=x')).status).toBe(403);
    expect((await post(address, { ...form, 'X-Twilio-Signature': 'x' }, 'From=%2B2217&Body=x')).status).toBe(
      403,
    );
    expect((await post(address, form, `Body=${'a'.repeat(10_000_000)}`)).status).toBe(413);
    expect((await post(address, form, Buffer.from('Body=\xff', 'latin1'))).status).toBe(400);
    expect((await twilio.post(sms('', 'Bonjour'))).status).toBe(400);
    expect(await count()).toEqual(before);
  });

  it('does not let one slow call hold up everybody else', async () => {
    const [slow, quick] = [somebody(), somebody()];
    twilio.standIn.fault = ({ body }) =>
      body.includes(slow.slice(1)) ? { kind: 'slow', milliseconds: 3000 } : undefined;
    await twilio.post(sms(slow, 'Bonjour'));
    const arrived = () => twilio.standIn.messages.map((message) => message.to);
    await expect
      .poll(() => twilio.standIn.calls.some((call) => call.body.includes(slow.slice(1))))
      .toBe(true);
    await twilio.post(sms(quick, 'Bonjour'));
    await expect.poll(arrived, soon).toContain(quick);
    expect(arrived()).not.toContain(slow);
    await expect.poll(arrived, soon).toContain(slow);
    await twilio.app.bot.idle();
  });

  it.each([
    { kind: 'reset', taken: true },
    { kind: 'reset', taken: false },
    { kind: 'refuse', status: 503 },
  ] as const)('looks a message up before it sends it again, after a call that ended in %j', async (fault) => {
    const number = somebody();
    const to = () => twilio.standIn.messages.filter((message) => message.to === number);
    twilio.standIn.fault = ({ method }) => (method === 'POST' ? fault : undefined);
    await twilio.post(sms(number, 'Bonjour'));
    const about = () =>
      twilio.standIn.calls
        .filter(({ body, query }) => body.includes(number.slice(1)) || query.get('To') === number)
        .map((call) => call.method);
    await expect.poll(about, soon).toEqual(['POST']);
    await expect.poll(newestFate, soon).toMatchObject({ status: 'sending' });
    twilio.standIn.fault = undefined;
    await twilio.app.bot.sweep();
    expect(about()).toEqual(['POST']);
    twilio.later(21_000);
    await twilio.app.bot.sweep();
    await twilio.app.bot.idle();
    expect(about().slice(0, 2)).toEqual(['POST', 'GET']);
    expect(to()).toHaveLength(1);
    expect(await fates(number)).toEqual([{ status: 'accepted', code: null }]);
  });

  it('sends again later what Twilio had no room for', async () => {
    const number = somebody();
    let refused = 0;
    twilio.standIn.fault = () => (refused++ === 0 ? { kind: 'refuse', status: 429, code: 20429 } : undefined);
    await twilio.post(sms(number, 'Bonjour'));
    await expect.poll(() => fates(number), soon).toEqual([{ status: 'accepted', code: null }]);
  });

  it.each([
    [21610, 'cancelled'],
    [21211, 'failed'],
    [63016, 'held'],
    [30007, 'failed'],
  ])('does what error %i asks for: %s', async (code, status) => {
    twilio.standIn.fault = () => ({ kind: 'refuse', status: 400, code });
    await twilio.say(sms(somebody(), 'Bonjour'));
    expect(await newestFate()).toMatchObject({ status });
  });
});
