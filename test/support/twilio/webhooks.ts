import { Agent, request } from 'node:http';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { accountSid, authToken, type Parameters } from './payloads.ts';

/** Where webhooks go: signatures are made over `publicUrl`, the connection is made to `server`. */
export interface Target {
  readonly publicUrl: string;
  /** Where the server really listens; the public address itself when absent. */
  readonly server?: string;
  readonly authToken?: string;
  /** How often a webhook is sent again after a connection failure or a 5xx (`#rc=`); Twilio's default is once. */
  readonly retries?: number;
  /** Milliseconds before it is sent again. */
  readonly pause?: number;
}

/** How a webhook was answered; 0 stands for no answer at all. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
  readonly attempts: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** The form encoding of parameters, a list as the same name repeated. */
export function encode(parameters: Parameters): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => [name, one]),
  );
  return new URLSearchParams(pairs).toString();
}

/** Posts a webhook as Twilio does: signed over every parameter, sent again after a connection failure or a 5xx. */
export async function postWebhook(target: Target, path: string, parameters: Parameters): Promise<Answer> {
  const url = target.publicUrl + path;
  const signature = getExpectedTwilioSignature(target.authToken ?? authToken, url, { ...parameters });
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'X-Twilio-Signature': signature,
    'User-Agent': 'TwilioProxy/1.1',
    'I-Twilio-Idempotency-Token': String(parameters.MessageSid),
  };
  const body = encode(parameters);
  const most = 1 + (target.retries ?? 1);
  for (let attempts = 1; ; attempts++) {
    const answer = await post((target.server ?? target.publicUrl) + path, headers, body);
    if ((answer.status !== 0 && answer.status < 500) || attempts >= most) return { ...answer, attempts };
    await new Promise((resolve) => setTimeout(resolve, target.pause ?? 0));
  }
}

/** Posts raw bytes with the headers given and no retry, for what Twilio would never send. */
export function post(
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
): Promise<Omit<Answer, 'attempts'>> {
  return new Promise((resolve) => {
    const nothing = () => resolve({ status: 0, body: '', contentType: '' });
    const length = { 'Content-Length': String(Buffer.byteLength(body)) };
    // Twilio waits 15 seconds in all.
    const call = request(address, {
      method: 'POST',
      agent,
      headers: { ...headers, ...length },
      timeout: 15_000,
    });
    call.on('timeout', () => call.destroy());
    call.on('error', nothing);
    call.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      response.on('aborted', nothing);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: text,
          contentType: response.headers['content-type'] ?? '',
        }),
      );
    });
    call.end(body);
  });
}

/** The status callback for a message, in Twilio's own parameters. */
export function statusOf(
  sid: string,
  to: string,
  from: string,
  status: string,
  errorCode?: number,
): Parameters {
  return {
    SmsSid: sid,
    SmsStatus: status,
    MessageStatus: status,
    To: to,
    From: from,
    MessageSid: sid,
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    ...(errorCode === undefined ? {} : { ErrorCode: String(errorCode) }),
  };
}
