import { randomUUID } from 'node:crypto';
import { and, asc, eq, ne } from 'drizzle-orm';
import { caseEvent, caseTable, person } from '../../db/schema/index.ts';
import { openPersonKey } from '../../db/seal.ts';
import type { Writing } from '../../db/writing.ts';
import { queueEvent } from '../messages/event-store.ts';

/** What a caseworker may ask the bot to ask; each is a group of questions in `forms/full.yaml`. */
export const askGroups = ['papers', 'trade', 'project', 'health', 'home', 'support', 'about'] as const;
export type AskGroup = (typeof askGroups)[number];

/**
 * "Please ask about papers and trade": the bot offers the person three questions at a time about these groups, even
 * while the caseworker holds the conversation, and leaves out what the desk knows already. False: erased, or no chat.
 */
export async function askFromDesk(
  deps: Writing,
  conversationId: number,
  groups: readonly AskGroup[],
): Promise<boolean> {
  const known = await answeredOnCase(deps, conversationId);
  return queueEvent(deps, conversationId, { type: 'ask', groups, known }, `ask:${randomUUID()}`);
}

/** Questions with an answer on the open cases of a conversation, whoever took it down. */
async function answeredOnCase({ tx, keys }: Writing, conversationId: number): Promise<string[]> {
  const rows = await tx
    .select({ sealed: caseEvent.sealed, dataKey: person.dataKey })
    .from(caseEvent)
    .innerJoin(caseTable, eq(caseTable.id, caseEvent.caseId))
    .innerJoin(person, eq(person.id, caseTable.personId))
    .where(
      and(
        eq(caseTable.conversationId, conversationId),
        ne(caseTable.status, 'closed'),
        eq(caseEvent.kind, 'answers'),
      ),
    )
    .orderBy(asc(caseEvent.id));
  const names = rows.flatMap(({ sealed, dataKey }) =>
    sealed && dataKey ? Object.keys(openPersonKey(keys, dataKey).open<object>(sealed)) : [],
  );
  return [...new Set(names)];
}
