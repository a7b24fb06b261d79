import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '../../db/open.ts';
import { address, conversation, person, staff } from '../../db/schema/index.ts';
import { createKeys, newPersonKey, type PersonKey } from '../../db/seal.ts';
import type { Role, Viewer } from '../../src/handoff/access.ts';
import type { CaseOpening } from '../../src/handoff/case.ts';
import { openCases, reserveCaseNumbers } from '../../src/handoff/case-store.ts';
import { codeOf } from '../../src/handoff/code.ts';

/** Keys of a service that exists only in tests. */
export const keys = createKeys([{ id: 't', secret: Buffer.alloc(32, 7) }]);

/** A person with one address and a conversation, as the first message of somebody new makes them. */
export async function addPerson(
  db: Database,
  over: Partial<typeof person.$inferInsert> = {},
): Promise<{ personId: string; conversationId: number; key: PersonKey }> {
  const { key, wrapped } = newPersonKey(keys);
  const personId = randomUUID();
  await db.insert(person).values({ id: personId, dataKey: wrapped, keeping: 'adult', ...over });
  const [home] = await db
    .insert(address)
    .values({ personId, channel: 'sms', provider: 'simulator', hash: randomBytes(32), ours: '+221000' })
    .returning({ id: address.id });
  const [thread] = await db
    .insert(conversation)
    .values({ personId, addressId: home!.id })
    .returning({ id: conversation.id });
  return { personId, conversationId: thread!.id, key };
}

/** A member of staff, as the desk knows them when they are signed in. */
export async function addStaff(
  db: Database,
  over: Partial<Omit<Viewer, 'id'>> & { name?: string; email?: string } = {},
): Promise<Viewer & { name: string; email: string }> {
  const row = {
    id: randomUUID(),
    name: over.name ?? 'Fatou',
    email: over.email ?? `${randomUUID()}@example.org`,
    role: over.role ?? ('caseworker' as Role),
    regions: [...(over.regions ?? [])],
    languages: [...(over.languages ?? [])],
    childProtection: over.childProtection ?? false,
  };
  await db.insert(staff).values({ ...row, password: '-' });
  return row;
}

/** A case as the quick path opens it. */
export function opening(over: Partial<CaseOpening> & { code?: string } = {}): CaseOpening {
  return {
    code: 'K7M4',
    priority: 'normal',
    reason: 'asked_call',
    restricted: false,
    minor: false,
    needs: ['training', 'documents'],
    region: 'SN07',
    dueAt: new Date('2026-11-24T17:00:00Z'),
    words: {},
    ...over,
  };
}

/** A case of somebody new, with a code that nobody else has. */
export async function openCase(
  db: Database,
  at: Date,
  over: Parameters<typeof opening>[0] = {},
  who: Parameters<typeof addPerson>[1] = {},
) {
  const someone = await addPerson(db, who);
  const [number] = await reserveCaseNumbers(db, 1);
  const row = { ...someone, opening: opening({ code: codeOf(number!), ...over }), at };
  const [id] = await db.transaction((tx) => openCases(tx, [row]));
  return { ...someone, id: id!, code: row.opening.code };
}
