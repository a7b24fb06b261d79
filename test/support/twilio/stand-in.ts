import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type ContentStore, contentStore } from './content.ts';
import { resourceOf, type Taken, take } from './message.ts';
import { accountSid, authToken } from './payloads.ts';
import { type Answer, postWebhook, statusOf, type Target } from './webhooks.ts';

/** One REST call, as it came. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** How a call goes wrong on purpose; `taken` says whether the message counts as sent all the same. */
export type Fault =
  | { readonly kind: 'refuse'; readonly status: number; readonly code?: number; readonly retryAfter?: number }
  | { readonly kind: 'hang'; readonly taken: boolean }
  | { readonly kind: 'reset'; readonly taken: boolean }
  | { readonly kind: 'slow'; readonly milliseconds: number };

/** A local server in the place of Twilio: the same paths, the same answers, everything recorded. */
export interface StandIn {
  readonly url: string;
  readonly calls: readonly Call[];
  readonly messages: readonly Taken[];
  readonly content: ContentStore;
  /** Media by path, served with authentication. */
  readonly media: Map<string, { readonly bytes: Buffer; readonly contentType: string }>;
  /** Decides call by call whether it goes wrong. */
  fault: ((call: Call) => Fault | undefined) | undefined;
  /** Called with each message once it is taken. */
  onMessage: ((message: Taken) => void) | undefined;
  /** Plays status callbacks for a message, in the order given. */
  playStatuses(message: Taken, statuses: readonly string[], errorCode?: number): Promise<Answer[]>;
  /** Forgets calls and messages. */
  clear(): void;
  close(): Promise<void>;
}

export interface StandInOptions {
  readonly port?: number;
  /** Where status callbacks connect to, when it is not their own address. */
  readonly target?: Partial<Target>;
  /** Whether every call is kept; a benchmark of many thousands leaves it out. */
  readonly record?: boolean;
}

/** Starts the stand-in on a loopback port. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const calls: Call[] = [];
  const messages: Taken[] = [];
  const byPerson = new Map<string, Taken[]>();
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part) => {
      body += part;
    });
    request.on('end', () => answer(standIn, callOf(request, body), response, keep));
  });
  const keep = (call: Call, message?: Taken) => {
    if (options.record !== false && !message) calls.push(call);
    if (!message) return;
    messages.push(message);
    const theirs = byPerson.get(message.to);
    if (theirs) theirs.push(message);
    else byPerson.set(message.to, [message]);
    standIn.onMessage?.(message);
  };
  server.on(
    'connection',
    (socket) => sockets.add(socket).size && socket.on('close', () => sockets.delete(socket)),
  );
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const standIn: StandIn & { theirs: typeof byPerson } = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    messages,
    theirs: byPerson,
    content: contentStore(),
    media: new Map(),
    fault: undefined,
    onMessage: undefined,
    playStatuses: (message, statuses, errorCode) =>
      playStatuses(options.target, message, statuses, errorCode),
    clear() {
      calls.length = 0;
      messages.length = 0;
      byPerson.clear();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return standIn;
}

type Inside = StandIn & { readonly theirs: ReadonlyMap<string, readonly Taken[]> };
type Keep = (call: Call, message?: Taken) => void;

function callOf(request: IncomingMessage, body: string): Call {
  const url = new URL(request.url ?? '/', 'http://twilio');
  const { method = 'GET', headers } = request;
  return { method, path: url.pathname, query: url.searchParams, headers, body };
}

/** What goes back: JSON, or a medium's bytes. */
interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly medium?: { readonly bytes: Buffer; readonly contentType: string };
}

function answer(standIn: Inside, call: Call, response: ServerResponse, keep: Keep): void {
  keep(call);
  const fault = standIn.fault?.(call);
  if (!fault) say(response, serve(standIn, call, keep));
  else if (fault.kind === 'slow')
    setTimeout(() => say(response, serve(standIn, call, keep)), fault.milliseconds);
  else if (fault.kind === 'refuse') {
    const { status, code = 20_000 + status, retryAfter } = fault;
    if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter);
    say(response, refusal(status, code, 'refused on purpose'));
  } else {
    if (fault.taken) serve(standIn, call, keep);
    if (fault.kind === 'reset') response.destroy();
  }
}

const basic = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
const account = `/2010-04-01/Accounts/${accountSid}`;

/** Answers as Twilio does. */
function serve(standIn: Inside, call: Call, keep: Keep): Reply {
  if (call.headers.authorization !== basic) return refusal(401, 20003, 'Authenticate');
  if (call.path === `${account}/Messages.json`)
    return call.method === 'POST' ? create(call, keep) : list(standIn, call);
  const medium = standIn.media.get(call.path);
  if (medium) return { status: 200, body: null, medium };
  const content = standIn.content.answer(call.method, call.path, call.body);
  if (content) return content;
  const sid = /\/Messages\/(\w+)\.json$/.exec(call.path)?.[1];
  const found = sid ? standIn.messages.find((m) => m.sid === sid) : undefined;
  if (found) return { status: 200, body: resourceOf(found) };
  return refusal(404, 20404, `The requested resource ${call.path} was not found`);
}

function create(call: Call, keep: Keep): Reply {
  const message = take(new URLSearchParams(call.body));
  if ('code' in message) return refusal(message.status, message.code, message.message);
  keep(call, message);
  return { status: 201, body: resourceOf(message) };
}

function list(standIn: Inside, { query, path }: Call): Reply {
  const [to, from] = [query.get('To'), query.get('From')];
  const size = Math.min(Number(query.get('PageSize') ?? 50), 1000);
  const theirs = to ? (standIn.theirs.get(to) ?? []) : standIn.messages;
  const found = theirs.filter((m) => !from || m.from === from);
  const messages = found.slice(-size).reverse().map(resourceOf);
  const uri = `${path}?PageSize=${size}`;
  const pages = { page: 0, page_size: size, start: 0, end: messages.length, next_page_uri: null };
  return { status: 200, body: { messages, ...pages, previous_page_uri: null, first_page_uri: uri, uri } };
}

function refusal(status: number, code: number, message: string): Reply {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}

function say(response: ServerResponse, { status, body, medium }: Reply): void {
  const bytes = medium ? medium.bytes : Buffer.from(body === null ? '' : JSON.stringify(body));
  const type = medium ? medium.contentType : 'application/json;charset=utf-8';
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': bytes.length }).end(bytes);
}

async function playStatuses(
  target: Partial<Target> | undefined,
  message: Taken,
  statuses: readonly string[],
  errorCode?: number,
): Promise<Answer[]> {
  if (!message.statusCallback) throw new Error(`message ${message.sid} asked for no status callback`);
  const url = new URL(message.statusCallback);
  const answers: Answer[] = [];
  for (const status of statuses) {
    message.status = status;
    const parameters = statusOf(message.sid, message.to, message.from, status, errorCode);
    const to = { publicUrl: url.origin, ...target };
    answers.push(await postWebhook(to, url.pathname + url.search, parameters));
  }
  return answers;
}
