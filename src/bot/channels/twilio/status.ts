import type { DeliveryStatus, StatusReport } from '../../../messages/delivery.ts';
import { type Form, first } from './form.ts';
import { providerId } from './inbound.ts';

/** Twilio's words for the fate of a message, in ours; a word that is not here tells us nothing. */
const statuses: Readonly<Record<string, DeliveryStatus>> = {
  accepted: 'accepted',
  scheduled: 'accepted',
  queued: 'accepted',
  sending: 'accepted',
  sent: 'sent',
  partially_delivered: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'undelivered',
  failed: 'failed',
  canceled: 'cancelled',
};

/**
 * Reads a status callback; a string names what is missing, null is a status that tells us nothing. Callbacks come in
 * any order: that a status only moves forward is decided where it is stored.
 */
export function readStatus(form: Form, query: { readonly outbox?: unknown }): StatusReport | null | string {
  const sid = first(form, 'MessageSid') ?? first(form, 'SmsSid');
  const word = first(form, 'MessageStatus') ?? first(form, 'SmsStatus');
  if (!sid) return 'MessageSid is missing.';
  if (!word) return 'MessageStatus is missing.';
  const status = Object.hasOwn(statuses, word) ? statuses[word] : undefined;
  if (!status) return null;
  const outboxId = wholeNumber(query.outbox);
  const errorCode = wholeNumber(first(form, 'ErrorCode'));
  return {
    providerId: providerId(sid),
    status,
    ...(outboxId === undefined ? {} : { outboxId }),
    ...(errorCode === undefined ? {} : { errorCode }),
  };
}

/** The address that carries our own id, so that a callback proves which message was accepted. */
export function statusUrl(publicUrl: string, outboxId: number): string {
  return `${publicUrl}/twilio/status?outbox=${outboxId}`;
}

function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : 0;
  return number > 0 ? number : undefined;
}
