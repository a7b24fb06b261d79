import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { render } from 'preact-render-to-string';
import { z } from 'zod';
import { type Channel, channels, type Inbound } from '../../../messages/inbound.ts';
import { createLive } from './live.tsx';
import { SimulatorPage, type Town } from './page.tsx';
import type { PersonAct, Simulator } from './provider.ts';
import { silentVoiceNote } from './voice-clip.ts';
import { pageWords } from './words.ts';

export interface SimulatorRouteOptions {
  readonly simulator: Simulator;
  /** The same door that Twilio's webhook uses. */
  readonly receive: (inbound: Inbound) => Promise<unknown>;
  /** Resolves when nothing waits to be handled or sent. */
  readonly idle: () => Promise<void>;
  readonly serviceName: string;
  /** Towns whose position can be shared with one tap. */
  readonly towns: readonly Town[];
  /** Folder of simulator.css and simulator.js. */
  readonly staticFolder: string;
  readonly now?: () => Date;
}

/** Only what the page itself brings may run or load; a voice note plays from here. */
const contentSecurity =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; media-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const mostVoiceBytes = 4 * 1024 * 1024;
const cannedSeconds = 40;

const channelShape = z.enum(channels);
const messageShape = z.union([
  z.strictObject({
    channel: channelShape,
    text: z.string().min(1).max(1600),
    choice: z.string().max(200).optional(),
  }),
  z.strictObject({
    channel: channelShape,
    location: z.strictObject({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      label: z.string().max(60).optional(),
    }),
  }),
]);
const phoneShape = z.strictObject({ name: z.string().trim().max(30).default('') });
const voiceShape = z.object({
  channel: channelShape,
  seconds: z.coerce.number().min(0).max(600).default(cannedSeconds),
});

/** The page with the phones and what its script calls; register it under the prefix `/simulator`. */
export async function simulatorRoutes(app: FastifyInstance, options: SimulatorRouteOptions): Promise<void> {
  const { simulator, now = () => new Date() } = options;
  const run = randomUUID().slice(0, 8);
  const live = createLive({ ...options, phones: simulator.phones, now, run });
  app.addHook('preClose', async () => live.close());
  app.addContentTypeParser(
    /^audio\//,
    { parseAs: 'buffer', bodyLimit: mostVoiceBytes },
    (_request, body, done) => done(null, body),
  );

  app.get('/', async (request, reply) => {
    if (simulator.phones.list().length === 0) simulator.phones.add('Awa');
    const words = pageWords(request.headers['accept-language']);
    const shown = { words, phones: simulator.phones.list(), towns: options.towns, now: now() };
    const after = `${run}.${simulator.phones.lastEvent()}`;
    const page = <SimulatorPage {...shown} serviceName={options.serviceName} after={after} />;
    return sendPage(reply, render(page));
  });
  app.get('/live', (request, reply) => {
    live.stream(request, reply, pageWords(request.headers['accept-language']));
  });
  app.get<{ Params: { id: string } }>('/media/:id', async ({ params }, reply) => {
    const media = simulator.media(params.id);
    if (!media) return reply.code(404).send();
    return reply.type(media.contentType).header('cache-control', 'private, max-age=3600').send(media.bytes);
  });
  serveStatic(app, options.staticFolder);
  await app.register(async (acts) => actRoutes(acts, options));
}

function sendPage(reply: FastifyReply, html: string) {
  return reply
    .headers({
      'content-security-policy': contentSecurity,
      'permissions-policy': 'microphone=(self)',
      'cache-control': 'no-store',
    })
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>${html}`);
}

const staticTypes = {
  'simulator.css': 'text/css; charset=utf-8',
  'simulator.js': 'text/javascript; charset=utf-8',
};

function serveStatic(app: FastifyInstance, folder: string): void {
  for (const [file, type] of Object.entries(staticTypes)) {
    const bytes = readFileSync(join(folder, file));
    app.get(`/static/${file}`, async (_request, reply) =>
      reply.type(type).header('cache-control', 'no-cache').send(bytes),
    );
  }
}

/** What a person does on the page. A header that a foreign page cannot send keeps its forms out. */
function actRoutes(app: FastifyInstance, options: SimulatorRouteOptions): void {
  const { phones } = options.simulator;
  app.addHook('preValidation', async (request, reply) => {
    if (request.headers['x-simulator'] === undefined) return reply.code(403).send({ error: 'Use the page.' });
  });
  app.post('/phones', async (request, reply) => {
    const asked = phoneShape.safeParse(request.body ?? {});
    if (!asked.success) return reply.code(400).send({ error: z.prettifyError(asked.error) });
    const { number } = phones.add(asked.data.name);
    return reply.code(201).send({ number });
  });
  app.post<NumberParams>('/phones/:number/remove', async ({ params }, reply) => {
    phones.remove(params.number);
    return reply.code(204).send();
  });
  app.post<NumberParams>('/phones/:number/messages', async (request, reply) => {
    const asked = messageShape.safeParse(request.body);
    if (!asked.success) return reply.code(400).send({ error: z.prettifyError(asked.error) });
    return carry(options, request, reply, asked.data.channel, asAct(asked.data));
  });
  app.post<NumberParams>('/phones/:number/voice', async (request, reply) => {
    const asked = voiceShape.safeParse(request.query);
    if (!asked.success) return reply.code(400).send({ error: z.prettifyError(asked.error) });
    return carry(options, request, reply, asked.data.channel, voiceNote(request, asked.data.seconds));
  });
}

type NumberParams = { Params: { number: string } };

function asAct(asked: z.infer<typeof messageShape>): PersonAct {
  if ('text' in asked) {
    const choice = asked.choice === undefined ? {} : { choice: asked.choice };
    return { kind: 'text', text: asked.text, ...choice };
  }
  const { label, ...point } = asked.location;
  return { kind: 'location', location: label === undefined ? point : { ...point, label } };
}

function voiceNote(request: FastifyRequest, seconds: number): PersonAct {
  const recorded = Buffer.isBuffer(request.body) && request.body.length > 0 ? request.body : null;
  if (!recorded) return { kind: 'voice', bytes: silentVoiceNote(seconds), contentType: 'audio/ogg', seconds };
  const contentType = String(request.headers['content-type']).split(';')[0] ?? 'audio/ogg';
  return { kind: 'voice', bytes: recorded, contentType, seconds };
}

/** Hands an act to the inbox and shows on the phone how far it came. */
async function carry(
  { simulator, receive, idle }: SimulatorRouteOptions,
  request: FastifyRequest<NumberParams>,
  reply: FastifyReply,
  channel: Channel,
  act: PersonAct,
) {
  const { number } = request.params;
  const { phones } = simulator;
  if (!phones.get(number)) return reply.code(404).send({ error: 'There is no such phone.' });
  const { inbound, bubble } = simulator.act(number, channel, act);
  phones.announce('typing', number, channel);
  try {
    await receive(inbound);
  } catch (error) {
    request.log.error(error, 'a simulated message was not taken');
    phones.setStatus(number, bubble, 'failed');
    phones.announce('answered', number, channel);
    return reply.code(503).send({ error: 'The message was not taken.' });
  }
  phones.setStatus(number, bubble, 'accepted');
  void idle().then(() => settle(simulator, number, channel, bubble), request.log.error.bind(request.log));
  return reply.code(202).send({ bubble });
}

/** When everything is handled and no answer came after the message, the page says that the bot is silent. */
function settle({ phones }: Simulator, number: string, channel: Channel, bubble: string): void {
  phones.setStatus(number, bubble, 'read');
  const after = phones.get(number)?.bubbles ?? [];
  const own = after.findIndex(({ id }) => id === bubble);
  const answered = after.slice(own + 1).some((other) => other.from === 'bot' && other.channel === channel);
  const newest = !after.slice(own + 1).some((other) => other.from === 'person' && other.channel === channel);
  if (!answered && newest) phones.announce('quiet', number, channel);
}
