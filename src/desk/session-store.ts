import { createHash } from 'node:crypto';
import type { FastifySessionOptions } from '@fastify/session';
import { and, eq, gt, lt, sql } from 'drizzle-orm';
import type { Connection } from '../../db/open.ts';
import { session } from '../../db/schema/staff.ts';

type SessionStore = NonNullable<FastifySessionOptions['store']>;
type SessionData = Parameters<SessionStore['set']>[1];

/** Sessions in the database, found by the hash of their id: a stolen table opens no session. */
export function createSessionStore(db: Connection): SessionStore {
  return {
    set: (id, data, done) => void write(db, id, data).then(() => done(), done),
    get: (id, done) => void read(db, id).then((data) => done(null, data), done),
    destroy: (id, done) => void remove(db, id).then(() => done(), done),
  };
}

/** Ends every session of somebody who may no longer sign in. */
export async function endSessionsOf(db: Connection, userId: string): Promise<void> {
  await db.delete(session).where(eq(sql`${session.data} ->> 'userId'`, userId));
}

async function write(db: Connection, id: string, data: SessionData): Promise<void> {
  const json = JSON.parse(JSON.stringify(data));
  const expiresAt = new Date(json.cookie?.expires ?? Date.now());
  await db
    .insert(session)
    .values({ idHash: hashOf(id), data: json, expiresAt })
    .onConflictDoUpdate({ target: session.idHash, set: { data: json, expiresAt } });
  await db.delete(session).where(lt(session.expiresAt, sql`now()`));
}

async function read(db: Connection, id: string): Promise<SessionData | null> {
  const rows = await db
    .select({ data: session.data })
    .from(session)
    .where(and(eq(session.idHash, hashOf(id)), gt(session.expiresAt, sql`now()`)));
  return (rows[0]?.data as SessionData | undefined) ?? null;
}

async function remove(db: Connection, id: string): Promise<void> {
  await db.delete(session).where(eq(session.idHash, hashOf(id)));
}

function hashOf(id: string): Buffer {
  return createHash('sha256').update(id).digest();
}
