import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { address, conversation, outbox, person } from '../../db/schema/index.ts';
import { type Keys, openPersonKey, type PersonKey } from '../../db/seal.ts';
import type { DeliveryStatus, StatusReport } from './delivery.ts';
import type { Channel } from './inbound.ts';
import type { Content } from './store.ts';

/** A message taken up for sending, with everything the sender needs. */
export interface TakenMessage {
  readonly id: number;
  readonly conversationId: number;
  readonly provider: string;
  readonly channel: Channel;
  readonly to: string;
  readonly ours: string;
  readonly content: Content;
  readonly language: string;
  readonly key: PersonKey;
  readonly tries: number;
  readonly sendingAt: Date;
  readonly optedOut: boolean;
  readonly author: string;
  /** When the person last wrote from this address: WhatsApp takes free words for 24 hours after it. */
  readonly lastInboundAt: Date | null;
}

/**
 * Takes up the oldest unsent message of each conversation and marks it *sending*, committed before the provider is
 * called. A conversation whose message is being sent is left alone, so messages of one person leave in order.
 */
export async function takeForSending(
  db: Database,
  keys: Keys,
  conversationIds: readonly number[],
  at: Date,
): Promise<TakenMessage[]> {
  if (conversationIds.length === 0) return [];
  const taken = await db.execute<{ id: number }>(sql`
    update outbox set status = 'sending', sending_at = ${at.toISOString()}::timestamptz, tries = tries + 1
    where id in (
      select o.id from outbox o
      where o.conversation_id in ${[...conversationIds]} and o.status = 'queued'
        and not exists (
          select 1 from outbox e
          where e.conversation_id = o.conversation_id and e.id < o.id and e.status in ('queued', 'sending'))
      for update skip locked)
    returning id::int as id`);
  return readTaken(
    db,
    keys,
    taken.rows.map((row) => row.id),
  );
}

/** Messages found in *sending* since before `before`: a crash may have come between the call and its answer. */
export async function takeLeftBehind(
  db: Database,
  keys: Keys,
  before: Date,
  at: Date,
): Promise<TakenMessage[]> {
  const left = await db
    .select({ id: outbox.id, since: outbox.sendingAt })
    .from(outbox)
    .where(and(eq(outbox.status, 'sending'), lt(outbox.sendingAt, before)))
    .limit(100);
  const since = new Map(left.map((row) => [row.id, row.since!]));
  // Taking them moves `sending_at`, so that a second replica does not look the same ones up.
  const mine = await db
    .update(outbox)
    .set({ sendingAt: at })
    .where(and(inArray(outbox.id, [...since.keys()]), lt(outbox.sendingAt, before)))
    .returning({ id: outbox.id });
  const taken = await readTaken(
    db,
    keys,
    mine.map((row) => row.id),
  );
  return taken.map((message) => ({ ...message, sendingAt: since.get(message.id)! }));
}

async function readTaken(db: Database, keys: Keys, ids: readonly number[]): Promise<TakenMessage[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ outbox, address, dataKey: person.dataKey, textLanguage: person.textLanguage })
    .from(outbox)
    .innerJoin(address, eq(address.id, outbox.addressId))
    .innerJoin(conversation, eq(conversation.id, outbox.conversationId))
    .innerJoin(person, eq(person.id, conversation.personId))
    .where(inArray(outbox.id, [...ids]))
    .orderBy(asc(outbox.id));
  return rows.flatMap(({ outbox: o, address: a, dataKey, textLanguage }) => {
    if (!dataKey || !o.sealed || !a.sealed) return [];
    const key = openPersonKey(keys, dataKey);
    return [
      {
        id: o.id,
        conversationId: o.conversationId,
        provider: a.provider,
        channel: a.channel as Channel,
        to: key.open<string>(a.sealed),
        ours: a.ours,
        content: key.open<Content>(o.sealed),
        language: textLanguage ?? o.language,
        key,
        tries: o.tries,
        sendingAt: o.sendingAt ?? o.queuedAt,
        optedOut: a.optedOutAt !== null,
        author: o.author,
        lastInboundAt: a.lastInboundAt,
      },
    ];
  });
}

/** What became of one sending. */
export interface SendResult {
  readonly id: number;
  readonly status: DeliveryStatus;
  readonly providerId: string | null;
  readonly errorCode: number | null;
  readonly sealedText: Buffer | null;
  readonly segments: number | null;
}

/** Records the outcomes of many sendings in one statement, with the texts exactly as sent. */
export async function recordSent(db: Database, results: readonly SendResult[], at: Date): Promise<void> {
  if (results.length === 0) return;
  const rows = results.map(
    (r) =>
      sql`(${r.id}::bigint, ${r.status}::text, ${r.providerId}::text, ${r.errorCode}::int, ${r.sealedText}::bytea, ${r.segments}::int)`,
  );
  const moment = sql`${at.toISOString()}::timestamptz`;
  await db.execute(sql`
    update outbox o set
      -- A callback may have come before the answer of the call: it knows more.
      status = case when o.status in ('sending', 'queued') then v.status else o.status end,
      provider_id = coalesce(v.provider_id, o.provider_id), error_code = coalesce(v.error_code, o.error_code),
      sealed_text = coalesce(v.sealed_text, o.sealed_text), segments = coalesce(v.segments, o.segments),
      sent_at = case when v.provider_id is null then o.sent_at else coalesce(o.sent_at, ${moment}) end,
      status_at = ${moment}
    from (values ${sql.join(rows, sql`, `)}) v(id, status, provider_id, error_code, sealed_text, segments)
    where o.id = v.id`);
}

/** How far along a status is; only a later one replaces an earlier one. */
const order: Readonly<Record<DeliveryStatus, number>> = {
  queued: 0,
  held: 0,
  sending: 1,
  accepted: 2,
  sent: 3,
  undelivered: 4,
  failed: 4,
  cancelled: 4,
  delivered: 5,
  read: 6,
};

/** Records a provider's later word, forward only; false when it told nothing new. */
export async function recordStatus(
  db: Database,
  report: StatusReport,
  at: Date,
): Promise<{ conversationId: number } | null> {
  const which = report.outboxId ? eq(outbox.id, report.outboxId) : eq(outbox.providerId, report.providerId);
  const before = Object.keys(order).filter(
    (status) => order[status as DeliveryStatus] < order[report.status],
  );
  const rows = await db
    .update(outbox)
    .set({
      status: report.status,
      statusAt: at,
      providerId: report.providerId,
      ...(report.errorCode ? { errorCode: report.errorCode } : {}),
    })
    .where(and(which, inArray(outbox.status, before)))
    .returning({ conversationId: outbox.conversationId });
  return rows[0] ?? null;
}

/** Conversations with messages that wait to be sent although no job may point to them. */
export async function conversationsToSend(db: Database, before: Date): Promise<number[]> {
  const rows = await db
    .selectDistinct({ id: outbox.conversationId })
    .from(outbox)
    // One that was tried waits for its own later wake-up first.
    .where(
      and(
        eq(outbox.status, 'queued'),
        lt(sql`coalesce(${outbox.sendingAt} + interval '60 s', ${outbox.queuedAt})`, before),
      ),
    )
    .limit(500);
  return rows.map((row) => row.id);
}
