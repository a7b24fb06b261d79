import type { TwilioConfig } from '../../../config.ts';
import type { MediaReference } from '../../../messages/inbound.ts';
import { atServer, isTwilio } from './server.ts';

/** What a voice note or picture is once it is here. */
export interface FetchedMedia {
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** WhatsApp carries at most 16 MB. */
const largest = 16 * 1024 * 1024;
const patience = 30_000;

/** Fetches a voice note or picture with our credentials, from Twilio (or TWILIO_API_URL) and from nowhere else. */
export async function fetchMedia(config: TwilioConfig, reference: MediaReference): Promise<FetchedMedia> {
  const url = atServer(reference.url, config.apiUrl);
  if (!isTwilio(url) && url.origin !== (config.apiUrl ? new URL(config.apiUrl).origin : undefined))
    throw new Error('The media are not at Twilio.');
  const basic = Buffer.from(`${config.accountSid}:${config.authToken}`).toString('base64');
  const signal = AbortSignal.timeout(patience);
  let response = await fetch(url, {
    headers: { Authorization: `Basic ${basic}` },
    redirect: 'manual',
    signal,
  });
  const onward = response.headers.get('location');
  if (response.status >= 300 && response.status < 400 && onward)
    // Twilio hands media over from a store elsewhere, by an address signed for a short while: no credentials there.
    response = await fetch(storeAddress(onward, url), { redirect: 'error', signal });
  if (!response.ok) throw new Error(`The media could not be fetched: HTTP ${response.status}.`);
  return {
    bytes: await readAtMost(response, largest),
    contentType: response.headers.get('content-type') ?? reference.contentType,
  };
}

function storeAddress(location: string, from: URL): URL {
  const url = new URL(location, from);
  const known = /(^|\.)(twilio\.com|twiliocdn\.com|amazonaws\.com)$/.test(url.hostname);
  if (url.origin !== from.origin && !(known && url.protocol === 'https:'))
    throw new Error('The media were sent on to an address that is not Twilio’s.');
  return url;
}

async function readAtMost(response: Response, limit: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > limit) throw new Error('The media are larger than 16 MB.');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
