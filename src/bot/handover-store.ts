import { randomUUID } from 'node:crypto';
import type { Writing } from '../../db/writing.ts';
import { queueEvent } from '../messages/event-store.ts';
import type { Inbound } from '../messages/inbound.ts';
import { keepMoveCode, moveHere } from '../messages/move-store.ts';
import { nextPerson } from '../messages/other-person-store.ts';
import type { Running } from './plan.ts';

/** Keeps the codes, and gives phones that sent one to their person, whose own conversation then speaks there. */
export async function writeMoves(writing: Writing, running: readonly Running[]): Promise<void> {
  const { tx, keys, at } = writing;
  for (const { plan, locked, address, messages } of running) {
    const { personId } = locked;
    if (plan.moveCode) await keepMoveCode(tx, keys, { personId, code: plan.moveCode, at });
    if (!plan.move) continue;
    const from = lastWritten(messages)?.from ?? '';
    const { id: addressId, channel, provider } = address;
    const phone = { addressId, personId, provider, channel, from, code: plan.move, at };
    const conversationId = await moveHere(tx, keys, phone);
    if (conversationId === null) {
      plan.says.push({ key: 'bot.move.wrong' });
      continue;
    }
    plan.says = [];
    plan.erase = true;
    await queueEvent(writing, conversationId, { type: 'moved' }, `moved:${randomUUID()}`);
  }
}

/** Gives phones to the next of their people, whose own conversation then speaks there. */
export async function writeOtherPeople(writing: Writing, running: readonly Running[]): Promise<void> {
  for (const { plan, messages } of running) {
    const phone = lastWritten(messages);
    if (plan.notThem === undefined || !phone) continue;
    const next = await nextPerson(writing.tx, writing.keys, { phone, tried: plan.notThem });
    if (!next) {
      plan.says.push({ key: 'bot.pin.ask_person' });
      continue;
    }
    const event = { type: 'writes_now', known: next.known, tried: plan.notThem + 1 } as const;
    await queueEvent(writing, next.conversationId, event, `writes_now:${randomUUID()}`);
  }
}

/** What happened at the desk meanwhile came from no phone. */
function lastWritten(messages: Running['messages']): Inbound | undefined {
  return messages.findLast(({ inbound }) => !inbound.event)?.inbound;
}
