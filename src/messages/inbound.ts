/** Where people write from. A look of the simulator counts as the channel it imitates. */
export const channels = ['whatsapp', 'sms'] as const;
export type Channel = (typeof channels)[number];

export interface Location {
  readonly latitude: number;
  readonly longitude: number;
  readonly label?: string;
}

/** A voice note, picture or file, still at the provider. */
export interface MediaReference {
  readonly url: string;
  readonly contentType: string;
}

/** Something that happens in a conversation without the person: it takes its turn among their messages. */
export type ConversationEvent =
  /** A caseworker wants these groups of the full form asked; `known` questions are answered at the desk already. */
  | { readonly type: 'ask'; readonly groups: readonly string[]; readonly known: readonly string[] }
  /** A caseworker has answered on a phone that others read. */
  | { readonly type: 'news' }
  /** A caseworker knows who it is: the four digits are chosen anew. */
  | { readonly type: 'forget_digits' }
  /** A supervisor has answered a complaint. */
  | { readonly type: 'complaint'; readonly code: string }
  /** A form was left unfinished. */
  | { readonly type: 'remind' }
  /** The case will be closed in so many days unless the person wants it kept open. */
  | { readonly type: 'closing'; readonly days: number }
  /** This person writes from a shared phone now, or somebody new does; `tried`: how many it was not. */
  | { readonly type: 'writes_now'; readonly known: boolean; readonly tried: number }
  /** The conversation goes on on another phone. */
  | { readonly type: 'moved' }
  /** Somebody expects the person then (ISO time). */
  | { readonly type: 'appointment'; readonly at: string };

/** One message of a person, the same from every provider; kept sealed as JSON. */
export interface Inbound {
  /** Unique over all providers: "twilio:SM…", "simulator:…". */
  readonly providerId: string;
  readonly provider: string;
  readonly channel: Channel;
  /** Phone number (+221…) or the provider's user id, without a "whatsapp:" in front. */
  readonly from: string;
  /** Our number or sender that was written to. */
  readonly ours: string;
  /** As received, untrimmed; empty for a voice note or a location. */
  readonly text: string;
  /** The id behind a tapped button or list row. */
  readonly choice?: string;
  readonly location?: Location;
  readonly media: readonly MediaReference[];
  readonly profileName?: string;
  /** Other addresses of the same person on this channel: the number behind a user id, the user id beside a number. */
  readonly otherIds?: readonly string[];
  /** Click-to-WhatsApp advertisement that the first message came from. */
  readonly advertisement?: {
    readonly sourceId?: string;
    readonly sourceUrl?: string;
    readonly headline?: string;
  };
  /** Set where nobody wrote: text and media are empty then. */
  readonly event?: ConversationEvent;
  /** The provider has already acted on a STOP, START or HELP word. */
  readonly optOut?: 'STOP' | 'START' | 'HELP';
}
