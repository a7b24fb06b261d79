import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Provider } from '../../../src/bot/channels/provider.ts';
import { createTwilio } from '../../../src/bot/channels/twilio/twilio.ts';
import type { TwilioConfig } from '../../../src/config.ts';
import type { Outgoing } from '../../../src/messages/delivery.ts';
import { accountSid, authToken, mediaUrl, smsNumber, whatsappNumber } from '../../support/twilio/payloads.ts';
import { type StandIn, startStandIn } from '../../support/twilio/stand-in.ts';

let standIn: StandIn;
let config: TwilioConfig;
let twilio: Provider;
const publicUrl = 'https://bot.example.org';
const awa = '+221770000001';

beforeAll(async () => {
  standIn = await startStandIn();
  config = { accountSid, authToken, whatsappFrom: whatsappNumber, smsFrom: smsNumber, apiUrl: standIn.url };
  twilio = await createTwilio(config, publicUrl);
});
afterAll(() => standIn.close());
beforeEach(() => {
  standIn.clear();
  standIn.fault = undefined;
});

let ids = 0;
function outgoing(more: Partial<Outgoing> = {}): Outgoing {
  return {
    id: ++ids,
    channel: 'sms',
    to: awa,
    ours: smsNumber,
    text: 'Bonjour, ici Ndimbal.',
    options: [],
    ...more,
  };
}
const taken = () => standIn.messages.map((m) => Object.fromEntries(m.parameters));

describe('sending', () => {
  it('hands an SMS over with a callback that carries our id', async () => {
    const message = outgoing({ text: 'Où vivez-vous ? + = suite & fin' });
    const outcome = await twilio.send(message);
    expect(outcome).toEqual({ sent: `twilio:${standIn.messages[0]?.sid}` });
    expect(taken()).toEqual([
      {
        To: awa,
        From: smsNumber,
        Body: 'Où vivez-vous ? + = suite & fin',
        StatusCallback: `${publicUrl}/twilio/status?outbox=${message.id}`,
      },
    ]);
    expect(standIn.calls[0]?.path).toBe(`/2010-04-01/Accounts/${accountSid}/Messages.json`);
  });

  it('answers on WhatsApp from the number written to, to a number or a user id', async () => {
    await twilio.send(outgoing({ channel: 'whatsapp', ours: whatsappNumber }));
    await twilio.send(outgoing({ channel: 'whatsapp', ours: '', to: 'SN.1a2b3c' }));
    expect(taken()).toMatchObject([
      { To: `whatsapp:${awa}`, From: `whatsapp:${whatsappNumber}` },
      { To: 'whatsapp:SN.1a2b3c', From: `whatsapp:${whatsappNumber}` },
    ]);
  });

  it('puts a pin beside the words on WhatsApp, and nowhere else', async () => {
    const pin = { latitude: 12.8939, longitude: -14.9412, label: 'AJS | Kolda' };
    await twilio.send({ ...outgoing({ channel: 'whatsapp', ours: whatsappNumber }), pin });
    await twilio.send({ ...outgoing(), pin });
    const [whatsapp, sms] = taken();
    expect(whatsapp).toMatchObject({ PersistentAction: 'geo:12.8939,-14.9412|AJS   Kolda' });
    expect(sms).not.toHaveProperty('PersistentAction');
  });

  it('leaves the choice of an SMS sender to a messaging service', async () => {
    const service = 'MG0123456789abcdef0123456789abcdef';
    const provider = await createTwilio({ ...config, messagingServiceSid: service }, publicUrl);
    await provider.send(outgoing());
    expect(taken()).toMatchObject([{ To: awa, MessagingServiceSid: service }]);
    expect(taken()[0]).not.toHaveProperty('From');
  });

  it('says so where there is no sender for the channel', async () => {
    const provider = await createTwilio({ accountSid, authToken, apiUrl: standIn.url }, publicUrl);
    expect(await provider.send(outgoing({ ours: '' }))).toEqual({ fault: 'configuration', code: null });
    expect(standIn.calls).toHaveLength(0);
  });

  it.each([
    [
      { kind: 'refuse', status: 400, code: 21610 },
      { fault: 'stopped', code: 21610 },
    ],
    [
      { kind: 'refuse', status: 400, code: 63016 },
      { fault: 'window', code: 63016 },
    ],
    [
      { kind: 'refuse', status: 429, code: 20429 },
      { fault: 'try_later', code: 20429 },
    ],
    [
      { kind: 'refuse', status: 400, code: 4711 },
      { fault: 'unknown_error', code: 4711 },
    ],
    [{ kind: 'refuse', status: 503 }, { unknown: 'HTTP 503' }],
    [{ kind: 'reset', taken: true }, { unknown: 'ECONNRESET' }],
  ] as const)('a call that ends in %j is %j', async (fault, outcome) => {
    standIn.fault = () => fault;
    expect(await twilio.send(outgoing())).toEqual(outcome);
  });

  it('takes wrong credentials for a fault of the configuration', async () => {
    const provider = await createTwilio({ ...config, authToken: 'wrong' }, publicUrl);
    expect(await provider.send(outgoing())).toEqual({ fault: 'configuration', code: 20003 });
  });

  it('knows that nothing left when nobody listens', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const provider = await createTwilio({ ...config, apiUrl: `http://127.0.0.1:${port}` }, publicUrl);
    expect(await provider.send(outgoing())).toEqual({ fault: 'try_later', code: null });
  });

  it('gives up waiting, and then does not know', async () => {
    standIn.fault = () => ({ kind: 'hang', taken: true });
    const provider = await createTwilio(config, publicUrl, { patience: 50 });
    expect(await provider.send(outgoing())).toEqual({ unknown: 'no answer in time' });
    expect(standIn.messages).toHaveLength(1);
  });
});

describe('looking up a message that may have left', () => {
  const aSecondAgo = () => new Date(Date.now() - 1000);

  it('finds it by person, sender, text and time', async () => {
    standIn.fault = () => ({ kind: 'reset', taken: true });
    const message = outgoing({ text: 'Noté: dossier K7M4.' });
    await twilio.send(message);
    standIn.fault = undefined;
    expect(await twilio.find(message, aSecondAgo())).toBe(`twilio:${standIn.messages[0]?.sid}`);
    const query = standIn.calls.at(-1)?.query;
    expect([query?.get('To'), query?.get('From')]).toEqual([awa, smsNumber]);
  });

  it('does not take another person’s, another text, an older or an already known one for it', async () => {
    const message = outgoing();
    await twilio.send(message);
    const sid = `twilio:${standIn.messages[0]?.sid}`;
    expect(await twilio.find(outgoing({ to: '+221770000002' }), aSecondAgo())).toBeNull();
    expect(await twilio.find(outgoing({ text: 'Bonjour' }), aSecondAgo())).toBeNull();
    expect(await twilio.find(message, new Date(Date.now() + 60_000))).toBeNull();
    expect(await twilio.find(message, aSecondAgo(), [sid])).toBeNull();
    expect(await twilio.find(message, aSecondAgo(), ['twilio:SMother'])).toBe(sid);
  });

  it('throws where Twilio cannot be asked: not knowing is not the same as not sent', async () => {
    standIn.fault = () => ({ kind: 'refuse', status: 503 });
    await expect(twilio.find(outgoing(), aSecondAgo())).rejects.toThrow();
  });
});

describe('fetching media', () => {
  const url = mediaUrl('MM0123456789abcdef0123456789abcdef', 'ME0123456789abcdef0123456789abcdef');
  const path = new URL(url).pathname;

  it('brings the bytes with our credentials, from TWILIO_API_URL when it is set', async () => {
    const bytes = Buffer.from('OggS and so on');
    standIn.media.set(path, { bytes, contentType: 'audio/ogg' });
    const fetched = await twilio.fetchMedia?.({ url, contentType: 'audio/ogg' });
    expect(fetched).toEqual({ bytes, contentType: 'audio/ogg' });
    expect(standIn.calls[0]?.headers.authorization).toMatch(/^Basic /);
  });

  it('refuses more than 16 MB, a missing medium, and any other server', async () => {
    standIn.media.set(path, { bytes: Buffer.alloc(16 * 1024 * 1024 + 1), contentType: 'audio/ogg' });
    await expect(twilio.fetchMedia?.({ url, contentType: 'audio/ogg' })).rejects.toThrow('16 MB');
    await expect(twilio.fetchMedia?.({ url: `${url}x`, contentType: 'a/b' })).rejects.toThrow('404');
    for (const other of ['https://twilio.com.evil.example/x', 'http://127.0.0.1:1/x', 'file:///etc/passwd'])
      await expect(twilio.fetchMedia?.({ url: other, contentType: 'a/b' })).rejects.toThrow('not at Twilio');
  });
});

const openapi = '../shared/data/twilio/messages.openapi.json';
describe.skipIf(!existsSync(openapi))('every request we send', () => {
  it('is one that Twilio’s own OpenAPI document allows', async () => {
    const document = JSON.parse(readFileSync(openapi, 'utf8'));
    const ajv = new Ajv({ strict: false, validateFormats: false }).addSchema(document, 'twilio');
    const operations = document.paths['/2010-04-01/Accounts/{AccountSid}/Messages.json'];
    const pointer = '#/paths/~12010-04-01~1Accounts~1{AccountSid}~1Messages.json/post/requestBody/content/';
    const check = ajv.compile({ $ref: `twilio${pointer}application~1x-www-form-urlencoded/schema` });
    const allowed = new Set(operations.get.parameters.map((p: { name: string }) => p.name));
    const names = operations.post.requestBody.content['application/x-www-form-urlencoded'].schema.properties;

    await twilio.send(outgoing());
    await twilio.send(outgoing({ channel: 'whatsapp', to: 'SN.1a2b3c', ours: '' }));
    await twilio.find(outgoing(), new Date());
    expect(standIn.calls).toHaveLength(3);
    for (const call of standIn.calls) {
      const body = Object.fromEntries(new URLSearchParams(call.body));
      expect(call.path).toMatch(/^\/2010-04-01\/Accounts\/AC[0-9a-f]{32}\/Messages\.json$/);
      if (call.method === 'POST') {
        expect(check(body), JSON.stringify(check.errors)).toBe(true);
        for (const name of Object.keys(body)) expect(names).toHaveProperty(name);
      } else for (const name of call.query.keys()) expect(allowed).toContain(name);
    }
  });
});
