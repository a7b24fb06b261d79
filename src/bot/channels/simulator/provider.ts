import { randomUUID } from 'node:crypto';
import type { Outgoing, StatusReport } from '../../../messages/delivery.ts';
import type { Channel, Inbound, Location } from '../../../messages/inbound.ts';
import type { Provider } from '../provider.ts';
import { createPhones, type Phones } from './phones.ts';

/** What a simulated person does with the phone. */
export type PersonAct =
  | { readonly kind: 'text'; readonly text: string; readonly choice?: string }
  | { readonly kind: 'location'; readonly location: Location }
  | {
      readonly kind: 'voice';
      readonly bytes: Buffer;
      readonly contentType: string;
      readonly seconds: number;
    };

/** The provider behind `/simulator`: phones in memory instead of a network. */
export interface Simulator extends Provider {
  readonly phones: Phones;
  /** The number that simulated people write to; nobody can call it. */
  readonly ours: string;
  /** Writes the act on the phone and makes the message that the inbox takes, as Twilio's webhook would. */
  act(
    number: string,
    channel: Channel,
    act: PersonAct,
  ): { readonly inbound: Inbound; readonly bubble: string };
  /** Where delivery reports go; until set they are dropped. */
  reportTo(report: (status: StatusReport) => unknown): void;
  media(id: string): { readonly bytes: Buffer; readonly contentType: string } | undefined;
}

export interface SimulatorOptions {
  /** Of the country served, without the plus: its phones are shown with it. */
  readonly callingCode: string;
  readonly now?: () => Date;
  readonly chance?: () => number;
  /** Milliseconds until a message is delivered, and after that until it is read. */
  readonly delays?: { readonly delivered: number; readonly read: number };
}

export const simulatorName = 'simulator';
const keptMedia = 100;
const keptSent = 1000;

/** Makes the simulator; nothing of it leaves the process. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { now = () => new Date(), delays = { delivered: 400, read: 900 } } = options;
  const phones = createPhones(options.callingCode, options.chance);
  const ours = `+${options.callingCode}330000000`;
  const media = createShelf<string, { bytes: Buffer; contentType: string }>(keptMedia);
  const sent = createShelf<number, string>(keptSent);
  let report: (status: StatusReport) => unknown = () => {};

  const reached = (message: Outgoing, bubble: string, providerId: string, status: 'delivered' | 'read') => {
    phones.setStatus(message.to, bubble, status);
    report({ outboxId: message.id, providerId, status });
    if (status === 'delivered' && message.channel === 'whatsapp')
      setTimeout(reached, delays.read, message, bubble, providerId, 'read').unref();
  };

  return {
    name: simulatorName,
    phones,
    ours,
    send: async (message) => {
      const { to, channel, text } = message;
      const written = { channel, from: 'bot', at: now(), text, status: 'sent' } as const;
      const bubble = phones.write(to, { ...written, options: message.options });
      phones.announce('answered', to, channel);
      const providerId = newProviderId();
      sent.put(message.id, providerId);
      setTimeout(reached, delays.delivered, message, bubble.id, providerId, 'delivered').unref();
      return { sent: providerId };
    },
    find: async (message) => sent.get(message.id) ?? null,
    fetchMedia: async ({ url }) => {
      const found = media.get(url.slice(url.lastIndexOf('/') + 1));
      if (!found) throw new Error('The simulator no longer has this voice note.');
      return found;
    },
    act: (number, channel, act) => {
      const name = phones.get(number)?.name ?? '';
      const mediaId = act.kind === 'voice' ? randomUUID() : undefined;
      if (mediaId && act.kind === 'voice') media.put(mediaId, act);
      const shown = { channel, from: 'person', at: now(), options: [], status: 'sent' } as const;
      const bubble = phones.write(number, { ...shown, ...shownAct(act, mediaId) });
      return { inbound: { ...asInbound(number, channel, name, act, mediaId), ours }, bubble: bubble.id };
    },
    reportTo: (to) => {
      report = to;
    },
    media: (id) => media.get(id),
  };
}

function newProviderId(): string {
  return `${simulatorName}:${randomUUID()}`;
}

function shownAct(act: PersonAct, mediaId: string | undefined) {
  if (act.kind === 'text') return { text: act.text };
  if (act.kind === 'location') return { text: '', location: act.location };
  return { text: '', voice: { url: `/simulator/media/${mediaId}`, seconds: act.seconds } };
}

function asInbound(
  from: string,
  channel: Channel,
  profileName: string,
  act: PersonAct,
  mediaId: string | undefined,
): Omit<Inbound, 'ours'> {
  const media = act.kind === 'voice' ? [{ url: `simulator://${mediaId}`, contentType: act.contentType }] : [];
  const envelope = {
    providerId: newProviderId(),
    provider: simulatorName,
    channel,
    from,
    media,
  };
  return {
    ...envelope,
    text: act.kind === 'text' ? act.text : '',
    ...(act.kind === 'text' && act.choice !== undefined && { choice: act.choice }),
    ...(act.kind === 'location' && { location: act.location }),
    ...(channel === 'whatsapp' && profileName !== '' && { profileName }),
  };
}

/** A map that forgets its oldest entry when it is full. */
function createShelf<K, V>(size: number) {
  const kept = new Map<K, V>();
  return {
    get: (key: K) => kept.get(key),
    put: (key: K, value: V) => {
      kept.set(key, value);
      const oldest = kept.size > size ? kept.keys().next() : undefined;
      if (oldest && !oldest.done) kept.delete(oldest.value);
    },
  };
}
