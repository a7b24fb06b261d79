import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { addCounts } from '../../src/campaigns/store.ts';
import { addUser } from '../../src/cli/user.ts';
import { findPaths } from '../../src/config.ts';
import { searchDirectory } from '../../src/desk/directory/search.ts';
import { answerCheck, askForCheck } from '../../src/directory/check-store.ts';
import { doublesOf } from '../../src/directory/doubles.ts';
import { requestListing } from '../../src/directory/listing-request-store.ts';
import { type LiveDirectory, openDirectory } from '../../src/directory/live-store.ts';
import { reportServices } from '../../src/directory/report-store.ts';
import { readNeedsFile, readPack } from '../../src/directory/seed.ts';
import { freshDatabase } from '../support/database.ts';
import { type Browser, deskApp, deskDeps, signedIn } from './support.ts';

const password = 'une phrase à moi seule';
const folder = join(findPaths().seed, 'sen');
let open: OpenDatabase;
let app: FastifyInstance;
let directory: LiveDirectory;
let aida: Browser;
let moussa: Browser;
let dakar: Browser;

beforeAll(async () => {
  open = await freshDatabase();
  directory = await openDirectory({ db: open.db, pack: await readPack(folder) });
  app = await deskApp(deskDeps(open.db, { directory, needsOf: await readNeedsFile(folder) }));
  await addUser(open.db, { email: 'aida@x.org', name: 'Aïda', role: 'caseworker' }, password);
  await addUser(open.db, { email: 'dakar@x.org', name: 'D', role: 'caseworker', region: ['SN01'] }, password);
  await addUser(open.db, { email: 'moussa@x.org', name: 'Moussa', role: 'coordinator' }, password);
  moussa = await signedIn(app, 'moussa@x.org', password);
  aida = await signedIn(app, 'aida@x.org', password);
  dakar = await signedIn(app, 'dakar@x.org', password);
});
afterAll(async () => {
  await app.close();
  directory.close();
  await open.close();
});

const search = (text: string, rest = {}) =>
  searchDirectory(directory.snapshot(), { text, need: '', area: '', state: '', ...rest }, new Date());

describe('searching the directory', () => {
  it('finds by name, town and acronym, without accents and with typing errors', () => {
    const [right] = search('boutique droit kolda');
    expect(right?.listing.location.town).toBe('Kolda');
    for (const typed of [
      'BOUTIQUE DROIT KOLDA',
      'boutiqe de droit kolda',
      'boutik de droit kolda',
      'la boutik du droua à Kolda',
      'ajs kold',
      'Kolda boutique',
    ])
      expect([typed, search(typed).map(({ listing }) => listing.id)]).toEqual([
        typed,
        expect.arrayContaining([right!.listing.id]),
      ]);
    expect(search('xyzzyx')).toEqual([]);
  });

  it('filters by need, area and state', () => {
    const papers = search('', { need: 'documents' });
    expect(papers.length).toBeGreaterThan(0);
    expect(papers.every(({ listing }) => listing.needs.includes('documents'))).toBe(true);
    const sure = search('', { state: 'sure' });
    expect(sure.length).toBeGreaterThan(0);
    expect(sure.length).toBeLessThan(search('').length);
    expect(search('', { area: 'SN07' }).length).toBeLessThan(search('').length);
  });
});

describe('opportunities', () => {
  const form = {
    title: 'Formation couture',
    kind: 'training_intake',
    needs: 'training',
    areas: 'SN07',
    closesOn: '2999-12-15',
  };

  it('are listed by a coordinator, read by everybody, and told at once', async () => {
    const page = '/desk/directory/opportunities';
    for (const browser of [aida, moussa]) await browser.get(page);
    const refused = await aida.post(page, form);
    expect([refused.statusCode, refused.body.includes('Votre rôle ou votre région')]).toEqual([403, true]);
    const wrong = await moussa.post(page, { ...form, closesOn: '2020-01-01' });
    expect([wrong.statusCode, wrong.body.includes('une date à venir')]).toEqual([422, true]);
    expect((await moussa.post(page, form)).statusCode).toBe(303);
    expect((await aida.get(page)).body).toContain('Formation couture');
    const asked = { needs: ['training' as const], at: new Date() };
    const [told] = directory.opportunities({ ...asked, place: directory.place('SN0701') });
    expect(told?.title).toBe('Formation couture');
    expect(directory.opportunities({ ...asked, place: directory.place('SN0101') })).toEqual([]);
    expect((await moussa.post(`${page}/${told!.id}/retire`)).statusCode).toBe(303);
    expect(directory.opportunities({ ...asked, place: directory.place('SN0701') })).toEqual([]);
  });
});

describe('actors that ask to be listed', () => {
  it('wait for a coordinator, who corrects and accepts, or says no', async () => {
    const page = '/desk/directory/requests';
    const cells = {
      organization: 'Atelier Ndar',
      services: 'menuiserie',
      town: 'Kolda',
      phone: '77 000 00 00',
    };
    const [kept, refused] = [
      await requestListing(open.db, cells, new Date()),
      await requestListing(open.db, { ...cells, organization: 'Autre' }, new Date()),
    ];
    expect((await aida.get(page)).statusCode).toBe(403);
    expect((await moussa.get(page)).body).toContain('Atelier Ndar, Kolda');
    const fields = fieldsOf((await moussa.get(`${page}/${kept}`)).body);
    expect(fields.organization).toEqual(['Atelier Ndar']);
    const wrong = await moussa.post(`${page}/${kept}`, { ...fields, phone: 'douze' });
    expect(wrong.statusCode).toBe(422);
    const done = await moussa.post(`${page}/${kept}`, { ...fields, needs: 'training' });
    expect(done.headers.location).toMatch(/said=added$/);
    const listed = (await aida.get(done.headers.location!)).body;
    expect(listed).toContain('sur le formulaire public, accepté par moussa@x.org le ');
    expect(listed).not.toContain('source ancienne');
    expect(search('atelier ndar')).toHaveLength(1);
    expect(search('atelier ndar', { state: 'sure' })).toEqual([]);
    expect((await moussa.post(`${page}/${refused}/refuse`)).statusCode).toBe(303);
    expect((await moussa.get(page)).body).toContain('Aucune demande');
  });
});

describe('what waits for a human', () => {
  it('is what actors and people have said, until somebody has corrected or confirmed the entry', async () => {
    const { service } = search('boutique droit thies')[0]!.listing;
    const tasks = async () => (await aida.get('/desk/directory/tasks')).body;
    expect(await tasks()).toContain('Rien à faire');
    const { token } = await askForCheck(open.db, service.id, 'email', new Date());
    await answerCheck(open.db, token, 'changed', 'Nouveau numéro <b>', new Date());
    await reportServices(open.db, [{ serviceId: service.id, said: 'closed', at: new Date() }]);
    await directory.refresh();
    expect(await tasks()).toContain('Nouveau numéro &lt;b>');
    expect(await tasks()).toContain("1 personne ne l'a pas trouvé ouvert");

    const sent = await aida.post(`/desk/directory/${service.id}/ask`);
    expect(sent.headers.location).toContain('said=cannot_ask');
    await aida.post(`/desk/directory/${service.id}/assure`);
    expect(await tasks()).not.toContain('Nouveau numéro');
  });
});

describe('the pages of the directory', () => {
  it('list, answer while typing, and draw the map with gaps', async () => {
    expect((await aida.get('/desk/directory?q=ajs')).body).toContain('Répertoire');
    const typing = await aida.get('/desk/directory/list?q=ajs', { 'hx-request': 'true' });
    expect(typing.body).toMatch(/^<div id="found">/);
    const map = (await aida.get('/desk/directory/map?need=documents', { 'hx-request': 'true' })).body;
    expect(map.match(/<path/g)).toHaveLength(46);
    expect(map).toContain('class="area gap"');
    expect(map.length).toBeLessThan(60_000);
    expect(map).toContain('chaque demande a trouvé un service');
  });

  it('go on to the next page with what was searched for and filtered by', async () => {
    expect(search('de', { state: 'due' }).length).toBeGreaterThan(40);
    const first = (await aida.get('/desk/directory?q=de&state=due')).body;
    const next = /rel="next" href="([^"]+)"/.exec(first)![1]!.replaceAll('&amp;', '&');
    expect(next).toBe('/desk/directory?q=de&state=due&page=2');
    const second = (await aida.get(next)).body;
    const rows = (body: string) =>
      [...body.matchAll(/class="row-link" href="([^"]+)"/g)].map((row) => row[1]);
    expect(rows(first)).toHaveLength(40);
    expect(rows(second).length).toBeGreaterThan(0);
    expect(rows(second).filter((row) => rows(first).includes(row))).toEqual([]);
    expect(second).toContain('rel="prev"');
    expect((await aida.get('/desk/directory?page=99')).body).not.toContain('rel="next"');
    expect((await aida.get('/desk/directory?page=x')).statusCode).toBe(200);
  });

  it('write dates for people', async () => {
    const { service } = search('boutique droit kolda')[0]!.listing;
    expect(service.source_date).toBe('2024-11');
    expect((await aida.get(`/desk/directory/${service.id}`)).body).toContain('novembre 2024');
  });

  it('the map says where people asked and nothing could be told, without small numbers', async () => {
    const counts = [...Array.from({ length: 7 }, () => 'training/SN07'), 'documents/SN13'];
    await addCounts(
      open.db,
      counts.map((detail) => ({ measure: 'gap', detail })),
      new Date(),
    );
    const map = (await aida.get('/desk/directory/map', { 'hx-request': 'true' })).body;
    expect(map).toContain('Kolda : 7 demandes sans service');
    expect(map).toMatch(/Thi[eè]s :[^<]*<strong>1–4/);
    expect(map.match(/ asked"/g)!.length).toBeGreaterThanOrEqual(6);
    const papers = (await aida.get('/desk/directory/map?need=documents', { 'hx-request': 'true' })).body;
    expect(papers).not.toContain('Kolda : 7');
  });

  it('show an entry with its source, take a confirmation by telephone, and keep who and when', async () => {
    const { listing, due } = search('boutique droit kolda')[0]!;
    const path = `/desk/directory/${listing.service.id}`;
    const before = (await aida.get(path)).body;
    expect(before).toContain('Une source publique donne ce numéro.');
    expect(due).toBe(true);
    expect((await aida.post(`${path}/assure`)).headers.location).toContain('said=assure');
    const after = (await aida.get(path)).body;
    expect(after).toContain('aida@x.org');
    expect(after).toMatch(/Vérifié le [^<]* par aida@x.org\./);
    expect(after).not.toContain('Une source publique donne ce numéro.');
    expect(search('boutique droit kolda')[0]!.due).toBe(false);
  });

  it('correct an entry with the checks of the table, and say what is wrong by column', async () => {
    const { listing } = search('boutique droit kolda')[0]!;
    const path = `/desk/directory/${listing.service.id}`;
    const page = (await aida.get(`${path}/edit`)).body;
    const fields = fieldsOf(page);
    expect(fields.organization?.[0]).toBe(listing.organization.name);
    const wrong = await aida.post(`${path}/edit`, { ...fields, phone: 'douze' });
    expect([
      wrong.statusCode,
      wrong.body.includes('Rien n’a été enregistré') || wrong.body.includes('Rien n'),
    ]).toEqual([422, true]);
    const done = await aida.post(`${path}/edit`, { ...fields, cost: 'gratuit le mardi' });
    expect(done.headers.location).toContain('said=changed');
    const after = (await aida.get(path)).body;
    for (const words of ['gratuit le mardi', 'Changé', 'Coût']) expect(after).toContain(words);
  });

  it('retire and bring back without deleting', async () => {
    const { listing } = search('boutique droit kolda')[0]!;
    const path = `/desk/directory/${listing.service.id}`;
    await aida.get(path);
    await aida.post(`${path}/retire`);
    expect(search('boutique droit kolda')).toEqual([]);
    expect(search('boutique droit kolda', { state: 'gone' })).toHaveLength(1);
    await aida.post(`${path}/restore`);
    expect(search('boutique droit kolda')).toHaveLength(1);
  });

  it('note a signed sharing agreement with its focal point, by supervisors only, checked, ended, readable after', async () => {
    const { listing } = search('boutique droit kolda')[0]!;
    const path = `/desk/directory/${listing.service.id}`;
    const focal = { focalPoint: 'Mme Ba', focalReach: '33 996 00 00' };
    const typed = { signedOn: '2026-02-03', expiresOn: '', fields: ['name', 'need'], ...focal };
    await aida.get(path);
    expect((await aida.post(`${path}/agreement`, typed)).statusCode).toBe(403);
    await addUser(open.db, { email: 'chef@x.org', name: 'C', role: 'supervisor' }, password);
    const chief = await signedIn(app, 'chef@x.org', password);
    expect((await chief.get(path)).body).toContain('Aucun accord avec cet organisme');
    for (const [change, words] of [
      [{ signedOn: '2026-02-30' }, 'pas au calendrier'],
      [{ signedOn: '2999-01-01' }, 'une fois signé'],
      [{ expiresOn: '2026-02-02' }, 'est avant la signature'],
      [{ focalReach: '' }, 'Comment le joindre (téléphone, e-mail)</strong> ne peut pas rester vide'],
    ] as const) {
      const wrong = await chief.post(`${path}/agreement`, { ...typed, ...change });
      expect([wrong.statusCode, wrong.body.includes(words), words]).toEqual([422, true, words]);
      expect(wrong.body).toContain('value="Mme Ba"');
    }
    expect((await chief.post(`${path}/agreement`, typed)).headers.location).toContain('said=agreement');
    const kept = (await aida.get(path)).body;
    for (const words of ['Signé le 3 févr. 2026', 'Point focal : Mme Ba, 33 996 00 00'])
      expect(kept).toContain(words);
    expect((await aida.post(`${path}/agreement/end`, {})).statusCode).toBe(403);
    await chief.post(`${path}/agreement/end`, { reason: 'ils ont déménagé' });
    const ended = (await aida.get(path)).body;
    for (const words of ['Cet accord est terminé', 'ils ont déménagé', 'Signé le 3 févr. 2026'])
      expect(ended).toContain(words);
  });

  it('two pages of one service become one by the hand of a supervisor, side by side before, undone after', async () => {
    const cells = (name: string, phone: string) => ({
      organization: name,
      services: 'menuiserie',
      needs: 'training',
      town: 'Kolda',
      phone,
    });
    const added = async (name: string, phone: string) => {
      await moussa.get('/desk/directory/new');
      const made = await moussa.post('/desk/directory/new', cells(name, phone));
      return made.headers.location!.split('?')[0]!;
    };
    const keep = await added('Centre Fouladou', '77 100 00 01');
    const drop = await added('Centre du Fouladou de Kolda', '77 100 00 01');
    const dropId = drop.split('/').at(-1)!;
    const address = `${keep}/merge?drop=${dropId}`;
    expect((await aida.get(keep)).body).toContain('Apporté par moussa@x.org le ');
    expect((await aida.get(keep)).body).not.toContain(`merge?drop=${dropId}`);
    expect((await aida.get(address)).statusCode).toBe(403);
    expect((await aida.post(`${keep}/merge`, { drop: dropId })).statusCode).toBe(403);
    expect((await moussa.get(keep)).body).toContain(`merge?drop=${dropId}`);
    const page = (await moussa.get(address)).body;
    for (const words of ['Centre Fouladou', 'Centre du Fouladou de Kolda', 'pareil des deux côtés'])
      expect(page).toContain(words);

    const done = await moussa.post(`${keep}/merge`, { drop: dropId, organization: 'drop' });
    expect(done.headers.location).toBe(`${keep}?said=merge`);
    const kept = (await moussa.get(`${keep}?said=merge`)).body;
    expect(kept).toContain('<h1>Centre du Fouladou de Kolda</h1>');
    expect(kept).toContain('Annuler la réunion');
    expect(textOf(kept).replaceAll(keep, '').replaceAll(drop, '')).not.toContain(dropId);
    expect(search('fouladou')).toHaveLength(1);
    expect((await moussa.post(`${keep}/unmerge`, { drop: dropId })).headers.location).toContain(
      'said=unmerge',
    );
    expect(search('fouladou')).toHaveLength(2);
  });

  it('a number that many share, or of the whole country, makes no doubles', () => {
    const kolda = search('boutique droit kolda')[0]!.listing;
    expect(doublesOf(directory.snapshot(), kolda)).toEqual([]);
    const child = search('wallu allo 116')[0]!.listing;
    expect(doublesOf(directory.snapshot(), child)).toEqual([]);
  });

  it('give files to take away, the public ones without what must stay at the desk', async () => {
    const page = (await aida.get('/desk/directory')).body;
    const file = async (name: string) => {
      expect(page).toContain(`/desk/directory/files/${name}`);
      const answer = await aida.get(`/desk/directory/files/${name}`);
      expect(answer.headers['content-disposition']).toContain(name);
      return answer;
    };
    expect((await file('modele.csv')).body.split('\n')[0]).toContain('organisme;');
    expect((await file('repertoire.csv')).body.split('\n').length).toBeGreaterThan(200);
    expect((await file('repertoire.hxl.csv')).body).toContain('#org,');
    expect((await file('repertoire-hsds.zip')).rawPayload.subarray(0, 2).toString()).toBe('PK');
  });

  it('leave what lies in other regions to colleagues there', async () => {
    const { listing } = search('boutique droit kolda')[0]!;
    const path = `/desk/directory/${listing.service.id}`;
    expect((await dakar.get(path)).body).toContain('hors de vos régions');
    expect((await dakar.post(`${path}/retire`)).statusCode).toBe(403);
    expect((await dakar.get(`${path}/edit`)).statusCode).toBe(403);
    const there = { organization: 'Loin', services: 'menuiserie', needs: 'training', town: 'Kolda' };
    await dakar.get('/desk/directory/new');
    expect((await dakar.post('/desk/directory/new', there)).statusCode).toBe(403);
    const here = { ...there, town: 'Rufisque' };
    expect((await dakar.post('/desk/directory/new', here)).headers.location).toContain('said=added');
  });
});

/** What a page says, without its tags. */
function textOf(page: string): string {
  return page.replaceAll(/<[^>]+>/g, ' ');
}

/** The form of a page as a browser would send it unchanged. */
function fieldsOf(page: string): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  const add = (name: string, value: string) => {
    fields[name] = [
      ...(fields[name] ?? []),
      value.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&lt;', '<'),
    ];
  };
  for (const [, attributes = ''] of page.matchAll(/<input ([^>]*)>/g)) {
    const name = /name="([^"]+)"/.exec(attributes)?.[1];
    const ticked = !/type="checkbox"/.test(attributes) || /\bchecked\b/.test(attributes);
    if (name && name !== '_csrf' && ticked) add(name, /value="([^"]*)"/.exec(attributes)?.[1] ?? '');
  }
  for (const [, name = '', text = ''] of page.matchAll(/<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</g))
    add(name, text);
  for (const [, name = '', options = ''] of page.matchAll(
    /<select [^>]*name="([^"]+)"[^>]*>(.*?)<\/select>/gs,
  ))
    add(
      name,
      /<option[^>]*selected[^>]*value="([^"]*)"|<option[^>]*value="([^"]*)"[^>]*selected/
        .exec(options)
        ?.slice(1)
        .find(Boolean) ?? '',
    );
  return fields;
}
