import { eq } from 'drizzle-orm';
import type { Jobs } from '../../db/jobs.ts';
import type { Database, Transaction } from '../../db/open.ts';
import { address, conversation } from '../../db/schema/index.ts';
import type { Keys } from '../../db/seal.ts';
import { type ConversationState, followUpSay, followUpState, withQuestion } from '../dialogs/index.ts';
import {
  type DueFollowUp,
  dueFollowUps,
  recordFollowUp,
  remindToCall,
  takeFollowUp,
} from '../handoff/follow-up-store.ts';
import { isQuiet } from '../handoff/quiet-hours.ts';
import { type LockedConversation, lockConversations, queueMessages } from '../messages/store.ts';

export interface FollowUpDeps {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly keys: Keys;
  readonly timeZone: string;
}

/** WhatsApp takes free texts for this long after the person's last message. */
const windowMs = 24 * 3_600_000;

/** Asks people whose referral was handed over some days ago, never at night; returns how many were asked. */
export async function askFollowUps(deps: FollowUpDeps, now: Date): Promise<number> {
  await deps.db.transaction((tx) => remindToCall(tx, now));
  if (isQuiet(now, deps.timeZone)) return 0;
  let asked = 0;
  for (const due of await dueFollowUps(deps.db, now))
    if (await deps.db.transaction((tx) => askOne(deps, tx, due, now))) asked++;
  return asked;
}

async function askOne(
  { jobs, keys }: FollowUpDeps,
  tx: Transaction,
  due: DueFollowUp,
  now: Date,
): Promise<boolean> {
  const [thread] = due.conversationId === null ? [] : await lockConversations(tx, keys, [due.conversationId]);
  // Whoever holds the conversation asks better than the bot; when it is handed back the bot does.
  if (thread?.holder === 'caseworker' || !(await takeFollowUp(tx, due))) return false;
  const barred = thread ? await whyNot(tx, thread, now) : 'no_chat';
  await recordFollowUp(tx, due, barred, now);
  if (!thread || barred) return false;
  await putQuestion(tx, thread, due);
  const { id, addressId, key, person } = thread;
  const to = { conversationId: id, addressId, key, language: person.textLanguage ?? 'fr' };
  await queueMessages(tx, jobs, [{ ...to, author: 'bot', content: { says: [followUpSay] } }], now);
  return true;
}

async function whyNot(tx: Transaction, thread: LockedConversation, now: Date): Promise<string | null> {
  const [to] = await tx.select().from(address).where(eq(address.id, thread.addressId));
  if (!to || to.optedOutAt || thread.person.writing === 'no') return 'opted_out';
  // A human voice follows up on a child.
  if (thread.person.keeping !== 'adult') return 'no_consent';
  const last = to.lastInboundAt?.getTime() ?? 0;
  return to.channel === 'whatsapp' && now.getTime() - last > windowMs ? 'window' : null;
}

async function putQuestion(tx: Transaction, thread: LockedConversation, due: DueFollowUp): Promise<void> {
  const state = thread.state ? thread.key.open<ConversationState>(thread.state) : null;
  const asked = withQuestion(state, followUpState(due.referralId));
  await tx
    .update(conversation)
    .set({ state: thread.key.seal(asked) })
    .where(eq(conversation.id, thread.id));
}
