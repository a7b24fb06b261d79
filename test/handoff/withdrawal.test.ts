import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  caseTable,
  consent,
  locations,
  organizations,
  referral,
  service_at_locations,
  services,
} from '../../db/schema/index.ts';
import { addEvents } from '../../src/handoff/event-store.ts';
import { recordsOf } from '../../src/handoff/records-store.ts';
import type { ReferralStatus } from '../../src/handoff/referral-status.ts';
import { withdrawPassing } from '../../src/handoff/withdrawal-store.ts';
import { caseIn, type MadeCase } from '../desk/people.ts';
import { type TestBot, testBot } from '../support/bot.ts';
import { databases } from '../support/database.ts';

const at = new Date('2026-11-24T10:00:00Z');
const dueAt = new Date('2026-11-26T17:00:00Z');

describe.each(databases)('a yes to passing on, taken back (%s)', (kind) => {
  let bot: TestBot;
  let place: { receiver: string; at: string };
  beforeAll(async () => {
    bot = await testBot(kind);
    place = await serviceIn();
  });
  afterAll(() => bot.close());

  async function serviceIn() {
    const [organization, service, location, here] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const { db } = bot.open;
    const common = { country: 'SEN', description: 'conseil juridique' };
    await db.insert(organizations).values({ id: organization, name: 'AJS', ...common });
    await db.insert(services).values({
      ...{ id: service, organization_id: organization, name: 'Boutique', status: 'active', ...common },
      ...{ evidence: 'phone', lines: [] },
    });
    await db.insert(locations).values({ id: location, location_type: 'physical', confidential: false });
    await db.insert(service_at_locations).values({ id: here, service_id: service, location_id: location });
    return { receiver: organization, at: here };
  }

  async function referralOf(one: MadeCase, status: ReferralStatus, via?: string) {
    const id = randomUUID();
    const { db } = bot.open;
    const times = { callReceiverAt: dueAt, askPersonAt: dueAt };
    const number = numbers++;
    await db
      .insert(referral)
      .values({ id, caseId: one.id, number, status, serviceAtLocationId: place.at, ...times });
    if (via)
      await db.transaction((tx) =>
        addEvents(tx, [
          { caseId: one.id, kind: 'referral_handed_over', actor: 'caseworker', data: { number, via }, at },
        ]),
      );
    return id;
  }
  let numbers = 1;
  const agreed = (one: MadeCase) =>
    bot.open.db.insert(consent).values({
      ...{ personId: one.personId, purpose: 'pass_on', given: true, form: 'message', wording: 'v1', at },
      receiver: place.receiver,
    });
  const withdraw = (one: MadeCase, userId?: string) =>
    bot.open.db.transaction((tx) =>
      withdrawPassing(tx, {
        ...{ personId: one.personId, receiver: place.receiver, dueAt, at },
        ...(userId ? { userId } : {}),
      }),
    );
  const statusOf = async (id: string) => {
    const [row] = await bot.open.db.select().from(referral).where(eq(referral.id, id));
    return row;
  };
  const eventsOf = async (one: MadeCase) => {
    const { rows } = await bot.open.db.execute<{ kind: string; data: { what?: string } }>(
      `select kind, data from case_event where case_id = '${one.id}' order by id`,
    );
    return rows;
  };

  test('cancels what has not left; nothing is to be told to anybody', async () => {
    const one = await caseIn(bot.open.db, bot.keys, {});
    await agreed(one);
    const ready = await referralOf(one, 'ready');
    await withdraw(one);
    expect(await statusOf(ready)).toMatchObject({
      status: 'cancelled',
      askPersonAt: null,
      callReceiverAt: null,
    });
    expect((await eventsOf(one)).map(({ kind }) => kind)).not.toContain('follow_up_due');
    expect((await recordsOf(bot.open.db, one.personId, one.key, at)).agreements).toEqual([]);
  });

  test('what has left shows it, nobody asks about it any more, and the caseworker is to tell the receiver', async () => {
    const one = await caseIn(bot.open.db, bot.keys, {});
    await agreed(one);
    const sent = await referralOf(one, 'accepted', 'paper');
    const [agreement] = (await recordsOf(bot.open.db, one.personId, one.key, at)).agreements;
    expect(agreement).toEqual({ receiver: place.receiver, name: 'AJS', sent: true });
    await withdraw(one);
    expect(await statusOf(sent)).toMatchObject({ status: 'consent_withdrawn', askPersonAt: null });
    expect(await eventsOf(one)).toContainEqual(
      expect.objectContaining({
        kind: 'follow_up_due',
        data: expect.objectContaining({ what: 'tell_receiver' }),
      }),
    );
  });

  test('a slip that the person carries told nobody anything and goes on', async () => {
    const one = await caseIn(bot.open.db, bot.keys, {});
    await agreed(one);
    const slip = await referralOf(one, 'sent', 'slip');
    await withdraw(one);
    expect(await statusOf(slip)).toMatchObject({ status: 'sent', askPersonAt: dueAt });
  });

  test('a closed case with something to tell is taken up again, another is left in peace', async () => {
    const [told, quiet] = [await caseIn(bot.open.db, bot.keys, {}), await caseIn(bot.open.db, bot.keys, {})];
    const closed = { status: 'closed', closedAt: at, closeReason: 'period_over' };
    for (const one of [told, quiet]) {
      await agreed(one);
      await bot.open.db.update(caseTable).set(closed).where(eq(caseTable.id, one.id));
    }
    await referralOf(told, 'sent', 'telephone');
    await withdraw(told);
    await withdraw(quiet);
    const [first] = await bot.open.db.select().from(caseTable).where(eq(caseTable.id, told.id));
    const [second] = await bot.open.db.select().from(caseTable).where(eq(caseTable.id, quiet.id));
    expect(first).toMatchObject({ status: 'queued', closedAt: null, dueAt });
    expect(second).toMatchObject({ status: 'closed' });
  });
});
