import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readForm } from '../../../src/bot/channels/twilio/form.ts';
import { twilioRoutes } from '../../../src/bot/channels/twilio/routes.ts';
import { signatureOf } from '../../../src/bot/channels/twilio/signature.ts';
import type { StatusReport } from '../../../src/messages/delivery.ts';
import type { Inbound } from '../../../src/messages/inbound.ts';
import { authToken, sms, whatsapp } from '../../support/twilio/payloads.ts';
import { encode, post, postWebhook, statusOf, type Target } from '../../support/twilio/webhooks.ts';

const received: Inbound[] = [];
const reported: StatusReport[] = [];
let broken = false;
let app: FastifyInstance;
let target: Target;
let server = '';
const publicUrl = 'https://bot.example.org/here';

beforeAll(async () => {
  app = Fastify();
  await app.register(
    twilioRoutes({
      config: { publicUrl, twilio: { authToken } },
      async receive(inbound) {
        if (broken) throw new Error('no database: params +221770000001');
        received.push(inbound);
      },
      async report(status) {
        reported.push(status);
      },
    }),
  );
  app.post('/elsewhere', async () => 'fine');
  server = await app.listen({ port: 0, host: '127.0.0.1' });
  target = { publicUrl, server, retries: 0 };
});
afterAll(() => app.close());
beforeEach(() => {
  received.length = 0;
  reported.length = 0;
  broken = false;
});

const form = 'application/x-www-form-urlencoded';
/** Posts raw bytes, rightly signed unless another signature is given. */
function raw(body: string | Buffer, signature?: string | null, path = '/twilio/inbound') {
  const right = () => signatureOf(authToken, publicUrl + path, readForm(Buffer.from(body as string)));
  const header = signature === undefined ? right() : signature;
  return post(
    server + path,
    { 'Content-Type': form, ...(header ? { 'X-Twilio-Signature': header } : {}) },
    body,
  );
}

describe('POST /twilio/inbound', () => {
  it('hands a signed message on and answers with empty TwiML', async () => {
    const sent = whatsapp('+221770000001', ' Kolda, s’il vous plaît ');
    const answer = await postWebhook(target, '/twilio/inbound', sent);
    expect(answer).toMatchObject({ status: 200, contentType: expect.stringContaining('text/xml') });
    expect(answer.body).toMatch(/^<\?xml[^>]*\?><Response\/>$/);
    expect(received).toMatchObject([{ from: '+221770000001', text: ' Kolda, s’il vous plaît ' }]);
  });

  it('holds the signature over the query and over every parameter, repeated and unknown ones too', async () => {
    const sent = sms('+221770000001', 'Bonjour', { New: ['b', 'a', 'b'], Empty: '' });
    expect((await postWebhook(target, '/twilio/inbound?x=1&y=%20', sent)).status).toBe(200);
    expect(received).toHaveLength(1);
  });

  it.each([
    ['no signature', null],
    ['an empty signature', ''],
    ['a wrong signature', 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
    ['a signature of the wrong length', 'x'],
  ])('refuses %s and hands nothing on', async (_name, signature) => {
    expect((await raw(encode(sms('+221770000001', 'Bonjour')), signature)).status).toBe(403);
    expect(received).toHaveLength(0);
  });

  it('refuses a message signed by another account', async () => {
    const answer = await postWebhook({ ...target, authToken: 'other' }, '/twilio/inbound', sms('+2217', 'x'));
    expect(answer.status).toBe(403);
    expect(received).toHaveLength(0);
  });

  it('refuses a missing From, invalid UTF-8, a body of 10 MB, another encoding and an empty body', async () => {
    expect((await raw(encode(sms('', 'Bonjour')))).status).toBe(400);
    expect((await raw(Buffer.from('From=%2B221&Body=\xff', 'latin1'), 'x')).status).toBe(400);
    expect((await raw('From=%2B221&Body=%FF', 'x')).status).toBe(400);
    expect((await raw(`From=%2B221&Body=${'a'.repeat(10_000_000)}`, 'x')).status).toBe(413);
    const json = await post(`${server}/twilio/inbound`, { 'Content-Type': 'application/json' }, '{}');
    expect(json.status).toBe(415);
    expect((await raw('')).status).toBe(400);
    expect(received).toHaveLength(0);
  });

  it('says 503 when the message could not be stored, without telling why', async () => {
    broken = true;
    const answer = await postWebhook(target, '/twilio/inbound', sms('+221770000001', 'Bonjour'));
    expect(answer.status).toBe(503);
    expect(answer.body).not.toContain('database');
  });

  it('leaves the rest of the server to read JSON', async () => {
    const other = await post(`${server}/elsewhere`, { 'Content-Type': 'application/json' }, '{}');
    expect(other).toMatchObject({ status: 200, body: 'fine' });
  });
});

describe('POST /twilio/status', () => {
  it('hands the status on with our own id', async () => {
    const status = statusOf('SM7', '+221770000001', '+221338690000', 'delivered');
    expect((await postWebhook(target, '/twilio/status?outbox=12', status)).status).toBe(204);
    expect(reported).toEqual([{ providerId: 'twilio:SM7', status: 'delivered', outboxId: 12 }]);
  });

  it('signs our own id too: another one is refused', async () => {
    const body = encode(statusOf('SM7', '+221770000001', '+221338690000', 'delivered'));
    const signature = signatureOf(
      authToken,
      `${publicUrl}/twilio/status?outbox=12`,
      readForm(Buffer.from(body)),
    );
    expect((await raw(body, signature, '/twilio/status?outbox=13')).status).toBe(403);
    expect(reported).toHaveLength(0);
  });

  it('takes a word it does not know without handing it on', async () => {
    const status = statusOf('SM7', '+221770000001', '+221338690000', 'teleported');
    expect((await postWebhook(target, '/twilio/status', status)).status).toBe(204);
    expect(reported).toHaveLength(0);
  });
});
