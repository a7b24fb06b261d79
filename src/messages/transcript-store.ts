import { and, asc, eq, isNull, or } from 'drizzle-orm';
import type { Connection } from '../../db/open.ts';
import { address, conversation, inbox, media, outbox } from '../../db/schema/index.ts';
import type { PersonKey } from '../../db/seal.ts';
import type { DeliveryStatus } from './delivery.ts';
import type { Channel, Inbound } from './inbound.ts';
import type { Content } from './store.ts';

/** One line of a conversation as it was said. */
export interface TranscriptEntry {
  readonly id: number;
  readonly direction: 'in' | 'out';
  readonly author: 'person' | 'bot' | 'caseworker';
  readonly userId: string | null;
  readonly at: Date;
  readonly channel: Channel;
  /** As received, or as sent; null once erased or when it was never words. */
  readonly text: string | null;
  readonly inbound?: Inbound;
  readonly content?: Content;
  readonly status: DeliveryStatus | 'waiting' | 'handled' | 'failed';
  readonly errorCode: number | null;
  readonly media: readonly { readonly id: string; readonly contentType: string; readonly status: string }[];
}

/**
 * A conversation in the order it was said; `key` opens the words, null gives only times and states. What belongs to a
 * complaint is left out, but a named one is there on the page of a complaint (`ofComplaint`).
 */
export async function transcript(
  db: Connection,
  conversationId: number,
  key: PersonKey | null,
  ofComplaint: boolean,
): Promise<TranscriptEntry[]> {
  const [received, sent, files, channels] = await Promise.all([
    db
      .select()
      .from(inbox)
      .where(and(eq(inbox.conversationId, conversationId), shown(inbox.complaint, ofComplaint)))
      .orderBy(asc(inbox.id)),
    db
      .select()
      .from(outbox)
      .where(and(eq(outbox.conversationId, conversationId), shown(outbox.complaint, ofComplaint)))
      .orderBy(asc(outbox.id)),
    db.select().from(media).where(eq(media.conversationId, conversationId)),
    channelsOf(db, conversationId),
  ]);
  const ins = received.flatMap((row): TranscriptEntry[] => {
    const inbound = key && row.sealed ? key.open<Inbound>(row.sealed) : undefined;
    if (inbound?.event) return [];
    const entry: TranscriptEntry = {
      id: row.id,
      direction: 'in',
      author: 'person',
      userId: null,
      at: row.receivedAt,
      channel: channels.get(row.addressId) ?? 'sms',
      text: inbound?.text ?? null,
      ...(inbound ? { inbound } : {}),
      status: row.status as TranscriptEntry['status'],
      errorCode: null,
      media: files.filter((file) => file.inboxId === row.id),
    };
    return [entry];
  });
  const outs = sent.map((row): TranscriptEntry => {
    const text = key && row.sealedText ? key.open<string>(row.sealedText) : null;
    const content = key && row.sealed ? key.open<Content>(row.sealed) : undefined;
    return {
      id: row.id,
      direction: 'out',
      author: row.author as 'bot' | 'caseworker',
      userId: row.userId,
      at: row.sentAt ?? row.queuedAt,
      channel: channels.get(row.addressId) ?? 'sms',
      text,
      ...(content ? { content } : {}),
      status: row.status as DeliveryStatus,
      errorCode: row.errorCode,
      media: [],
    };
  });
  return [...ins, ...outs].sort((a, b) => a.at.getTime() - b.at.getTime());
}

async function channelsOf(db: Connection, conversationId: number): Promise<Map<number, Channel>> {
  const rows = await db
    .select({ id: address.id, channel: address.channel })
    .from(address)
    .innerJoin(conversation, eq(conversation.personId, address.personId))
    .where(eq(conversation.id, conversationId));
  return new Map(rows.map((row) => [row.id, row.channel as Channel]));
}

/** An anonymous complaint is on none, a named one on those of complaints. */
function shown(mark: typeof inbox.complaint | typeof outbox.complaint, ofComplaint: boolean) {
  return ofComplaint ? or(isNull(mark), eq(mark, 'named')) : isNull(mark);
}
