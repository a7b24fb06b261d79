import { randomUUID } from 'node:crypto';
import { address, conversation, inbox, outbox, person } from '../../db/schema/index.ts';
import { type Keys, newPersonKey, type PersonKey } from '../../db/seal.ts';
import { placesLike } from '../../src/desk/places.ts';
import type { Database } from '../../src/desk/staff-store.ts';
import type { Directory } from '../../src/directory/directory.ts';
import type { CaseOpening } from '../../src/handoff/case.ts';
import { openCases, reserveCaseNumbers } from '../../src/handoff/case-store.ts';
import { codeOf } from '../../src/handoff/code.ts';
import type { Channel } from '../../src/messages/inbound.ts';

/** Somebody with a conversation and a case, as a test needs them. */
export interface SomeCase extends Partial<Omit<CaseOpening, 'code' | 'words' | 'place'>> {
  readonly name?: string | null;
  readonly hour?: string;
  readonly because?: string;
  /** A place by name, found in `directory`. */
  readonly place?: string;
  readonly directory?: Directory;
  readonly openedAt?: Date;
  readonly channel?: Channel;
  readonly writing?: string;
  readonly lastInboundAt?: Date;
  readonly says?: readonly (readonly ['in' | 'out', string])[];
}

export interface MadeCase {
  readonly id: string;
  readonly code: string;
  readonly personId: string;
  readonly conversationId: number;
  readonly addressId: number;
  readonly key: PersonKey;
}

/** Puts a person, what was said and their case into the database. */
export async function caseIn(db: Database, keys: Keys, some: SomeCase): Promise<MadeCase> {
  const at = some.openedAt ?? new Date();
  const { key, wrapped } = newPersonKey(keys);
  const personId = randomUUID();
  const [number] = await reserveCaseNumbers(db, 1);
  const code = codeOf(number!);
  return db.transaction(async (tx) => {
    await tx.insert(person).values({
      id: personId,
      dataKey: wrapped,
      textLanguage: 'fr',
      writing: some.writing ?? 'yes',
      keeping: some.minor ? 'minor' : 'adult',
    });
    const [{ id: addressId } = { id: 0 }] = await tx
      .insert(address)
      .values({
        personId,
        channel: some.channel ?? 'sms',
        provider: 'simulator',
        hash: keys.hash(personId),
        sealed: key.seal('+221770000000'),
        ours: '+221330000000',
        lastInboundAt: some.lastInboundAt ?? at,
      })
      .returning({ id: address.id });
    const [{ id: conversationId } = { id: 0 }] = await tx
      .insert(conversation)
      .values({ personId, addressId })
      .returning({ id: conversation.id });
    for (const [i, [direction, text]] of (some.says ?? []).entries()) {
      const said = new Date(at.getTime() - 60_000 * ((some.says?.length ?? 0) - i));
      if (direction === 'in')
        await tx.insert(inbox).values({
          conversationId,
          addressId,
          providerId: randomUUID(),
          sealed: key.seal({ text, media: [], channel: some.channel ?? 'sms' }),
          status: 'handled',
          receivedAt: said,
        });
      else
        await tx.insert(outbox).values({
          conversationId,
          addressId,
          author: 'bot',
          language: 'fr',
          sealed: key.seal({ says: [] }),
          sealedText: key.seal(text),
          status: 'delivered',
          queuedAt: said,
          sentAt: said,
        });
    }
    const [id] = await openCases(tx, [
      { personId, conversationId, key, opening: openingOf(some, code, at), at },
    ]);
    return { id: id!, code, personId, conversationId, addressId, key };
  });
}

function openingOf(some: SomeCase, code: string, at: Date): CaseOpening {
  const { name, hour, because, place, directory, openedAt, channel, writing, lastInboundAt, says, ...rest } =
    some;
  const found = place && directory ? placesLike(directory, place)[0] : undefined;
  return {
    priority: 'normal',
    reason: 'asked_call',
    restricted: false,
    minor: false,
    needs: ['job'],
    dueAt: new Date(at.getTime() + 3_600_000),
    ...rest,
    code,
    ...(found ? { place: found.id, region: found.regionPcode } : {}),
    words: { ...(name ? { name } : {}), ...(hour ? { hour } : {}), ...(because ? { because } : {}) },
  };
}
