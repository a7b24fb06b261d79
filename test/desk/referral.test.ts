import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { accessLog, caseEvent, referral, staff } from '../../db/schema/index.ts';
import { createKeys } from '../../db/seal.ts';
import { addUser } from '../../src/cli/user.ts';
import type { NearbyService, OpportunityQuery, ServiceDetails } from '../../src/directory/directory.ts';
import type { Opportunity } from '../../src/directory/opportunity.ts';
import { endAgreement, recordAgreement } from '../../src/handoff/agreement-store.ts';
import { freshDatabase } from '../support/database.ts';
import { caseIn, type MadeCase } from './people.ts';
import { type Browser, deskApp, deskDeps, emptyDirectory, signedIn } from './support.ts';

const password = 'une phrase à moi seule';
const keys = createKeys([{ id: 'test', secret: randomBytes(32) }]);
const organizationId = '00000000-0000-4000-8000-0000000000aa';

const service = (changes: Partial<NearbyService>): NearbyService => ({
  id: '00000000-0000-4000-8000-000000000001',
  serviceId: '00000000-0000-4000-8000-000000000002',
  organizationId,
  organization: 'Association des juristes',
  shortName: 'Boutique de droit',
  needs: ['documents'],
  town: 'Kolda',
  address: null,
  phone: '800 805 805',
  phoneFree: true,
  hours: null,
  assuredDate: '2026-10-01',
  assurer: 'BAOS',
  sourceDate: '2024-11-01',
  source: 'https://example.org',
  standing: 'destination',
  distanceKm: null,
  nearness: 'same_departement',
  acceptsReferrals: true,
  caution: null,
  because: ['need.documents', 'place.same_departement', 'checked.lately'],
  ...changes,
});
const verified = service({});
const intake: Opportunity = {
  id: '00000000-0000-4000-8000-000000000007',
  country: 'SEN',
  title: 'Entrée en formation couture',
  kind: 'training_intake',
  organizationId: null,
  needs: ['training'],
  areas: ['SN07'],
  conditions: null,
  howToApply: null,
  phone: null,
  opensOn: null,
  closesOn: '2026-12-15',
  sourceUrl: null,
  assuredDate: null,
};
const unverified = service({
  id: '00000000-0000-4000-8000-000000000009',
  shortName: 'Chambre de métiers',
  standing: 'desk_only',
  phone: null,
  because: ['desk_only.no_phone'],
});

let open: OpenDatabase;
let app: FastifyInstance;
let aida: Browser;
let one: MadeCase;

beforeAll(async () => {
  open = await freshDatabase();
  const services = [verified, unverified];
  const directory = {
    ...emptyDirectory,
    opportunities: ({ needs }: OpportunityQuery) =>
      needs.includes('training') ? [{ ...intake, needs: ['training' as const] }] : [],
    nearest: () => services,
    service: (id: string) => services.map(withDetails).find((one) => one.id === id) ?? null,
  };
  app = await deskApp(deskDeps(open.db, { keys, directory }));
  await addUser(open.db, { email: 'aida@x.org', name: 'Aïda', role: 'supervisor' }, password);
  aida = await signedIn(app, 'aida@x.org', password);
  one = await caseIn(open.db, keys, {
    name: 'Awa',
    needs: ['training', 'documents'],
    spokenLanguage: 'ff',
    writing: 'shared',
  });
  await aida.get(base());
  await aida.post(base('/claim'));
});
afterAll(async () => {
  await app.close();
  await open.close();
});

const base = (rest = '') => `/desk/cases/${one.code}${rest}`;
const sheet = async () => (await aida.get(base('/referrals/1'))).body;

/** A service as it is told when one is asked for alone. */
function withDetails(service: NearbyService): ServiceDetails {
  const unknown = {
    openNow: null,
    opensNext: null,
    cost: null,
    eligibility: null,
    howToRefer: null,
    howToGetThere: null,
  };
  return { ...service, ...unknown, documents: [], languages: [], point: null };
}

describe('a referral', () => {
  it('begins with a service chosen from the directory, which says why it stands there and whether it is checked', async () => {
    const page = (await aida.get(base('/referrals/new'))).body;
    for (const words of [
      'répond au besoin « papiers »',
      'vérifié le 1 oct. 2026',
      'non vérifié : ne pas y envoyer',
      'pas de téléphone connu',
      'Entrée en formation couture',
    ])
      expect(page).toContain(words);
    const papers = (await aida.get(base('/referrals/new?need=documents'))).body;
    expect(papers).not.toContain('Entrée en formation couture');
    expect((await aida.get(base('/referrals/new?q=xyzzyx'))).body).toContain('Rien de ce nom.');
    const kept = (await aida.get(base('/referrals/new?q=boutique&need=legal_justice'))).body;
    expect(kept).toMatch(
      /<form class="filters"[^>]*>.*value="boutique".*value="legal_justice" selected.*?<\/form>/s,
    );
    const answer = await aida.post(base('/referrals'), { service: verified.id });
    expect(answer.headers.location).toBe(base('/referrals/1'));
  });

  it('shows each fact with its origin, what stays out, what blocks it and what to do now', async () => {
    const page = await sheet();
    for (const words of [
      `${one.code}-1`,
      'Boutique de droit',
      'téléphone partagé',
      'formation → pas encore de fiche',
      'pas demandé, retiré',
      'Pas d&#39;accord de partage',
      'Remettre le bon à la personne',
    ])
      expect(page.replaceAll("'", '&#39;')).toContain(words);
    expect(page).not.toContain('Imprimer 3 exemplaires');
  });

  it('keeps what the caseworker writes, and does not overwrite a colleague unseen', async () => {
    const edits = {
      version: '1',
      needs: 'documents',
      request: 'Un nouvel extrait',
      bring: 'ancien extrait',
      callReceiverInDays: '5',
      askPersonInDays: '900',
    };
    expect((await aida.post(base('/referrals/1/edit'), edits)).headers.location).toContain('said=kept');
    expect((await aida.post(base('/referrals/1/edit'), edits)).headers.location).toContain('said=no_newer');
    const page = await sheet();
    for (const words of ['Un nouvel extrait', 'version 2', 'dans 5 jours', 'dans 9 jours'])
      expect(page).toContain(words);
  });

  it('prints a slip that names nobody, and writes the printing down', async () => {
    await sheet();
    const paper = (await aida.post(base('/referrals/1/paper'), { kind: 'slip' })).body;
    for (const words of ["Bon d'orientation", '800 805 805', 'ancien extrait', `dossier ${one.code}`])
      expect(paper).toContain(words);
    for (const words of ['Awa', 'Un nouvel extrait', '+221']) expect(paper).not.toContain(words);
    const events = await open.db.select().from(caseEvent).where(eq(caseEvent.caseId, one.id));
    expect(events.at(-1)).toMatchObject({ kind: 'referral_printed', data: { paper: 'slip', copies: 1 } });
  });

  it('refuses a named paper until agreement and consent are there, then prints three copies with just what was agreed', async () => {
    await sheet();
    const barred = await aida.post(base('/referrals/1/paper'), { kind: 'named' });
    expect(barred.headers.location).toContain('said=no_barred');
    const [first] = await open.db.select().from(staff);
    const chief = { ...first!, role: 'supervisor' as const };
    const fields = ['name', 'need', 'phone', 'language'] as const;
    const focal = { focalPoint: 'Mme Ba', focalReach: '33 996 00 00' };
    const signed = { fields, signedOn: '2026-01-05', expiresOn: null, ...focal };
    const sign = (agreement = {}) =>
      recordAgreement(open.db, chief, organizationId, { ...signed, ...agreement }, new Date());
    await sign();
    await aida.get(base());
    await aida.post(base('/keeping'), { consent: 'adult' });
    const asked = await sheet();
    const boxes = [...asked.matchAll(/name="fields" value="(\w+)"( checked)?/g)];
    expect(boxes.map(([, field, ticked]) => [field, ticked])).toEqual(
      ['name', 'language', 'need', 'phone'].map((field) => [field, undefined]),
    );
    const nothing = await aida.post(base('/referrals/1/consent'), { answer: 'yes', fields: ['other_needs'] });
    expect(nothing.headers.location).toContain('said=no_fields');
    await aida.post(base('/referrals/1/consent'), { answer: 'yes', fields: ['name', 'need', 'other_needs'] });
    const page = await sheet();
    expect(page).toContain('Imprimer 3 exemplaires');
    const paper = (await aida.post(base('/referrals/1/paper'), { kind: 'named' })).body;
    expect(paper.match(/<article/g)).toHaveLength(3);
    expect(paper).toContain('Awa');
    expect(paper).not.toContain('+221');

    await endAgreement(open.db, chief, organizationId, '', new Date());
    expect(await sheet()).toContain('accord de partage avec cet organisme a pris fin.');
    const over = await aida.post(base('/referrals/1/paper'), { kind: 'named' });
    expect(over.headers.location).toContain('said=no_barred');
    await sign({ expiresOn: '2026-02-01' });
    expect(await sheet()).toContain('accord de partage avec cet organisme est échu.');
    await sign();
  });

  it('is marked as handed over, and then changes no more', async () => {
    await sheet();
    const handOver = (to: string) => aida.post(base('/referrals/1/hand-over'), { via: 'paper', to });
    expect((await handOver(' ')).headers.location).toContain('said=no_to_whom');
    expect((await handOver('la mauvaise dame')).headers.location).toContain('said=handed_over');
    expect(await sheet()).toContain('take-back');
    const back = await aida.post(base('/referrals/1/take-back'));
    expect(back.headers.location).toContain('said=taken_back');
    expect(await sheet()).toContain('Marquer comme remise');
    const answer = await handOver('le secrétariat');
    expect(answer.headers.location).toContain('said=handed_over');
    const [row] = await open.db.select().from(referral).where(eq(referral.caseId, one.id));
    expect(row?.status).toBe('sent');
    const page = await sheet();
    expect(page).toContain('elle ne change plus');
    expect(page).not.toContain('Marquer comme remise');
    expect(page).not.toContain('Ce qui partira');
    const left = /id="leaving">.*?<\/section>/s.exec(page)?.[0] ?? '';
    for (const words of ['Ce qui est parti', 'le secrétariat', 'besoin', 'Aïda'])
      expect(left).toContain(words);
    expect(left).not.toContain('téléphone de');
  });

  it('takes down what came of it: what, when, told by whom, and why it was declined', async () => {
    await sheet();
    const today = new Date().toISOString().slice(0, 10);
    const said = { status: 'declined', reason: '', on: today, toldBy: 'Mme Ba, accueil' };
    const outcome = async (fields: Record<string, string>) =>
      (await aida.post(base('/referrals/1/outcome'), fields)).headers.location;
    expect(await outcome(said)).toContain('said=no_outcome_reason');
    expect(await outcome({ ...said, reason: 'no_capacity', on: '2999-01-01' })).toContain('no_outcome_day');
    expect(await outcome({ ...said, reason: 'no_capacity', on: '2026-02-30' })).toContain('no_outcome_');
    expect(await outcome({ ...said, reason: 'no_capacity', on: '2026-01-05' })).toContain(
      'no_outcome_before',
    );
    expect(await outcome({ ...said, reason: 'no_capacity' })).toContain('said=outcome');
    const page = await sheet();
    for (const words of [
      "L'organisme refuse",
      'pas de place',
      'Mme Ba, accueil',
      'Proposer un autre service',
    ])
      expect(page).toContain(words);
    expect((await aida.post(base('/referrals/1/take-back'))).headers.location).toContain('no_take_back');
    expect((await aida.get('/desk/tasks')).body).toContain('proposer un autre service');
    // The receiver thinks again: a late answer counts.
    expect(await outcome({ ...said, status: 'accepted' })).toContain('said=outcome');
    expect((await aida.get(base())).body).toContain("a noté la suite d'une fiche : L'organisme accepte");
    expect((await aida.get('/desk/tasks')).body).not.toContain('proposer un autre service');
  });

  it('does not let somebody be sent to a service that nobody checked', async () => {
    await aida.get(base());
    await aida.post(base('/referrals'), { service: unverified.id });
    await aida.get(base('/referrals/2'));
    expect((await aida.post(base('/referrals/2/paper'), { kind: 'slip' })).headers.location).toContain(
      'no_barred',
    );
    expect((await aida.post(base('/referrals/2/hand-over'), { via: 'slip' })).headers.location).toContain(
      'no_barred',
    );
  });

  it('can be given as a message that says nothing of the matter', async () => {
    const page = (await aida.get(base('?slip=1'))).body;
    const words = /<textarea id="words"[^>]*>([^<]*)</.exec(page)?.[1] ?? '';
    expect(words).toContain(`Boutique de droit Kolda, 800 805 805. Dites : dossier ${one.code}.`);
    expect(words).not.toMatch(/papiers|formation|retour/);
    const log = await open.db.select().from(accessLog).where(eq(accessLog.caseId, one.id));
    expect(log.length).toBeGreaterThan(0);
  });
});
