import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { address, directoryReport, referral } from '../../db/schema/index.ts';
import { claimCase, closeCase, handBack } from '../../src/handoff/claim-store.ts';
import { caseFile } from '../../src/handoff/file-store.ts';
import { queue } from '../../src/handoff/queue-store.ts';
import { isQuiet } from '../../src/handoff/quiet-hours.ts';
import { draftReferral } from '../../src/handoff/referral.ts';
import { createReferral, handOver } from '../../src/handoff/referral-store.ts';
import { source } from '../handoff/awa.ts';
import { talkingApp } from '../support/talk.ts';

const question = 'Avez-vous pu les voir ? 1 Oui 2 Non 3 Pas encore';
let awa = '';
let people = 0;
const handedOver = new Set<string>();
let talk: Awaited<ReturnType<typeof talkingApp>>;
let fatou: Awaited<ReturnType<typeof talk.caseworker>>;

beforeAll(async () => {
  talk = await talkingApp();
  fatou = await talk.caseworker();
});
beforeEach(() => {
  awa = `+22177000000${++people}`;
});
afterAll(() => talk.app.close());

/** Awa has got her slip, by the quick path and Fatou's hands; the conversation is the bot's again. */
async function slipInHand() {
  const { app, say, clock } = talk;
  for (const text of ['Bonjour', '2', '1', '25', 'Kolda', '2', '3', 'Awa 15h']) await say(awa, text);
  const { db } = app.open;
  const waiting = await queue(db, app.keys, fatou, { show: 'waiting' });
  // A case of an earlier test may wait too, taken up again after a no.
  const caseId = waiting.rows.find(({ id }) => !handedOver.has(id))!.id;
  handedOver.add(caseId);
  await claimCase(db, caseId, fatou, clock.now);
  const writing = { serviceAtLocationId: randomUUID(), edits: source.edits };
  const made = await createReferral(db, app.keys, caseId, fatou, writing, clock.now);
  const draft = draftReferral(source);
  const handed = await handOver(db, app.keys, made!.id, fatou, { via: 'slip', draft }, clock.now);
  expect(handed).toEqual({ done: true });
  await handBack(db, caseId, fatou, clock.now);
  talk.taken();
  return { db, caseId };
}

/** Lets days pass and the sweep do its work; returns what was sent. */
async function later(days: number): Promise<string[]> {
  talk.clock.now = new Date(talk.clock.now.getTime() + days * 86_400_000);
  await talk.app.bot.sweep();
  await talk.app.bot.idle();
  return talk.taken();
}

async function fileOf(caseId: string) {
  const file = await caseFile(talk.app.open.db, talk.app.keys, caseId, fatou, talk.clock.now);
  return {
    status: file!.referrals[0]!.status,
    case: file!.case,
    kinds: file!.events.map(({ kind }) => kind),
  };
}

it('asks after nine days, once, without a word of what it was about; a yes confirms', async () => {
  const { caseId } = await slipInHand();
  expect(await later(8)).toEqual([]);
  expect(await later(1)).toEqual([question]);
  expect(await later(1)).toEqual([]);
  expect(await talk.say(awa, '1')).toEqual(["Merci. C'est noté."]);
  expect(await fileOf(caseId)).toMatchObject({ status: 'confirmed_by_client' });
});

it('takes the case up again after a no', async () => {
  const { db, caseId } = await slipInHand();
  await closeCase(db, caseId, fatou, 'needs_met', talk.clock.now);
  expect(await later(9)).toEqual([question]);
  expect((await talk.say(awa, 'non'))[0]).toMatch(/^Merci de l'avoir dit. Un conseiller cherche autre chose/);
  expect(await fileOf(caseId)).toMatchObject({ status: 'sent', case: { status: 'queued', closedAt: null } });
});

it('"they were closed" counts once against the entry, and whoever writes of something else is not asked again', async () => {
  const reports = async () =>
    (await db.select().from(directoryReport)).map(({ serviceId, said }) => ({ serviceId, said }));
  const { db } = await slipInHand();
  const [service] = talk.app.directory.nearest({ needs: ['documents'], place: 'SN07', at: talk.clock.now });
  await db.update(referral).set({ serviceAtLocationId: service!.id });
  expect(await later(9)).toEqual([question]);
  expect((await talk.say(awa, '2'))[0]).toMatch(/Pourquoi \? 1 Fermé 2 Introuvable 3 Autre raison$/);
  expect(await talk.say(awa, 'fermé')).toEqual(["Merci. C'est noté."]);
  expect(await reports()).toEqual([{ serviceId: service!.serviceId, said: 'closed' }]);

  awa = `+22177000000${++people}`;
  await slipInHand();
  await db.update(referral).set({ serviceAtLocationId: service!.id });
  expect(await later(9)).toEqual([question]);
  await talk.say(awa, 'non');
  expect((await talk.say(awa, 'MENU'))[0]).toContain('Que voulez-vous');
  expect(await reports()).toHaveLength(1);
});

it('asks again five days after a "not yet", three times at most', async () => {
  const { caseId } = await slipInHand();
  expect(await later(9)).toEqual([question]);
  for (let asked = 1; asked < 3; asked++) {
    await talk.say(awa, '3');
    expect(await later(5)).toEqual([question]);
  }
  await talk.say(awa, '3');
  expect(await later(30)).toEqual([]);
  expect((await fileOf(caseId)).kinds.filter((kind) => kind === 'follow_up_asked')).toHaveLength(3);
});

it('leaves it to the caseworker where the bot may not write, and waits while one speaks', async () => {
  const { db, caseId } = await slipInHand();
  await claimCase(db, caseId, fatou, talk.clock.now);
  expect(await later(9)).toEqual([]);
  await handBack(db, caseId, fatou, talk.clock.now);
  await db.update(address).set({ optedOutAt: talk.clock.now });
  expect(await later(0)).toEqual([]);
  expect((await fileOf(caseId)).kinds.at(-1)).toBe('follow_up_due');
  await db.update(address).set({ optedOutAt: null });
});

it('is silent at night', async () => {
  await slipInHand();
  const night = new Date('2027-09-01T22:00:00Z');
  talk.clock.now = night;
  expect(await later(0)).toEqual([]);
  talk.clock.now = new Date('2027-09-02T07:00:00Z');
  expect(await later(0)).toEqual([question]);
  expect([isQuiet(night, 'Africa/Dakar'), isQuiet(talk.clock.now, 'Africa/Dakar')]).toEqual([true, false]);
});
