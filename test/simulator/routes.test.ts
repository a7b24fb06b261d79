import { afterEach, expect, test, vi } from 'vitest';
import { type StandIn, standIn } from '../support/simulator.ts';

let open: StandIn | undefined;
afterEach(async () => {
  await open?.app.close();
  open = undefined;
});

const fromPage = { 'x-simulator': '1' };

async function start() {
  open = await standIn();
  const { number } = open.simulator.phones.add('Awa');
  return { ...open, number, messages: `/simulator/phones/${encodeURIComponent(number)}/messages` };
}

test('the page shows a phone from the start, without anything from elsewhere', async () => {
  open = await standIn();
  const page = await open.app.inject('/simulator');
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
  expect(page.body).toContain('Awa');
  expect(page.body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  expect(page.body).not.toMatch(/<script(?![^>]* src=)|style="|onclick/);
  for (const [, path] of page.body.matchAll(/(?:src|href)="(\/simulator[^"]+)"/g))
    expect((await open.app.inject(path!)).statusCode, path).toBe(200);
});

test('what is written reaches the inbox as a message of its channel, untrimmed', async () => {
  const { app, number, messages, received } = await start();
  const payload = { channel: 'sms', text: ' Bonjour <b>' };
  const answer = await app.inject({ method: 'POST', url: messages, headers: fromPage, payload });
  expect(answer.statusCode).toBe(202);
  expect(received).toMatchObject([
    { provider: 'simulator', channel: 'sms', from: number, text: ' Bonjour <b>' },
  ]);
  expect(received[0]).not.toHaveProperty('profileName');
  expect((await app.inject('/simulator')).body).toContain(' Bonjour &lt;b>');
});

test('a location and a voice note arrive as WhatsApp brings them', async () => {
  const { app, number, messages, received, simulator } = await start();
  const location = { latitude: 12.8835, longitude: -14.95, label: 'Kolda' };
  await app.inject({
    method: 'POST',
    url: messages,
    headers: fromPage,
    payload: { channel: 'whatsapp', location },
  });
  const voice = `/simulator/phones/${encodeURIComponent(number)}/voice?channel=whatsapp`;
  await app.inject({ method: 'POST', url: `${voice}&seconds=40`, headers: fromPage });
  await app.inject({
    ...{ method: 'POST', url: `${voice}&seconds=3`, payload: Buffer.from('recorded') },
    headers: { ...fromPage, 'content-type': 'audio/webm;codecs=opus' },
  });
  expect(received).toMatchObject([
    { profileName: 'Awa', location, text: '' },
    { media: [{ contentType: 'audio/ogg' }] },
    { media: [{ contentType: 'audio/webm' }] },
  ]);
  const fetched = await simulator.fetchMedia!(received[2]!.media[0]!);
  expect(fetched.bytes.toString()).toBe('recorded');
});

test('an answer stands on the phone with its cost and taps, and is reported delivered and read', async () => {
  const { app, messages, simulator, answer } = await start();
  const reports: string[] = [];
  simulator.reportTo(({ status }) => reports.push(status));
  answer('Voulez-vous ? 1 Oui 2 Non', ['Oui', 'Non']);
  const send = (channel: string) =>
    app.inject({ method: 'POST', url: messages, headers: fromPage, payload: { channel, text: 'Bonjour' } });
  await send('sms');
  const page = (await app.inject('/simulator')).body;
  expect(page).toContain('<b>1 SMS</b> 25/160');
  expect(page).toContain('data-says="2">2 Non');
  await vi.waitFor(() => expect(reports).toEqual(['delivered']));
  await send('whatsapp');
  await vi.waitFor(() => expect(reports).toEqual(['delivered', 'delivered', 'read']));
});

test('a message that the inbox refuses is shown as failed', async () => {
  const { app, number, messages, simulator, fail } = await start();
  fail();
  const payload = { channel: 'sms', text: 'Bonjour' };
  const answer = await app.inject({ method: 'POST', url: messages, headers: fromPage, payload });
  expect(answer.statusCode).toBe(503);
  expect(simulator.phones.get(number)?.bubbles.at(-1)?.status).toBe('failed');
});

test('wrong input has a clear status and leaves no trace', async () => {
  const { app, messages, received } = await start();
  const post = (url: string, payload: object, headers = fromPage) =>
    app.inject({ method: 'POST', url, headers, payload }).then(({ statusCode }) => statusCode);
  expect(await post(messages, { channel: 'sms', text: 'a' }, {} as typeof fromPage)).toBe(403);
  expect(await post(messages, { channel: 'pigeon', text: 'a' })).toBe(400);
  expect(await post(messages, { channel: 'sms', text: '' })).toBe(400);
  expect(await post(messages, { channel: 'sms', location: { latitude: 95, longitude: 0 } })).toBe(400);
  expect(await post('/simulator/phones/%2B221700001111/messages', { channel: 'sms', text: 'a' })).toBe(404);
  expect(received).toEqual([]);
});

test('the live stream replays what the page missed, and asks for a new page after a restart', async () => {
  const { app, simulator, number } = await start();
  await app.listen({ port: 0, host: '127.0.0.1' });
  const base = app.listeningOrigin;
  const page = await (await fetch(`${base}/simulator`)).text();
  const after = /data-after="([^"]+)"/.exec(page)?.[1] ?? '';
  simulator.phones.announce('typing', number, 'sms');
  expect(await firstEvent(`${base}/simulator/live?after=${after}`)).toMatch(
    /^id: \S+\nevent: typing\ndata: .*"sms"/m,
  );
  expect(await firstEvent(`${base}/simulator/live?after=other.1`)).toMatch(/^event: reload$/m);
  const seen = after.replace(/\d+$/, String(simulator.phones.lastEvent() - 1));
  expect(await firstEvent(`${base}/simulator/live?after=${after}`, seen)).toMatch(/^event: typing$/m);
});

/** Reads a stream until its first event has come, then leaves. */
async function firstEvent(url: string, lastEventId?: string): Promise<string> {
  const leave = new AbortController();
  const headers = lastEventId ? { 'last-event-id': lastEventId } : {};
  const answer = await fetch(url, { signal: leave.signal, headers });
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let told = '';
  while (!/event: .*\ndata: .*\n\n/.test(told)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`the stream ended after ${told}`);
    told += value;
  }
  leave.abort();
  return told;
}
