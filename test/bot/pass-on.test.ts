import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { conversation } from '../../db/schema/index.ts';
import { askPassing } from '../../src/desk/ask-store.ts';
import { reply } from '../../src/desk/reply-store.ts';
import { claimCase, handBack } from '../../src/handoff/claim-store.ts';
import { caseFile } from '../../src/handoff/file-store.ts';
import { queue } from '../../src/handoff/queue-store.ts';
import { createReferral } from '../../src/handoff/referral-store.ts';
import { organizationId, source } from '../handoff/awa.ts';
import { talkingApp } from '../support/talk.ts';

let awa = '';
let people = 0;
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

/** Awa comes by the quick path on her own phone or a shared one; Fatou takes her case and drafts a referral. */
async function referralFor(writing: '1' | '2') {
  const { app, say } = talk;
  for (const text of ['Bonjour', writing, '1', '25', 'Kolda', '2', '3', 'Awa 15h']) await say(awa, text);
  const { db } = app.open;
  const waiting = await queue(db, app.keys, fatou, { show: 'waiting' });
  const caseId = waiting.rows[0]!.id;
  await claimCase(db, caseId, fatou, talk.clock.now);
  const writingOf = { serviceAtLocationId: randomUUID(), edits: source.edits };
  const made = await createReferral(db, app.keys, caseId, fatou, writingOf, talk.clock.now);
  const acting = { db, keys: app.keys, caseId, staff: fatou, at: talk.clock.now };
  const question = {
    referralId: made!.id,
    receiver: organizationId,
    service: 'Boutique de droit AJS',
    needs: ['documents'],
  };
  return { caseId, acting, ask: () => askPassing(acting, app.jobs, question) };
}

async function sent(): Promise<string[]> {
  await talk.app.bot.idle();
  return talk.taken();
}

const statusOf = async (caseId: string) =>
  (await caseFile(talk.app.open.db, talk.app.keys, caseId, fatou, talk.clock.now))!.referrals[0]!.status;
const passed = async (caseId: string) =>
  (await caseFile(talk.app.open.db, talk.app.keys, caseId, fatou, talk.clock.now))!.consents
    .filter(({ purpose }) => purpose === 'pass_on')
    .map(({ given, receiver, fields, form }) => ({ given, receiver, fields, form }));

it('asks for one receiver by name, and a yes without the phone is a consent without the phone', async () => {
  const { caseId, ask } = await referralFor('1');
  expect(await ask()).toBe('asked');
  expect(await sent()).toEqual([
    'Boutique de droit AJS peut vous aider: Papiers. Lui envoyer prénom, téléphone, besoin ? 1 Oui 2 Oui, sans téléphone 3 Non',
  ]);
  expect(await statusOf(caseId)).toBe('consent_asked');
  expect(await talk.say(awa, '2')).toEqual(["Merci. C'est noté."]);
  expect(await passed(caseId)).toEqual([
    { given: true, receiver: organizationId, fields: ['name', 'need'], form: 'message' },
  ]);
  expect(await statusOf(caseId)).toBe('ready');
  expect(await talk.say(awa, '1')).toEqual([]);
  expect(await passed(caseId)).toHaveLength(1);
});

it('takes a no for a no, and leaves the slip', async () => {
  const { caseId, ask } = await referralFor('1');
  await ask();
  await sent();
  expect((await talk.say(awa, 'non'))[0]).toMatch(/^D'accord, rien n'est envoyé/);
  expect(await passed(caseId)).toMatchObject([{ given: false, fields: [] }]);
  expect(await statusOf(caseId)).toBe('draft');
});

it('asks once more where the answer is unclear', async () => {
  const { ask, caseId } = await referralFor('1');
  await ask();
  await sent();
  expect((await talk.say(awa, 'Bonjour, vous etes qui ?'))[0]).toContain('Boutique de droit AJS');
  await talk.say(awa, '2');
  expect(await passed(caseId)).toMatchObject([{ given: true, fields: ['name', 'need'] }]);
});

it('never takes a later digit for a consent: after two unclear answers none counts', async () => {
  const { ask, acting, caseId } = await referralFor('1');
  await ask();
  await talk.say(awa, 'Bonjour, vous etes qui ?');
  expect(await talk.say(awa, 'qui va lire ça ?')).toEqual([]);
  expect(await talk.say(awa, '1')).toEqual([]);
  expect(await passed(caseId)).toEqual([]);
  await ask();
  await reply(acting, talk.app.jobs, "Combien d'enfants avez-vous ?");
  await sent();
  expect(await talk.say(awa, '1')).toEqual([]);
  expect(await passed(caseId)).toEqual([]);
});

it('asks again like any question when the bot speaks', async () => {
  const { ask, acting, caseId } = await referralFor('1');
  await ask();
  await sent();
  await handBack(acting.db, caseId, fatou, talk.clock.now);
  expect((await talk.say(awa, 'comment ?'))[0]).toContain('Boutique de droit AJS');
  await talk.say(awa, '1');
  expect(await passed(caseId)).toMatchObject([{ given: true, fields: ['name', 'phone', 'need'] }]);
});

it('is not put where others read the phone, nor by somebody else', async () => {
  const { ask, acting, caseId } = await referralFor('2');
  expect(await ask()).toBe('shared_phone');
  await acting.db.update(conversation).set({ holder: 'bot' });
  expect(await sent()).toEqual([]);
  expect(await statusOf(caseId)).toBe('draft');
});
