import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { addCounts } from '../../src/campaigns/store.ts';
import type { ActorGround } from '../../src/directory/actor-columns.ts';
import { answerCheck, askForCheck, checkOf, checkTasks } from '../../src/directory/check-store.ts';
import { assureService } from '../../src/directory/edit-store.ts';
import { gapDetail, gapMeasure } from '../../src/directory/gap.ts';
import { gapsSince } from '../../src/directory/gap-store.ts';
import {
  acceptRequest,
  openRequests,
  refuseRequest,
  requestListing,
} from '../../src/directory/listing-request-store.ts';
import { type LiveDirectory, openDirectory } from '../../src/directory/live-store.ts';
import { type OpportunityInput, opportunitiesFor } from '../../src/directory/opportunity.ts';
import {
  addOpportunity,
  listOpportunities,
  retireOpportunity,
} from '../../src/directory/opportunity-store.ts';
import { readGround } from '../../src/directory/records-store.ts';
import { readNeedsFile, readPack } from '../../src/directory/seed.ts';
import { freshDatabase } from '../support/database.ts';
import { today } from './senegal.ts';

const packFolder = join(import.meta.dirname, '../../db/seed/sen');
const hand = { by: 'awa@example.org', at: today };
const later = (days: number) => new Date(today.getTime() + days * 86_400_000);
let open: OpenDatabase;
let live: LiveDirectory;
let ground: ActorGround;
beforeAll(async () => {
  open = await freshDatabase();
  live = await openDirectory({ db: open.db, pack: await readPack(packFolder), lookEverySeconds: 0 });
  ground = { ...(await readGround(open.db, 'SEN'))!, needsOf: await readNeedsFile(packFolder) };
});
afterAll(() => open.close());

const idOf = (key: string) => live.snapshot().records.services.find((service) => service.key === key)!.id;
const serviceOf = async (id: string) => {
  await live.refresh();
  return live.snapshot().records.services.find((service) => service.id === id)!;
};

describe('asking an actor whether its entry is still right', () => {
  it('a yes counts as checked, once, and says nothing to who guesses the link', async () => {
    const id = idOf('ajs-thies');
    const { token } = await askForCheck(open.db, id, 'sms', today);
    expect(await checkOf(open.db, 'guess', today)).toBeNull();
    expect(await checkOf(open.db, token, today)).toEqual({ serviceId: id, state: 'open', answer: null });
    expect(await answerCheck(open.db, token, 'right', '', later(1))).toBe(true);
    expect(await answerCheck(open.db, token, 'closed', '', later(1))).toBe(false);
    expect(await checkOf(open.db, token, later(1))).toMatchObject({ state: 'answered', answer: 'right' });
    expect(await serviceOf(id)).toMatchObject({
      assured_date: '2026-11-21',
      assurer_email: null,
      status: 'active',
    });
  });

  it('a “closed” takes it off the list, a “changed” waits for a caseworker until they have been there', async () => {
    const [first, second] = [idOf('ajs-kaolack'), idOf('ajs-pikine')];
    const closed = await askForCheck(open.db, first, 'sms', today);
    const changed = await askForCheck(open.db, second, 'email', today);
    await answerCheck(open.db, closed.token, 'closed', 'déménagement', today);
    await answerCheck(open.db, changed.token, 'changed', 'nouveau numéro', today);
    expect((await serviceOf(first)).status).toBe('temporarily closed');
    expect((await serviceOf(second)).status).toBe('active');
    const tasks = async () => (await checkTasks(open.db)).filter((task) => task.serviceId === second);
    expect(await tasks()).toEqual([
      { serviceId: second, why: 'changed', words: 'nouveau numéro', at: today },
    ]);
    await assureService(open.db, second, { ...hand, at: later(1) });
    expect(await tasks()).toEqual([]);
  });

  it('a link ends after 30 days', async () => {
    const { token } = await askForCheck(open.db, idOf('ajs-sedhiou'), 'sms', today);
    expect(await answerCheck(open.db, token, 'right', '', later(31))).toBe(false);
    expect(await checkOf(open.db, token, later(31))).toMatchObject({ state: 'expired' });
  });
});

describe('opportunities', () => {
  const intake: OpportunityInput = {
    country: 'SEN',
    title: 'Entrée en formation couture',
    kind: 'training_intake',
    needs: ['training'],
    areas: ['SN07'],
    closesOn: '2026-12-15',
  };

  it('are told to those whom they fit, and to nobody after their day', async () => {
    await addOpportunity(open.db, intake, hand);
    await addOpportunity(
      open.db,
      { ...intake, title: 'Appel à projets', areas: ['SEN'], closesOn: '2026-12-01' },
      hand,
    );
    await addOpportunity(open.db, { ...intake, title: 'Plus tard', opensOn: '2026-12-01' }, hand);
    const all = await listOpportunities(open.db, '2026-11-20');
    const told = (place: string | null, day: string, needs: ['training'] | ['job'] = ['training']) =>
      opportunitiesFor(all, { needs, place: place ? live.place(place) : null, today: day }).map(
        (each) => each.title,
      );
    expect(told('SN0703-commune-velingara', '2026-11-20')).toEqual([
      'Appel à projets',
      'Entrée en formation couture',
    ]);
    expect(told('SN0101', '2026-11-20')).toEqual(['Appel à projets']);
    expect(told(null, '2026-11-20')).toEqual(['Appel à projets']);
    expect(told('SN07', '2026-12-16')).toEqual([]);
    expect(told('SN07', '2026-12-01')).toContain('Plus tard');
    expect(told('SN07', '2026-11-20', ['job'])).toEqual([]);
    await retireOpportunity(open.db, all[0]!.id, today);
    expect(await listOpportunities(open.db, '2026-11-20')).toHaveLength(2);
    expect(await listOpportunities(open.db, '2026-12-20')).toEqual([]);
  });

  it('without a last day, or with one that is over, are none', async () => {
    expect(await addOpportunity(open.db, { ...intake, closesOn: 'bientôt' }, hand)).toEqual({
      faults: ['closesOn: a day as 2026-11-21'],
    });
    expect(await addOpportunity(open.db, { ...intake, closesOn: '2026-11-19' }, hand)).toHaveProperty(
      'faults',
    );
  });
});

describe('an actor that asks to be listed', () => {
  it('waits for a coordinator, and cannot vouch for itself', async () => {
    const cells = {
      organization: 'Atelier Ndar',
      services: 'menuiserie',
      needs: 'training',
      town: 'Kolda',
      phone: '77 000 00 00',
      evidence: 'contact',
    };
    const id = await requestListing(open.db, cells, today);
    const [request] = await openRequests(open.db);
    expect(request).toMatchObject({ id, cells: { organization: 'Atelier Ndar', evidence: 'unverified' } });
    expect(
      await acceptRequest(open.db, ground, id, { ...request!.cells, phone: '12 34 56' }, hand),
    ).toHaveProperty('faults');
    expect(await openRequests(open.db)).toHaveLength(1);
    const accepted = await acceptRequest(open.db, ground, id, request!.cells, hand);
    expect('serviceId' in accepted && (await serviceOf(accepted.serviceId)).evidence).toBe('unverified');
    await refuseRequest(open.db, await requestListing(open.db, cells, today), hand);
    expect(await openRequests(open.db)).toEqual([]);
  });
});

it('gaps are added up by need and region, and anything else among the counts is left out', async () => {
  const kolda = live.place('SN0701-commune-kolda');
  const gaps = ['training', 'training', 'job'] as const;
  const counts = gaps.map((need) => ({ measure: gapMeasure, detail: gapDetail(need, kolda) }));
  await addCounts(open.db, counts, today);
  await addCounts(open.db, [{ measure: gapMeasure, detail: gapDetail('health', null) }], today);
  await addCounts(open.db, [{ measure: gapMeasure, detail: 'training SN0701' }], today);
  await addCounts(open.db, counts, later(-100));
  expect(await gapsSince(open.db, later(-90))).toEqual([
    { need: 'training', region: 'SN07', count: 2 },
    { need: 'health', region: null, count: 1 },
    { need: 'job', region: 'SN07', count: 1 },
  ]);
});
