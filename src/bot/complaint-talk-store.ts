import type { Writing } from '../../db/writing.ts';
import { complaintsUnderDiscussion, endComplaintTalk } from '../handoff/complaint-store.ts';
import { addEvents, type NewEvent } from '../handoff/event-store.ts';
import type { Running } from './plan.ts';

/**
 * Marks what a person writes to whoever answers their complaint, and tells the complaint that it came: who holds their
 * other case must neither read it nor hear of it. What the bot answers was said to the bot.
 */
export async function writeComplaintTalk({ tx, at }: Writing, running: readonly Running[]): Promise<void> {
  const silent = running.filter(
    ({ locked, plan }) => locked.holder === 'caseworker' && plan.says.length === 0,
  );
  const complaints = await complaintsUnderDiscussion(
    tx,
    silent.map(({ locked }) => locked.id),
  );
  const came = silent.flatMap(({ locked, messages, plan }): NewEvent[] => {
    const caseId = complaints.get(locked.id);
    if (!caseId) return [];
    const written = messages.filter(({ id, inbound }) => !inbound.event && !plan.complaintMarks.has(id));
    for (const { id } of written) plan.complaintMarks.set(id, 'named');
    return written.map(() => ({ caseId, kind: 'message_in', actor: 'person', at }));
  });
  await addEvents(tx, came);
  for (const { locked, plan } of running) if (plan.botSpeaks) await endComplaintTalk(tx, locked.id);
}
