import type { Channel } from './inbound.ts';

/** What becomes of an outgoing message, in the order it can happen; `held` waits for the person to write. */
export const deliveryStatuses = [
  'queued',
  'sending',
  'held',
  'accepted',
  'sent',
  'delivered',
  'read',
  'undelivered',
  'failed',
  'cancelled',
] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** One message ready to leave; `id` is our own outbox id, carried in the status callback. */
export interface Outgoing {
  readonly id: number;
  readonly channel: Channel;
  readonly to: string;
  readonly ours: string;
  readonly text: string;
  readonly options: readonly { readonly id: string; readonly digit: string; readonly label: string }[];
}

/** Why a message did not leave, as far as it decides what to do next. */
export type SendFault =
  | 'stopped'
  | 'bad_address'
  | 'window'
  | 'try_later'
  | 'filtered'
  | 'configuration'
  | 'unknown_error';

/** What the provider said; `unknown` means that it may have left: look it up before sending again. */
export type SendOutcome =
  | { readonly sent: string }
  | { readonly fault: SendFault; readonly code: number | null }
  | { readonly unknown: string };

/** A later word of the provider about a message it took. */
export interface StatusReport {
  /** Our outbox id when the callback carried it. */
  readonly outboxId?: number;
  readonly providerId: string;
  readonly status: DeliveryStatus;
  readonly errorCode?: number;
}
