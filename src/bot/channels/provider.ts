import type { Pin } from '../../language/say.ts';
import type { Outgoing, SendOutcome } from '../../messages/delivery.ts';
import type { MediaReference } from '../../messages/inbound.ts';
import type { Template } from '../templates.ts';

/** A message as it is handed over: a pin goes beside the words where the channel can show one. */
export type Handed = Outgoing & { readonly pin?: Pin };

/** What carries messages: Twilio, the simulator, the terminal. One folder each; nothing else knows them. */
export interface Provider {
  /** Stands in `address.provider` and in front of every provider id. */
  readonly name: string;
  /** Hands one message over; never throws, an outcome nobody knows is `unknown`. */
  send(message: Handed): Promise<SendOutcome>;
  /**
   * The provider id of a message that may have left after `since`, by to, from, text and time; null: it did not.
   * `known` are ids that belong to other messages: the same text may have gone to the same person a moment before.
   */
  find(message: Outgoing, since: Date, known?: readonly string[]): Promise<string | null>;
  /** Begins with a template on WhatsApp, its blanks filled in; a fault while nobody has approved it. */
  sendTemplate?(
    to: string,
    template: Template,
    values: Readonly<Record<string, string>>,
  ): Promise<SendOutcome>;
  /** Fetches a voice note or picture with the provider's authentication. */
  fetchMedia?(reference: MediaReference): Promise<{ readonly bytes: Buffer; readonly contentType: string }>;
}
