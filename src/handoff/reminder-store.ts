import { sql } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import type { Writing } from '../../db/writing.ts';
import { queueEvent } from '../messages/event-store.ts';

const hourMs = 3_600_000;
/** Silence after which somebody is reminded once, and after which it is too late: WhatsApp's window closes at 24 h. */
const silence = { from: 3 * hourMs, until: 23 * hourMs } as const;

/** Conversations that fell silent some hours ago without a case and were never reminded; the dialogs decide the rest. */
export async function conversationsToRemind(db: Database, now: Date): Promise<number[]> {
  const before = new Date(now.getTime() - silence.from).toISOString();
  const after = new Date(now.getTime() - silence.until).toISOString();
  const { rows } = await db.execute<{ id: number }>(sql`
    select c.id::int as id from conversation c
    join person p on p.id = c.person_id
    join address a on a.id = c.address_id
    where p.keeping = 'adult' and p.writing = 'yes' and p.erased_at is null
      and a.opted_out_at is null and c.holder = 'bot'
      and a.last_inbound_at < ${before}::timestamptz and a.last_inbound_at > ${after}::timestamptz
      and not exists (select 1 from "case" k where k.conversation_id = c.id)
      and not exists (select 1 from inbox i where i.provider_id = 'remind:' || c.id)
    limit 100`);
  return rows.map(({ id }) => id);
}

/** Reminds of a form left unfinished; a second time for the same conversation does nothing. */
export function remindOfForm(deps: Writing, conversationId: number): Promise<boolean> {
  return queueEvent(deps, conversationId, { type: 'remind' }, `remind:${conversationId}`);
}

/** Says that a case will be closed and asks whether to keep it open; once for each time that the person was waited for. */
export function announceClosing(
  deps: Writing,
  conversationId: number,
  { code, days, since }: { readonly code: string; readonly days: number; readonly since: Date },
): Promise<boolean> {
  const id = `closing:${code}:${since.toISOString()}`;
  return queueEvent(deps, conversationId, { type: 'closing', days }, id);
}

/** Reminds of an appointment, once; nothing of what it is about is said. */
export function remindOfAppointment(
  deps: Writing,
  conversationId: number,
  { reference, at }: { readonly reference: string; readonly at: Date },
): Promise<boolean> {
  const event = { type: 'appointment', at: at.toISOString() } as const;
  return queueEvent(deps, conversationId, event, `appointment:${reference}:${event.at}`);
}
