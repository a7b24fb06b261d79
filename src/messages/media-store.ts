import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { address, conversation, inbox, media, person } from '../../db/schema/index.ts';
import { type Keys, openPersonKey, type PersonKey } from '../../db/seal.ts';
import type { MediaReference } from './inbound.ts';

/** A voice note or picture that is still at the provider. */
export interface WaitingMedia {
  readonly id: string;
  readonly provider: string;
  readonly reference: MediaReference;
  readonly key: PersonKey;
}

/** After this many tries a file is given up: the desk says that it could not be fetched. */
const mostTries = 5;

/** Takes up media to fetch and counts the try. */
export async function takeMedia(db: Database, keys: Keys, ids: readonly string[]): Promise<WaitingMedia[]> {
  await db
    .update(media)
    .set({ tries: sql`${media.tries} + 1` })
    .where(and(inArray(media.id, [...ids]), eq(media.status, 'waiting')));
  const rows = await db
    .select({ media, provider: address.provider, dataKey: person.dataKey })
    .from(media)
    .innerJoin(inbox, eq(inbox.id, media.inboxId))
    .innerJoin(address, eq(address.id, inbox.addressId))
    .innerJoin(conversation, eq(conversation.id, media.conversationId))
    .innerJoin(person, eq(person.id, conversation.personId))
    .where(and(inArray(media.id, [...ids]), eq(media.status, 'waiting')));
  return rows.flatMap(({ media: row, provider, dataKey }) => {
    if (!dataKey || !row.sealedUrl) return [];
    const key = openPersonKey(keys, dataKey);
    return [{ id: row.id, provider, key, reference: key.open<MediaReference>(row.sealedUrl) }];
  });
}

/** Keeps a fetched file sealed. */
export async function storeMedia(
  db: Database,
  file: WaitingMedia,
  fetched: { readonly bytes: Buffer; readonly contentType: string },
  at: Date,
): Promise<void> {
  await db
    .update(media)
    .set({
      status: 'stored',
      contentType: fetched.contentType,
      sealed: file.key.seal(fetched.bytes.toString('base64')),
      size: fetched.bytes.length,
      fetchedAt: at,
    })
    .where(eq(media.id, file.id));
}

/** Notes a failed fetch; true when it is worth another try. */
export async function mediaFailed(db: Database, id: string): Promise<boolean> {
  const rows = await db
    .update(media)
    .set({ status: sql`case when ${media.tries} >= ${mostTries} then 'failed' else 'waiting' end` })
    .where(eq(media.id, id))
    .returning({ status: media.status });
  return rows[0]?.status === 'waiting';
}

/** A stored file opened for somebody who may see it; null when it is not there (yet). */
export async function openMedia(
  db: Database,
  keys: Keys,
  id: string,
): Promise<{ conversationId: number; contentType: string; bytes: Buffer; complaint: string | null } | null> {
  const [row] = await db
    .select({ media, dataKey: person.dataKey, complaint: inbox.complaint })
    .from(media)
    .innerJoin(inbox, eq(inbox.id, media.inboxId))
    .innerJoin(conversation, eq(conversation.id, media.conversationId))
    .innerJoin(person, eq(person.id, conversation.personId))
    .where(eq(media.id, id));
  if (!row?.dataKey || !row.media.sealed) return null;
  const bytes = Buffer.from(openPersonKey(keys, row.dataKey).open<string>(row.media.sealed), 'base64');
  const { conversationId, contentType } = row.media;
  return { conversationId, contentType, bytes, complaint: row.complaint };
}

/** Media that still wait although no job may point to them. */
export async function mediaToFetch(db: Database, before: Date): Promise<string[]> {
  const rows = await db
    .select({ id: media.id })
    .from(media)
    .innerJoin(inbox, eq(inbox.id, media.inboxId))
    .where(and(eq(media.status, 'waiting'), lt(inbox.receivedAt, before)))
    .limit(100);
  return rows.map((row) => row.id);
}
