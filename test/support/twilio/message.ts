import { accountSid, newSid, smsNumber } from './payloads.ts';

/** One message that the stand-in took, and when. */
export interface Taken {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly body: string;
  readonly statusCallback: string | null;
  readonly messagingServiceSid: string | null;
  readonly parameters: URLSearchParams;
  /** By performance.now(), for measuring. */
  readonly at: number;
  readonly createdAt: Date;
  status: string;
}

/** Why Twilio would refuse a request, with its own code. */
export interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

/** Takes a message or says with Twilio's code why not. */
export function take(parameters: URLSearchParams): Taken | Refusal {
  const refusal = faultIn(parameters);
  if (refusal) return refusal;
  return {
    sid: newSid(),
    to: parameters.get('To') ?? '',
    from: parameters.get('From') ?? smsNumber,
    body: parameters.get('Body') ?? '',
    statusCallback: parameters.get('StatusCallback'),
    messagingServiceSid: parameters.get('MessagingServiceSid'),
    parameters,
    at: performance.now(),
    createdAt: new Date(),
    status: 'queued',
  };
}

function faultIn(parameters: URLSearchParams): Refusal | undefined {
  const [to, from, service] = ['To', 'From', 'MessagingServiceSid'].map((name) => parameters.get(name));
  const bad = (code: number, message: string): Refusal => ({ status: 400, code, message });
  if (!to) return bad(21604, "A 'To' phone number is required.");
  if (!from && !service) return bad(21603, "A 'From' phone number is required.");
  if (!['Body', 'MediaUrl', 'ContentSid'].some((name) => parameters.get(name)))
    return bad(21619, 'Message body, media URL or content SID is required.');
  if ((parameters.get('Body') ?? '').length > 1600)
    return bad(21617, 'The concatenated message body exceeds the 1600 character limit');
  if (from && isWhatsapp(to) !== isWhatsapp(from))
    return bad(21910, "Invalid 'From' and 'To' pair. 'From' and 'To' should be of the same channel");
  if (!/^(whatsapp:(\+\d{6,15}|[A-Z]{2}\.\w+)|\+\d{6,15})$/.test(to))
    return bad(21211, `The 'To' number ${to} is not a valid phone number.`);
  const callback = parameters.get('StatusCallback');
  if (callback && !URL.canParse(callback)) return bad(21609, 'The StatusCallback URL is not a valid URL.');
  return undefined;
}

const isWhatsapp = (address: string) => address.startsWith('whatsapp:');

/** The message as Twilio's REST API shows it. */
export function resourceOf(message: Taken): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}`;
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: rfc2822(message.createdAt),
    // Nothing has a date sent before it is sent.
    date_sent: message.status === 'queued' ? null : rfc2822(message.createdAt),
    date_updated: rfc2822(message.createdAt),
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: message.from,
    messaging_service_sid: message.messagingServiceSid,
    num_media: '0',
    num_segments: '1',
    price: null,
    price_unit: null,
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

function rfc2822(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}
