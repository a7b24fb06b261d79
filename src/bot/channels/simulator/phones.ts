import type { DeliveryStatus, Outgoing } from '../../../messages/delivery.ts';
import type { Channel, Location } from '../../../messages/inbound.ts';

/** One message as a simulated phone shows it. */
export interface Bubble {
  readonly id: string;
  readonly channel: Channel;
  readonly from: 'person' | 'bot';
  readonly at: Date;
  readonly text: string;
  readonly options: Outgoing['options'];
  readonly location?: Location;
  readonly voice?: { readonly url: string; readonly seconds: number };
  /** Bot: what the provider would report. Person: sent, accepted (stored by the inbox), read (handled). */
  readonly status: DeliveryStatus;
}

/** A phone on the page: a made-up person, or somebody on duty who got an alert. */
export interface Phone {
  readonly number: string;
  readonly name: string;
  readonly kind: 'person' | 'duty';
  readonly bubbles: readonly Bubble[];
}

/** What the page must show now; ids grow, so a page that lost its connection can ask for the rest. */
export type PhoneEvent = { readonly id: number } & PhoneChange;
export type PhoneChange =
  | { readonly kind: 'phone' | 'gone'; readonly number: string }
  | { readonly kind: 'bubble' | 'status'; readonly number: string; readonly bubble: Bubble }
  | {
      readonly kind: 'typing' | 'answered' | 'quiet';
      readonly number: string;
      readonly channel: Channel;
    };

/** The simulated phones and what happened on them, in memory: they live as long as the process. */
export interface Phones {
  list(): readonly Phone[];
  get(number: string): Phone | undefined;
  /** Adds a phone; without a number one is made up. Returns the one there is when the number is known. */
  add(name: string, number?: string): Phone;
  remove(number: string): void;
  /** Writes a bubble on a phone, which is added when nobody has it yet. */
  write(number: string, bubble: Omit<Bubble, 'id'>): Bubble;
  setStatus(number: string, bubbleId: string, status: DeliveryStatus): void;
  announce(kind: 'typing' | 'answered' | 'quiet', number: string, channel: Channel): void;
  /** The id of the newest event. */
  lastEvent(): number;
  /** Events after an id; null when they are no longer all there. */
  since(id: number): readonly PhoneEvent[] | null;
  listen(listener: (event: PhoneEvent) => void): () => void;
}

const keptBubbles = 200;
const keptEvents = 1000;
const keptPhones = 50;
/** What numbers of made-up people begin with; every other number that gets a message belongs to somebody on duty. */
const madeUp = (callingCode: string) => `+${callingCode}70000`;

/** Makes the phones of a country; `chance` gives numbers from 0 up to, not including, 1. */
export function createPhones(callingCode: string, chance: () => number = Math.random): Phones {
  const phones = new Map<string, Phone>();
  const listeners = new Set<(event: PhoneEvent) => void>();
  const events: PhoneEvent[] = [];
  let eventId = 0;
  let bubbleId = 0;

  const tell = (change: PhoneChange) => {
    const event: PhoneEvent = { id: ++eventId, ...change };
    events.push(event);
    if (events.length > keptEvents) events.shift();
    for (const listener of listeners) listener(event);
  };
  const remove = (number: string) => {
    if (phones.delete(number)) tell({ kind: 'gone', number });
  };
  const add = (name: string, number = freeNumber(phones, madeUp(callingCode), chance)) => {
    const known = phones.get(number);
    if (known) return known;
    const oldest = phones.size >= keptPhones ? phones.keys().next().value : undefined;
    if (oldest) remove(oldest);
    const kind = number.startsWith(madeUp(callingCode)) ? 'person' : 'duty';
    const phone: Phone = { number, name, kind, bubbles: [] };
    phones.set(number, phone);
    tell({ kind: 'phone', number });
    return phone;
  };

  return {
    list: () => [...phones.values()],
    get: (number) => phones.get(number),
    add,
    remove,
    write: (number, message) => {
      const phone = phones.get(number) ?? add('', number);
      const bubble: Bubble = { ...message, id: `m${++bubbleId}` };
      phones.set(number, { ...phone, bubbles: [...phone.bubbles, bubble].slice(-keptBubbles) });
      tell({ kind: 'bubble', number, bubble });
      return bubble;
    },
    setStatus: (number, id, status) => {
      const phone = phones.get(number);
      const bubbles = phone?.bubbles.map((bubble) => (bubble.id === id ? { ...bubble, status } : bubble));
      const changed = bubbles?.find((bubble) => bubble.id === id);
      if (!phone || !bubbles || !changed) return;
      phones.set(number, { ...phone, bubbles });
      tell({ kind: 'status', number, bubble: changed });
    },
    announce: (kind, number, channel) => tell({ kind, number, channel }),
    lastEvent: () => eventId,
    since: (id) => {
      const first = events[0]?.id ?? eventId + 1;
      return id > eventId || id < first - 1 ? null : events.filter((event) => event.id > id);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function freeNumber(taken: ReadonlyMap<string, Phone>, begin: string, chance: () => number): string {
  for (let start = Math.floor(chance() * 10_000), step = 0; ; step++) {
    const number = `${begin}${String((start + step) % 10_000).padStart(4, '0')}`;
    if (!taken.has(number)) return number;
  }
}
