import { eq } from 'drizzle-orm';
import type { Jobs } from '../../db/jobs.ts';
import { address, conversation, inbox, person } from '../../db/schema/index.ts';
import { openPersonKey } from '../../db/seal.ts';
import type { Writing } from '../../db/writing.ts';
import type { Channel, ConversationEvent, Inbound } from './inbound.ts';

/**
 * Puts an event among the messages of a conversation and wakes it: it is handled in order, by one turn, exactly once.
 * `id` makes it unique for good; false: it was there before, or the person is erased.
 */
export async function queueEvent(
  { tx, jobs, keys, at }: Writing,
  conversationId: number,
  event: ConversationEvent,
  id: string,
): Promise<boolean> {
  const [to] = await tx
    .select({ address, dataKey: person.dataKey })
    .from(conversation)
    .innerJoin(address, eq(address.id, conversation.addressId))
    .innerJoin(person, eq(person.id, conversation.personId))
    .where(eq(conversation.id, conversationId));
  if (!to?.dataKey) return false;
  const inbound: Inbound = {
    providerId: id,
    provider: to.address.provider,
    channel: to.address.channel as Channel,
    from: '',
    ours: to.address.ours,
    text: '',
    media: [],
    event,
  };
  const stored = await tx
    .insert(inbox)
    .values({
      conversationId,
      addressId: to.address.id,
      providerId: id,
      sealed: openPersonKey(keys, to.dataKey).seal(inbound),
      receivedAt: at,
    })
    .onConflictDoNothing({ target: inbox.providerId })
    .returning({ id: inbox.id });
  if (stored.length > 0) await (jobs as Jobs).add(tx, 'turn', [conversationId]);
  return stored.length > 0;
}
