import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { address, conversation, person } from '../../db/schema/index.ts';
import type { Writing } from '../../db/writing.ts';
import { type AskGroup, askFromDesk } from '../handoff/ask-store.ts';
import { addEvents } from '../handoff/event-store.ts';
import { onCase } from '../handoff/work-store.ts';
import { queueEvent } from '../messages/event-store.ts';
import type { Jobs } from './reply-store.ts';
import type { Acting } from './thread-store.ts';

/** What became of it: the bot asks, or why it does not. */
export type AskedBot = 'asked' | 'not_yours' | 'no_chat' | 'opted_out' | 'no_consent';

/** Has the bot ask an adult these groups of the full form; whoever holds the case alone may. */
export function askQuestions(
  acting: Acting,
  jobs: Pick<Jobs, 'add'>,
  groups: readonly AskGroup[],
): Promise<AskedBot> {
  return inChat(acting, jobs, { asked: groups, ofAdults: true }, (deps, conversationId) =>
    askFromDesk(deps, conversationId, groups),
  );
}

/** Lets the person choose their four digits anew; the caseworker has made sure who it is. */
export function forgetDigits(acting: Acting, jobs: Pick<Jobs, 'add'>): Promise<AskedBot> {
  return inChat(acting, jobs, { asked: ['digits'], ofAdults: false }, (deps, conversationId) =>
    queueEvent(deps, conversationId, { type: 'forget_digits' }, `digits:${randomUUID()}`),
  );
}

async function inChat(
  { db, keys, caseId, staff, at }: Acting,
  jobs: Pick<Jobs, 'add'>,
  { asked, ofAdults }: { readonly asked: readonly string[]; readonly ofAdults: boolean },
  put: (deps: Writing, conversationId: number) => Promise<boolean>,
): Promise<AskedBot> {
  let outcome: AskedBot = 'not_yours';
  await onCase(db, keys, caseId, staff, async (tx, row) => {
    if (row.status !== 'claimed' || row.claimedBy !== staff.id) return;
    outcome = 'no_chat';
    if (row.conversationId === null) return;
    const [to] = await tx
      .select({ optedOutAt: address.optedOutAt, writing: person.writing, keeping: person.keeping })
      .from(conversation)
      .innerJoin(address, eq(address.id, conversation.addressId))
      .innerJoin(person, eq(person.id, conversation.personId))
      .where(eq(conversation.id, row.conversationId));
    if (!to) return;
    outcome = to.optedOutAt || to.writing === 'no' ? 'opted_out' : 'no_consent';
    const agreed = to.keeping === 'adult' || (to.keeping === 'minor' && !ofAdults);
    if (outcome === 'opted_out' || !agreed) return;
    if (!(await put({ tx, jobs, keys, at }, row.conversationId))) return;
    await addEvents(tx, [
      { caseId, kind: 'asked_in_chat', actor: 'caseworker', userId: staff.id, data: { asked }, at },
    ]);
    outcome = 'asked';
  });
  return outcome;
}
