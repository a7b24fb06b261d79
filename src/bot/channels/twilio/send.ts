import type { TwilioConfig } from '../../../config.ts';
import type { Pin } from '../../../language/say.ts';
import type { Outgoing, SendOutcome } from '../../../messages/delivery.ts';
import type { Template } from '../../templates.ts';
import type { Handed } from '../provider.ts';
import type { TwilioClient } from './client.ts';
import { faultOf } from './errors.ts';
import { providerId } from './inbound.ts';
import { statusUrl } from './status.ts';

/** Who a message goes to and from, as Twilio writes it. */
export interface Route {
  readonly to: string;
  readonly from?: string;
  readonly messagingServiceSid?: string;
}

/** Hands one message to Twilio. Never throws: what nobody knows is said to be unknown. */
export async function sendMessage(
  client: TwilioClient,
  config: TwilioConfig,
  publicUrl: string,
  message: Handed,
): Promise<SendOutcome> {
  const route = routeOf(message, config);
  if (!route) return { fault: 'configuration', code: null };
  try {
    const { sid } = await client.messages.create({
      ...route,
      body: message.text,
      ...(message.channel === 'whatsapp' && message.pin ? { persistentAction: [geoOf(message.pin)] } : {}),
      statusCallback: statusUrl(publicUrl, message.id),
    });
    return sid ? { sent: providerId(sid) } : { unknown: 'an answer without a message id' };
  } catch (error) {
    return outcomeOf(error as TwilioError);
  }
}

/** Begins a conversation on WhatsApp with words that it has approved. Never throws. */
export async function sendTemplate(
  client: TwilioClient,
  config: TwilioConfig,
  approved: (template: Template) => Promise<string | null>,
  { to, template, values }: { to: string; template: Template; values: Readonly<Record<string, string>> },
): Promise<SendOutcome> {
  if (!config.whatsappFrom) return { fault: 'configuration', code: null };
  try {
    const contentSid = await approved(template);
    if (!contentSid) return { fault: 'window', code: null };
    const filled = template.blanks.map((blank, at) => [String(at + 1), values[blank] ?? '']);
    const { sid } = await client.messages.create({
      to: `whatsapp:${to}`,
      from: `whatsapp:${config.whatsappFrom}`,
      contentSid,
      contentVariables: JSON.stringify(Object.fromEntries(filled)),
    });
    return { sent: providerId(sid) };
  } catch (error) {
    return outcomeOf(error as TwilioError);
  }
}

/** A place as Twilio writes it: `geo:latitude,longitude|name`. */
function geoOf({ latitude, longitude, label }: Pin): string {
  return `geo:${latitude},${longitude}|${label.replaceAll('|', ' ')}`;
}

/** The answer leaves from the sender that was written to, or from the messaging service that picks it for SMS. */
export function routeOf({ channel, to, ours }: Outgoing, config: TwilioConfig): Route | undefined {
  if (channel === 'whatsapp') {
    const from = ours || config.whatsappFrom;
    return from ? { to: `whatsapp:${to}`, from: `whatsapp:${from}` } : undefined;
  }
  if (config.messagingServiceSid) return { to, messagingServiceSid: config.messagingServiceSid };
  const from = ours || config.smsFrom;
  return from ? { to, from } : undefined;
}

interface TwilioError extends Error {
  /** Of the answer; absent when there was none. */
  readonly status?: number;
  /** Twilio's number, or Node's word for a connection that failed. */
  readonly code?: number | string;
  readonly syscall?: string;
  /** One for each address of the host, when none could be reached. */
  readonly errors?: readonly TwilioError[];
}

function outcomeOf(error: TwilioError): SendOutcome {
  const { status, code, message } = error;
  if (status === undefined) {
    if (neverLeft(error)) return { fault: 'try_later', code: null };
    return { unknown: typeof code === 'string' ? code : message };
  }
  const number = typeof code === 'number' ? code : null;
  // With a 5xx the message may have been taken all the same; with 429 it certainly was not.
  if (status >= 500 || status < 400) return { unknown: `HTTP ${status}` };
  return { fault: faultOf(number, status), code: number };
}

/** Whether the connection was never made, or never trusted: then nothing was handed over. */
function neverLeft({ code, syscall, errors }: TwilioError): boolean {
  if (errors && errors.length > 0) return errors.every(neverLeft);
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
  return typeof code === 'string' && /CERT|TLS|SSL|UNABLE_TO_/.test(code);
}
