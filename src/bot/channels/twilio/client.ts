import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import twilio from 'twilio';
import RequestClient from 'twilio/lib/base/RequestClient.js';
import type { TwilioConfig } from '../../../config.ts';
import { atServer } from './server.ts';

export type TwilioClient = ReturnType<typeof twilio>;

/** The client for Twilio's REST API; with `apiUrl` every call goes to that server instead, its path unchanged. */
export function openClient(config: TwilioConfig, patience: number): TwilioClient {
  return twilio(config.accountSid, config.authToken, {
    httpClient: new ReusingClient(config.apiUrl, patience),
  });
}

type Options = RequestClient.RequestOptions<Record<string, unknown>, Record<string, unknown>>;
type Answer<Body> = Awaited<ReturnType<typeof RequestClient.prototype.request<Body>>>;

// An idle connection is given up before the other side does it: a call on one that is just closing is a call of
// unknown outcome.
const connections = { keepAlive: true, maxSockets: 50, timeout: 30_000 };

/**
 * Twilio's request client over plain Node connections that are kept open: the library's own (axios) costs three times
 * the processor time for a message, and knows no other server than Twilio's.
 */
class ReusingClient extends RequestClient {
  readonly #apiUrl: string | undefined;
  readonly #http = new HttpAgent(connections);
  readonly #https = new HttpsAgent(connections);

  constructor(apiUrl: string | undefined, patience: number) {
    super({ timeout: patience });
    this.#apiUrl = apiUrl;
  }

  override async request<Body>(options: RequestClient.RequestOptions<Body>): Promise<Answer<Body>> {
    const { method, uri, params, data } = options as Options;
    const url = atServer(uri, this.#apiUrl);
    if (params) for (const [name, value] of pairs(params)) url.searchParams.append(name, value);
    const body = data === undefined ? undefined : encoded(data, options.headers);
    const headers: Record<string, string | number> = { ...options.headers, ...authorization(options) };
    if (body !== undefined) headers['Content-Length'] = Buffer.byteLength(body);
    const secure = url.protocol === 'https:';
    const call = (secure ? requestHttps : requestHttp)(url, {
      method: method.toUpperCase(),
      headers,
      agent: secure ? this.#https : this.#http,
    });
    return answerOf(call, body, options.timeout ?? this.defaultTimeout);
  }
}

function answerOf<Body>(
  call: ClientRequest,
  body: string | undefined,
  timeout: number,
): Promise<Answer<Body>> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => call.destroy(new Error('no answer in time')), timeout);
    const fail = (error: Error) => {
      clearTimeout(late);
      reject(error);
    };
    call.on('error', fail);
    call.on('response', (response: IncomingMessage) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('error', fail);
      response.on('end', () => {
        clearTimeout(late);
        resolve({
          statusCode: response.statusCode ?? 0,
          body: text,
          headers: response.headers,
        } as Answer<Body>);
      });
    });
    call.end(body);
  });
}

function encoded(data: Record<string, unknown>, headers: Record<string, unknown> | undefined): string {
  return headers?.['Content-Type'] === 'application/json'
    ? JSON.stringify(data)
    : new URLSearchParams(pairs(data)).toString();
}

/** A list goes over the wire as the same name repeated. */
function pairs(values: Record<string, unknown>): [string, string][] {
  return Object.entries(values).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]),
  );
}

function authorization({ username, password }: { username?: string; password?: string }) {
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  return username && password ? { Authorization: `Basic ${basic}` } : {};
}
