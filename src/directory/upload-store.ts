import { randomUUID } from 'node:crypto';
import { and, eq, lt } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { directoryUpload } from '../../db/schema/directory.ts';
import { isUuid } from './identifier.ts';

/** A file as somebody sent it. */
export interface Upload {
  readonly name: string;
  readonly bytes: Buffer;
}

const keptFor = 24 * 3600 * 1000;

/** Keeps a file until its import is confirmed, a day at most; its id. */
export async function keepUpload(
  db: Database,
  { name, bytes }: Upload,
  by: string,
  at: Date,
): Promise<string> {
  const id = randomUUID();
  await db.delete(directoryUpload).where(lt(directoryUpload.receivedAt, new Date(at.getTime() - keptFor)));
  await db.insert(directoryUpload).values({ id, name, bytes, by, receivedAt: at });
  return id;
}

/** Takes a file out again, for whoever sent it; null: it was taken already, or is somebody else's. */
export async function takeUpload(db: Database, id: string, by: string): Promise<Upload | null> {
  if (!isUuid(id)) return null;
  const own = and(eq(directoryUpload.id, id), eq(directoryUpload.by, by));
  const [row] = await db.delete(directoryUpload).where(own).returning();
  return row ? { name: row.name, bytes: Buffer.from(row.bytes) } : null;
}
