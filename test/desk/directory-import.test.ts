import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { addUser } from '../../src/cli/user.ts';
import { findPaths } from '../../src/config.ts';
import { exportWorkbook } from '../../src/directory/export.ts';
import { type LiveDirectory, openDirectory } from '../../src/directory/live-store.ts';
import { readNeedsFile, readPack } from '../../src/directory/seed.ts';
import { writeZip } from '../../src/directory/zip.ts';
import { freshDatabase } from '../support/database.ts';
import { type Browser, deskApp, deskDeps, signedIn } from './support.ts';

const password = 'une phrase à moi seule';
const folder = join(findPaths().seed, 'sen');
const page = '/desk/directory/import';
let open: OpenDatabase;
let app: FastifyInstance;
let directory: LiveDirectory;
let aida: Browser;
let moussa: Browser;

beforeAll(async () => {
  open = await freshDatabase();
  directory = await openDirectory({ db: open.db, pack: await readPack(folder) });
  app = await deskApp(deskDeps(open.db, { directory, needsOf: await readNeedsFile(folder) }));
  await addUser(open.db, { email: 'aida@x.org', name: 'A', role: 'caseworker' }, password);
  await addUser(open.db, { email: 'moussa@x.org', name: 'M', role: 'coordinator' }, password);
  await addUser(
    open.db,
    { email: 'kolda@x.org', name: 'K', role: 'coordinator', region: ['SN07'] },
    password,
  );
  aida = await signedIn(app, 'aida@x.org', password);
  moussa = await signedIn(app, 'moussa@x.org', password);
});
afterAll(async () => {
  await app.close();
  directory.close();
  await open.close();
});

const heading = 'organisme;prestations;besoins;ville;téléphone';
const csv = (...lines: string[]) => Buffer.from([heading, ...lines, ''].join('\n'));
const named = (name: string) =>
  directory.snapshot().records.services.filter((service) => service.name === name);

it('is for coordinators and admins of the whole country', async () => {
  expect((await aida.get(page)).statusCode).toBe(403);
  await aida.get('/desk/directory');
  expect((await aida.upload(page, 'a.csv', csv('A;x;emploi;Kolda;'))).statusCode).toBe(403);
  const kolda = await signedIn(app, 'kolda@x.org', password);
  expect((await kolda.get(page)).statusCode).toBe(403);
  expect((await moussa.get('/desk/directory')).body).toContain(page);
});

it('tells every fault by line and column, in French, and writes nothing', async () => {
  await moussa.get(page);
  const answer = await moussa.upload(page, 'liste.csv', csv(';x;emploi;Kolda;', 'B;x;or;Vélingara;12'));
  expect(answer.statusCode).toBe(422);
  for (const words of [
    '4 fautes',
    'ligne 2, colonne « organisme »</strong> ne peut pas rester vide',
    'ligne 3, colonne « besoins »</strong> « or » n',
    'ligne 3, colonne « ville »</strong> plusieurs lieux s',
    'ligne 3, colonne « téléphone »</strong> « 12 » n',
  ])
    expect(answer.body).toContain(words);
});

it('shows what will change, writes it after a yes, once, and links to the entries', async () => {
  const [first] = directory.snapshot().records.services;
  const line = 'Atelier du Fouladou;menuiserie;formation;Kolda;77 100 00 09';
  await moussa.get(page);
  const preview = await moussa.upload(page, 'liste.csv', csv(line));
  expect(preview.statusCode).toBe(200);
  for (const words of ['1 nouveau service', 'Atelier du Fouladou', "Rien n'est encore enregistré"])
    expect(preview.body).toContain(words);
  expect(named('Atelier du Fouladou')).toEqual([]);
  const confirm = /action="(\/desk\/directory\/import\/[^"]+)"/.exec(preview.body)![1]!;
  expect((await aida.post(confirm)).statusCode).toBe(403);
  const done = await moussa.post(confirm);
  expect(done.body).toContain('importé');
  const [made] = named('Atelier du Fouladou');
  expect(done.body).toContain(`/desk/directory/${made!.id}`);
  expect((await moussa.get(`/desk/directory/${made!.id}`)).body).toContain('moussa@x.org');
  expect((await moussa.post(confirm)).headers.location).toBe(page);
  // What is not in the file stays as it is.
  expect(directory.snapshot().records.services.find(({ id }) => id === first!.id)?.status).toBe('active');

  const again = await moussa.upload(page, 'liste.csv', csv(line.replace('00 09', '00 10')));
  expect(again.body).toContain('77 100 00 09 → 77 100 00 10');
});

it('says that an export which comes back changes nothing', async () => {
  await moussa.get(page);
  const answer = await moussa.upload(page, 'repertoire.xlsx', exportWorkbook(directory.snapshot()));
  expect(answer.body).toContain("il n'y a rien à enregistrer");
});

it('takes off the lists what is not in the file only when that is ticked', async () => {
  await moussa.get(page);
  const preview = await moussa.upload(page, 'liste.csv', csv('Seul;x;emploi;Kolda;'));
  const confirm = /action="(\/desk\/directory\/import\/[^"]+)"/.exec(preview.body)![1]!;
  await moussa.post(confirm, { retire: 'yes' });
  const active = directory.snapshot().records.services.filter(({ status }) => status === 'active');
  expect(active.map(({ name }) => name)).toEqual(['Seul']);
  expect(directory.snapshot().records.services.length).toBeGreaterThan(200);
});

it('gives up zip bombs and files that are too large', async () => {
  await moussa.get(page);
  const bomb = writeZip(new Map([['services.csv', Buffer.alloc(300 * 1024 * 1024)]]));
  const answer = await moussa.upload(page, 'bombe.zip', bomb);
  expect([answer.statusCode, answer.body.includes('trop grand une fois ouvert')]).toEqual([422, true]);
  const large = await moussa.upload(page, 'grand.csv', Buffer.alloc(65 * 1024 * 1024));
  expect([large.statusCode, large.body.includes('64 Mo au plus')]).toEqual([413, true]);
});
