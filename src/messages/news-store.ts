import { randomUUID } from 'node:crypto';
import { inArray } from 'drizzle-orm';
import { outbox } from '../../db/schema/index.ts';
import type { Writing } from '../../db/writing.ts';
import { queueEvent } from './event-store.ts';

/**
 * On a phone that others read a caseworker's words wait: the bot only says that an answer is there, and they go out
 * when the person sends their four digits (or an OK where they chose none).
 */
export async function holdForDigits(
  deps: Writing,
  conversationId: number,
  queued: readonly number[],
): Promise<void> {
  await deps.tx
    .update(outbox)
    .set({ status: 'held' })
    .where(inArray(outbox.id, [...queued]));
  await queueEvent(deps, conversationId, { type: 'news' }, `news:${randomUUID()}`);
}
