import type { Jobs } from '../../db/jobs.ts';
import { type PassOnQuestion, passOnSay } from '../dialogs/index.ts';
import { markAsked } from '../handoff/passing-store.ts';
import { onCase } from '../handoff/work-store.ts';
import { putQuestion } from './question-store.ts';
import { type Acting, queueFromDesk, type Thread, threadOf } from './thread-store.ts';

/** What became of a question: it is on its way, or why it cannot be put in the chat. */
export type Asked = 'asked' | 'not_yours' | 'no_chat' | 'opted_out' | 'shared_phone' | 'no_consent' | 'left';

/**
 * Puts the question whether a referral may be passed on into the person's chat; their next message answers it. On a
 * shared phone it must be asked aloud: others would read whom the person is going to see.
 */
export async function askPassing(
  acting: Acting,
  jobs: Pick<Jobs, 'add'>,
  question: PassOnQuestion,
): Promise<Asked> {
  const { db, keys, caseId, staff, at } = acting;
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
    await queueFromDesk(tx, jobs, acting, { thread, key, content: { says: [passOnSay(question)] } });
  });
  return outcome;
}

function barred({ optedOutAt, writing, keeping }: Thread): Asked {
  if (optedOutAt || writing === 'no') return 'opted_out';
  if (writing === 'shared') return 'shared_phone';
  // Minors are asked by a human voice, and who has not agreed to be kept cannot agree to be passed on.
  return keeping === 'adult' ? 'asked' : 'no_consent';
}
