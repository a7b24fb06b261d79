import { and, asc, eq, inArray, isNotNull, lt, sql } from 'drizzle-orm';
import { asJson, isOneOf } from '../../db/lists.ts';
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
  /** The person is under 18, and spoken to like that. */
  readonly toChild: boolean;
  readonly author: string;
  /** When the person last wrote from this address: WhatsApp takes free words for 24 hours after it. */
  readonly lastInboundAt: Date | null;
  /** For a message left behind: ids that other messages to the same person have at the provider. */
  readonly known?: readonly string[];
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
      where o.conversation_id = any(${`{${conversationIds.join(',')}}`}::bigint[]) and o.status = 'queued'
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
  const known = await knownIds(db, taken);
  return taken.map((message) => ({
    ...message,
    sendingAt: since.get(message.id)!,
    known: known.get(message.conversationId) ?? [],
  }));
}

async function knownIds(db: Database, taken: readonly TakenMessage[]): Promise<Map<number, string[]>> {
  const ids = taken.map((message) => message.conversationId);
  const rows = await db
    .select({ conversationId: outbox.conversationId, providerId: sql<string>`${outbox.providerId}` })
    .from(outbox)
    .where(and(inArray(outbox.conversationId, ids), isNotNull(outbox.providerId)));
  return new Map(
    [...Map.groupBy(rows, (row) => row.conversationId)].map(([id, own]) => [
      id,
      own.map((r) => r.providerId),
    ]),
  );
}

async function readTaken(db: Database, keys: Keys, ids: readonly number[]): Promise<TakenMessage[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({
      id: outbox.id,
      conversationId: outbox.conversationId,
      sealed: outbox.sealed,
      language: outbox.language,
      tries: outbox.tries,
      sendingAt: outbox.sendingAt,
      queuedAt: outbox.queuedAt,
      author: outbox.author,
      provider: address.provider,
      channel: address.channel,
      sealedTo: address.sealed,
      ours: address.ours,
      optedOutAt: address.optedOutAt,
      lastInboundAt: address.lastInboundAt,
      dataKey: person.dataKey,
      textLanguage: person.textLanguage,
      keeping: person.keeping,
    })
    .from(outbox)
    .innerJoin(address, eq(address.id, outbox.addressId))
    .innerJoin(conversation, eq(conversation.id, outbox.conversationId))
    .innerJoin(person, eq(person.id, conversation.personId))
    .where(isOneOf(outbox.id, ids))
    .orderBy(asc(outbox.id));
  const taken = rows.flatMap(({ sealed, sealedTo, dataKey, textLanguage, optedOutAt, keeping, ...row }) => {
    if (!dataKey || !sealed || !sealedTo) return [];
    const key = openPersonKey(keys, dataKey);
    const opened = openOutgoing(key, sealedTo, sealed);
    if (!opened) return [];
    return [
      {
        ...row,
        ...opened,
        channel: row.channel as Channel,
        language: textLanguage ?? row.language,
        key,
        sendingAt: row.sendingAt ?? row.queuedAt,
        optedOut: optedOutAt !== null,
        toChild: keeping === 'minor',
      },
    ];
  });
  await cancelErased(db, ids, taken);
  return taken;
}

/** Where a message goes and what it says; null when it cannot be read, which must not hold up the others. */
function openOutgoing(
  key: PersonKey,
  to: Uint8Array,
  content: Uint8Array,
): Pick<TakenMessage, 'to' | 'content'> | null {
  try {
    return { to: key.open<string>(to), content: key.open<Content>(content) };
  } catch {
    return null;
  }
}

/** What was erased before it left is not sent any more, and holds up nothing behind it. */
async function cancelErased(
  db: Database,
  ids: readonly number[],
  taken: readonly { id: number }[],
): Promise<void> {
  const readable = new Set(taken.map((message) => message.id));
  const erased = ids.filter((id) => !readable.has(id));
  if (erased.length > 0)
    await db.update(outbox).set({ status: 'cancelled' }).where(inArray(outbox.id, erased));
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

/**
 * Records the outcomes of many sendings in one statement, with the texts exactly as sent. Returns the conversations in
 * which more waits to be sent.
 */
export async function recordSent(db: Database, results: readonly SendResult[], at: Date): Promise<number[]> {
  if (results.length === 0) return [];
  const list = results.map((result) => ({
    id: result.id,
    status: result.status,
    provider_id: result.providerId,
    error_code: result.errorCode,
    sealed_text: result.sealedText,
    segments: result.segments,
  }));
  const moment = sql`${at.toISOString()}::timestamptz`;
  const { rows } = await db.execute<{ id: number; more: boolean }>(sql`
    update outbox o set
      -- A callback may have come before the answer of the call: it knows more.
      status = case when o.status in ('sending', 'queued') then v.status else o.status end,
      error_code = case when o.status in ('sending', 'queued') then v.error_code else o.error_code end,
      provider_id = coalesce(v.provider_id, o.provider_id),
      sealed_text = coalesce(decode(v.sealed_text, 'base64'), o.sealed_text),
      segments = coalesce(v.segments, o.segments),
      sent_at = case when v.provider_id is null then o.sent_at else coalesce(o.sent_at, ${moment}) end,
      status_at = ${moment}
    from json_to_recordset(${asJson(list)}) as v(id bigint, status text, provider_id text,
      error_code int, sealed_text text, segments smallint)
    where o.id = v.id
    returning o.conversation_id::int as id, exists (
      select 1 from outbox q where q.conversation_id = o.conversation_id and q.status = 'queued') as more`);
  return rows.filter((row) => row.more).map((row) => row.id);
}

/**
 * Sends a message that WhatsApp would not take any more by SMS instead, where the person has such an address and did not
 * say STOP there; false: it waits until they write.
 */
export async function goBySms(db: Database, outboxId: number): Promise<boolean> {
  const { rows } = await db.execute<{ id: number }>(sql`
    update outbox o set address_id = (
      select a.id from address a join conversation c on c.person_id = a.person_id
      where c.id = o.conversation_id and a.channel = 'sms' and a.opted_out_at is null and a.sealed is not null
      order by a.last_inbound_at desc nulls last limit 1)
    where o.id = ${outboxId} and exists (
      select 1 from address a join conversation c on c.person_id = a.person_id
      where c.id = o.conversation_id and a.channel = 'sms' and a.opted_out_at is null and a.sealed is not null)
    returning o.id::int as id`);
  return rows.length > 0;
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
