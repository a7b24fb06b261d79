import type { Channel, Inbound, Location, MediaReference } from '../../../messages/inbound.ts';
import { bodyText } from './body.ts';
import { type Form, first } from './form.ts';

/** Stands in front of every id that comes from Twilio. */
export const providerName = 'twilio';

/** Our id for a message of Twilio's. */
export const providerId = (sid: string) => `${providerName}:${sid}`;

/** Reads a message webhook; a string names what is missing. Parameters that we do not know are no fault. */
export function readInbound(form: Form): Inbound | string {
  const sid = first(form, 'MessageSid') ?? first(form, 'SmsMessageSid') ?? first(form, 'SmsSid');
  const [from, to] = [first(form, 'From'), first(form, 'To')];
  if (!sid) return 'MessageSid is missing.';
  if (!from) return 'From is missing.';
  if (!to) return 'To is missing.';
  const channel = channelOf(from);
  if (!channel) return 'From is of a channel that is not served.';
  const address = bare(from);
  return {
    providerId: providerId(sid),
    provider: providerName,
    channel,
    from: address,
    ours: bare(to),
    text: bodyText(form.get('Body')?.[0] ?? '', channel),
    media: mediaOf(form),
    ...optional('choice', first(form, 'ButtonPayload') ?? first(form, 'ListId')),
    ...optional('location', locationOf(form)),
    ...optional('profileName', first(form, 'ProfileName')),
    ...optional('otherIds', otherIdsOf(form, address)),
    ...optional('advertisement', advertisementOf(form)),
    ...optional('optOut', optOutOf(form)),
  };
}

/** Twilio writes WhatsApp addresses as "whatsapp:+221…" or, without a number, "whatsapp:SN.…"; SMS as they are. */
function channelOf(address: string): Channel | undefined {
  if (address.startsWith('whatsapp:')) return 'whatsapp';
  return /^[a-z]+:/i.test(address) ? undefined : 'sms';
}

function bare(address: string): string {
  return address.startsWith('whatsapp:') ? address.slice('whatsapp:'.length) : address;
}

function mediaOf(form: Form): readonly MediaReference[] {
  const count = Number(first(form, 'NumMedia') ?? 0);
  const media: MediaReference[] = [];
  // A message carries ten at most; the count is not trusted further than that.
  for (let i = 0; i < Math.min(count, 10); i++) {
    const url = first(form, `MediaUrl${i}`);
    if (url)
      media.push({ url, contentType: first(form, `MediaContentType${i}`) ?? 'application/octet-stream' });
  }
  return media;
}

function locationOf(form: Form): Location | undefined {
  const [latitude, longitude] = [first(form, 'Latitude'), first(form, 'Longitude')].map(Number);
  if (latitude === undefined || longitude === undefined) return undefined;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return undefined;
  return { latitude, longitude, ...optional('label', first(form, 'Label') ?? first(form, 'Address')) };
}

/** The number and the user id of one WhatsApp person, as far as they are not the address written from. */
function otherIdsOf(form: Form, address: string): readonly string[] | undefined {
  const waId = first(form, 'WaId');
  const number = waId && /^\d+$/.test(waId) ? `+${waId}` : undefined;
  const ids = [number, first(form, 'ExternalUserId')].filter(
    (id) => id !== undefined && bare(id) !== address,
  );
  return ids.length > 0 ? ids.map((id) => bare(id as string)) : undefined;
}

function advertisementOf(form: Form): Inbound['advertisement'] {
  const found = {
    ...optional('sourceId', first(form, 'ReferralSourceId')),
    ...optional('sourceUrl', first(form, 'ReferralSourceUrl')),
    ...optional('headline', first(form, 'ReferralHeadline')),
  };
  // ReferralNumMedia=0 comes with ordinary messages and says nothing.
  return Object.keys(found).length > 0 ? found : undefined;
}

function optOutOf(form: Form): Inbound['optOut'] {
  const word = first(form, 'OptOutType')?.toUpperCase();
  return word === 'STOP' || word === 'START' || word === 'HELP' ? word : undefined;
}

function optional<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [P in K]: V });
}
