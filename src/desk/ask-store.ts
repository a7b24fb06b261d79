import { eq } from 'drizzle-orm';
import type { Jobs } from '../../db/jobs.ts';
import type { Transaction } from '../../db/open.ts';
import { address, conversation, person } from '../../db/schema/index.ts';
import { type PassOnQuestion, passOnSay } from '../dialogs/index.ts';
import { addEvents } from '../handoff/event-store.ts';
import { markAsked } from '../handoff/passing-store.ts';
import { onCase } from '../handoff/work-store.ts';
import { queueMessages } from '../messages/store.ts';
import { putQuestion } from './question-store.ts';
import type { Acting } from './reply-store.ts';

/** What became of a question: it is on its way, or why it cannot be put in the chat. */
export type Asked = 'asked' | 'not_yours' | 'no_chat' | 'opted_out' | 'shared_phone' | 'no_consent' | 'left';

/**
 * Puts the question whether a referral may be passed on into the person's chat; their next message answers it. On a
 * shared phone it must be asked aloud: others would read whom the person is going to see.
 */
export async function askPassing(
  { db, keys, caseId, staff, at }: Acting,
  jobs: Pick<Jobs, 'add'>,
  question: PassOnQuestion,
): Promise<Asked> {
  let outcome: Asked = 'not_yours';
  await onCase(db, keys, caseId, staff, async (tx, row, key) => {
    if (row.status !== 'claimed' || row.claimedBy !== staff.id) return;
    const thread = row.conversationId === null ? null : await threadOf(tx, row.conversationId);
    outcome = thread ? barred(thread) : 'no_chat';
    if (!thread || outcome !== 'asked') return;
    if (!(await markAsked(tx, { caseId, referralId: question.referralId, userId: staff.id, at }))) {
      outcome = 'left';
      return;
    }
    await putQuestion(tx, thread, key, question);
    const message = {
      conversationId: thread.id,
      addressId: thread.addressId,
      key,
      language: thread.language ?? 'fr',
      author: 'caseworker' as const,
      userId: staff.id,
      content: { says: [passOnSay(question)] },
    };
    await queueMessages(tx, jobs as Jobs, [message], at);
    await addEvents(tx, [{ caseId, kind: 'message_out', actor: 'caseworker', userId: staff.id, at }]);
  });
  return outcome;
}

type Thread = NonNullable<Awaited<ReturnType<typeof threadOf>>>;

async function threadOf(tx: Transaction, conversationId: number) {
  const [row] = await tx
    .select({
      id: conversation.id,
      state: conversation.state,
      addressId: address.id,
      optedOutAt: address.optedOutAt,
      language: person.textLanguage,
      writing: person.writing,
      keeping: person.keeping,
    })
    .from(conversation)
    .innerJoin(address, eq(address.id, conversation.addressId))
    .innerJoin(person, eq(person.id, conversation.personId))
    .where(eq(conversation.id, conversationId));
  return row ?? null;
}

function barred({ optedOutAt, writing, keeping }: Thread): Asked {
  if (optedOutAt || writing === 'no') return 'opted_out';
  if (writing === 'shared') return 'shared_phone';
  // Minors are asked by a human voice, and who has not agreed to be kept cannot agree to be passed on.
  return keeping === 'adult' ? 'asked' : 'no_consent';
}
