import type { Taken } from './message.ts';
import { type Parameters, sms, whatsapp } from './payloads.ts';

/** What a person of CONVERSATIONS.md section 1 writes, from the greeting to the case in the queue and the hour. */
export const quickPath = ['Bonjour', '2', '1', '25', 'Kolda', '2', '3', 'Awa 15h'] as const;

/** Somebody in the middle of the journey. */
export interface Person {
  readonly number: string;
  readonly channel: 'whatsapp' | 'sms';
  readonly messages: readonly string[];
  /** How many messages were written, and how many answers came. */
  written: number;
  readonly answers: Taken[];
}

/** People with numbers of their own, half of them on each channel unless one is given. */
export function makePeople(count: number, channel?: Person['channel'], start = 0): Person[] {
  return Array.from({ length: count }, (_, i) => ({
    number: `+22177${String(start + i).padStart(7, '0')}`,
    channel: channel ?? (i % 2 === 0 ? 'whatsapp' : 'sms'),
    messages: quickPath,
    written: 0,
    answers: [],
  }));
}

/** The webhook for a person's next message, or undefined when all is said. */
export function nextMessage(person: Person): Parameters | undefined {
  const text = person.messages[person.written];
  if (text === undefined) return undefined;
  person.written += 1;
  return person.channel === 'sms' ? sms(person.number, text) : whatsapp(person.number, text);
}

/** The number a message went to, without the channel's prefix. */
export function numberOf(message: Taken): string {
  return message.to.replace(/^whatsapp:/, '');
}
