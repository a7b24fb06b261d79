import { type SQL, sql } from 'drizzle-orm';
import { caseTable, conversation, person } from '../../db/schema/index.ts';

/**
 * Whether an unasked message about a case may be sent and would arrive, for rows of case, person and conversation: on an
 * adult's own phone, not about a restricted case, not after STOP, by SMS or inside WhatsApp's day.
 */
export function canBeReached(now: Date): SQL {
  const dayAgo = new Date(now.getTime() - 24 * 3_600_000).toISOString();
  return sql`(${conversation.id} is not null and ${person.keeping} = 'adult' and ${person.writing} = 'yes'
    and not ${caseTable.restricted} and not ${caseTable.minor}
    and exists (select 1 from address l where l.id = ${conversation.addressId} and l.opted_out_at is null)
    and exists (select 1 from address a where a.person_id = ${person.id} and a.opted_out_at is null
      and a.sealed is not null and (a.channel = 'sms'
        or (a.id = ${conversation.addressId} and a.last_inbound_at > ${dayAgo}::timestamptz))))`;
}
