import { and, eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseEvent, caseTable } from '../../db/schema/index.ts';
import { reply } from '../../src/desk/reply-store.ts';
import type { StaffMember } from '../../src/desk/staff-store.ts';
import { claimCase } from '../../src/handoff/claim-store.ts';
import type { Channel } from '../../src/messages/inbound.ts';
import { databases } from '../support/database.ts';
import { talkingApp } from '../support/talk.ts';

describe.each(databases)('STOP while a caseworker holds the conversation (%s)', (kind) => {
  let talk: Awaited<ReturnType<typeof talkingApp>>;
  let staff: StaffMember;
  beforeAll(async () => {
    talk = await talkingApp('2026-11-24T09:41:00Z', kind);
    staff = (await talk.caseworker()) as unknown as StaffMember;
  });
  afterAll(() => talk.app.close());

  /** Somebody who asked to be called, with their case in the caseworker's hands. */
  const held = async (from: string, channel: Channel) => {
    const { db } = talk.app.open;
    const say = (text: string) => talk.say(from, text, { channel });
    for (const text of ['RAPPEL', '1']) await say(text);
    await say('1 Awa');
    const [row] = await db.select().from(caseTable).where(eq(caseTable.status, 'queued'));
    const caseId = row!.id;
    await claimCase(db, caseId, staff, talk.clock.now);
    const write = (words: string) =>
      reply(
        { db, keys: talk.app.keys, caseId, staff, at: talk.clock.now },
        { add: talk.app.jobs.add },
        words,
      );
    return { say, caseId, write };
  };
  const stopsOn = async (caseId: string) => {
    const rows = await talk.app.open.db
      .select({ kind: caseEvent.kind, data: caseEvent.data })
      .from(caseEvent)
      .where(and(eq(caseEvent.caseId, caseId), inArray(caseEvent.kind, ['stopped', 'came_back'])))
      .orderBy(caseEvent.id);
    return rows.map((row) => [row.kind, (row.data as { channel: string }).channel]);
  };

  test.each(['sms', 'whatsapp'] as const)(
    'ends what may be written, and stands on the case (%s)',
    async (channel) => {
      const { say, caseId, write } = await held(
        channel === 'sms' ? '+221772000001' : '+221772000002',
        channel,
      );
      expect(await say('STOP')).toEqual([expect.stringContaining('plus aucun message')]);
      expect(await write('Bonjour Awa')).toBe('opted_out');
      expect(await say('STOP')).toEqual([]);
      expect(await stopsOn(caseId)).toEqual([['stopped', channel]]);
      await say('AIDE');
      expect(await stopsOn(caseId)).toEqual([
        ['stopped', channel],
        ['came_back', channel],
      ]);
      expect(await write('Bonjour Awa')).toBe('queued');
    },
  );

  test('what waited for the person to write does not leave with the STOP', async () => {
    const { say, write } = await held('+221772000003', 'whatsapp');
    talk.clock.now = new Date(talk.clock.now.getTime() + 30 * 3_600_000);
    await write('Votre extrait est prêt.');
    await talk.app.bot.idle();
    expect(talk.taken()).toEqual([]);
    expect(await say('STOP')).toEqual([expect.stringContaining('plus aucun message')]);
    expect(await say('vous êtes là ?')).toEqual([expect.stringContaining('Vous aviez dit STOP')]);
    expect(await say('1')).toContain('Votre extrait est prêt.');
  });
});
