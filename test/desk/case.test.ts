import { randomBytes, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import {
  accessLog,
  address,
  alert,
  caseTable,
  consent,
  inbox,
  media,
  outbox,
} from '../../db/schema/index.ts';
import { createKeys } from '../../db/seal.ts';
import { addUser } from '../../src/cli/user.ts';
import type { Place } from '../../src/directory/directory.ts';
import { dueAlerts, raiseAlerts } from '../../src/handoff/alert-store.ts';
import { addEvents } from '../../src/handoff/event-store.ts';
import { freshDatabase } from '../support/database.ts';
import { caseIn, type MadeCase, type SomeCase } from './people.ts';
import { type Browser, browser, deskApp, deskDeps, emptyDirectory, signedIn } from './support.ts';

const password = 'une phrase à moi seule';
const keys = createKeys([{ id: 'test', secret: randomBytes(32) }]);
const woken: unknown[] = [];
const somewhere = (id: string, name: string, departement: string, regionPcode: string): Place => ({
  ...{ id, name, departement, regionPcode, spellings: [], level: 'commune', pcode: id, country: 'SEN' },
  ...{ region: departement, population: null, departementPcode: null, latitude: null, longitude: null },
  coordinateQuality: 'none',
});
const kolda = somewhere('SN070101', 'Kolda', 'Kolda', 'SN07');
const places = [
  kolda,
  somewhere('SN0501', 'Missirah', 'Tambacounda', 'SN05'),
  somewhere('SN0702', 'Missirah', 'Vélingara', 'SN07'),
];
let open: OpenDatabase;
let app: FastifyInstance;
let aida: Browser;
let moussa: Browser;

beforeAll(async () => {
  open = await freshDatabase();
  const jobs = {
    add: async (_tx: unknown, queue: string, ids: readonly unknown[]) => void woken.push([queue, ids]),
  };
  const directory = {
    ...emptyDirectory,
    places: () => places,
    place: (id: string) => places.find((p) => p.id === id) ?? null,
  };
  app = await deskApp(deskDeps(open.db, { keys, jobs, directory }));
  const people = [
    ['aida', 'Aïda', 'caseworker'],
    ['moussa', 'Moussa', 'caseworker'],
    ['chef', 'Le chef', 'supervisor'],
    ['coord', 'Coumba', 'coordinator'],
  ] as const;
  for (const [email, name, role] of people)
    await addUser(open.db, { email: `${email}@x.org`, name, role }, password);
  aida = await signedIn(app, 'aida@x.org', password);
  moussa = await signedIn(app, 'moussa@x.org', password);
});
afterAll(async () => {
  await app.close();
  await open.close();
});

const made = (some: SomeCase = {}): Promise<MadeCase> => caseIn(open.db, keys, some);
const path = ({ code }: MadeCase, rest = '') => `/desk/cases/${code}${rest}`;
/** Opens the page of a case, for its token, and posts a form of it. */
async function step(who: Browser, one: MadeCase, name: string, fields: Record<string, string> = {}) {
  await who.get(path(one));
  return who.post(path(one, `/${name}`), fields);
}

describe('the queue', () => {
  it('puts danger first, then what is due first, and says who, where, why and when', async () => {
    const later = await made({ name: 'Plus tard', dueAt: new Date(Date.now() + 5 * 3_600_000) });
    const soon = await made({
      name: 'Bientôt',
      needs: ['training', 'documents'],
      spokenLanguage: 'ff',
      contact: 'call',
      dueAt: new Date(Date.now() + 2 * 3_600_000),
    });
    const danger = await made({
      name: 'Danger',
      danger: 'violence',
      priority: 'emergency',
      dueAt: new Date(Date.now() + 9 * 3_600_000),
    });
    const page = (await aida.get('/desk/')).body;
    const order = [danger, soon, later].map(({ code }) => page.indexOf(`row-${code}`));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
    for (const words of ['danger : violence', 'dans 2 h', 'formation', 'papiers', 'appel en pulaar'])
      expect(page).toContain(words);
  });

  it('shows no case to a coordinator', async () => {
    const coord = await signedIn(app, 'coord@x.org', password);
    expect((await coord.get('/desk/')).headers.location).toBe('/desk/counts');
    const one = await made();
    expect((await coord.get(path(one))).statusCode).toBe(403);
    expect((await coord.get('/desk/feed')).statusCode).toBe(403);
  });

  it('goes on page by page without showing a case twice', async () => {
    for (let i = 0; i < 35; i++) await made({ region: 'SN09' });
    const first = (await aida.get('/desk/?region=SN09')).body;
    const next = /href="(\/desk\/\?[^"]*after=[^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = (await aida.get(next)).body;
    const codes = (body: string) => [...body.matchAll(/id="row-(\w+)"/g)].map((match) => match[1]);
    expect(codes(first)).toHaveLength(30);
    expect(codes(second)).toHaveLength(5);
    expect(new Set([...codes(first), ...codes(second)]).size).toBe(35);
  });

  it('finds a case by its code as people say it', async () => {
    const one = await made();
    const said = `${one.code.slice(0, 2)} ${one.code.slice(2).toLowerCase()}`;
    expect((await aida.get(`/desk/find?code=${encodeURIComponent(said)}`)).headers.location).toBe(path(one));
    expect((await aida.get('/desk/find?code=bonjour')).headers.location).toContain('unknown');
  });

  it('says what will appear where nothing is', async () => {
    expect((await moussa.get('/desk/?show=mine')).body).toContain('Vous ne tenez aucun dossier.');
  });
});

describe('an alert', () => {
  it('says in the queue and on its case that nobody is on duty, until somebody is told', async () => {
    const one = await made({ danger: 'minor_alone', priority: 'emergency' });
    const at = new Date();
    await open.db.transaction((tx) => raiseAlerts(tx, [{ caseId: one.id, kind: 'minor_alone', at }]));
    const says = async () => {
      const rows = (await aida.get('/desk/')).body;
      const row = rows.slice(rows.indexOf(`row-${one.code}`)).split('<li class="row')[0]!;
      return [row, (await aida.get(path(one))).body].map((body) => body.includes("personne n'a été prévenu"));
    };
    expect(await says()).toEqual([false, false]);
    expect(await dueAlerts(open.db, at, 'Africa/Dakar')).toBe(0);
    expect(await says()).toEqual([true, true]);
    expect((await aida.get(path(one))).body).not.toContain('Alerte lancée à la personne');
    await open.db.update(alert).set({ nextAt: at });
    expect(await dueAlerts(open.db, new Date(at.getTime() + 31 * 60_000), 'Africa/Dakar')).toBe(1);
    expect(await says()).toEqual([false, false]);
  });
});

describe('what waits for an answer', () => {
  it('is marked among the cases that somebody holds, until a caseworker has answered', async () => {
    const one = await made({ name: 'Attend' });
    await step(aida, one, 'claim');
    const marked = async () => {
      const page = (await aida.get('/desk/?show=mine')).body;
      return page
        .slice(page.indexOf(`row-${one.code}`))
        .split('<li class="row')[0]!
        .includes('message à lire');
    };
    expect(await marked()).toBe(false);
    await open.db.transaction((tx) =>
      addEvents(tx, [{ caseId: one.id, kind: 'message_in', actor: 'person', at: new Date() }]),
    );
    expect(await marked()).toBe(true);
    // somebody else who looks has not read it for the holder
    await moussa.get(path(one));
    expect(await marked()).toBe(true);
    await aida.get(path(one));
    expect(await marked()).toBe(false);
    const later = new Date(Date.now() + 1000);
    await open.db.transaction((tx) =>
      addEvents(tx, [{ caseId: one.id, kind: 'message_in', actor: 'person', at: later }]),
    );
    expect(await marked()).toBe(true);
    await step(aida, one, 'reply', { words: 'Me voici.' });
    expect(await marked()).toBe(false);
  });
});

describe('taking a case', () => {
  it('lets one of two win, and tells the other who has it', async () => {
    const one = await made();
    await Promise.all([aida.get(path(one)), moussa.get(path(one))]);
    const answers = await Promise.all([aida.post(path(one, '/claim')), moussa.post(path(one, '/claim'))]);
    expect(answers.map((answer) => answer.headers.location?.split('said=')[1]).sort()).toEqual([
      'claimed',
      'lost',
    ]);
    const loser = answers[0]!.headers.location!.endsWith('lost') ? aida : moussa;
    const holder = loser === aida ? 'Moussa' : 'Aïda';
    expect((await loser.get(path(one, '?said=lost'))).body).toContain(
      `${holder} a pris ce dossier juste avant vous`,
    );
  });

  it('hands the word back to the bot, gives the case back, closes it and opens it again', async () => {
    const one = await made();
    const status = async () => {
      const [row] = await open.db.select().from(caseTable).where(eq(caseTable.id, one.id));
      return row?.status;
    };
    await step(aida, one, 'claim');
    expect((await step(aida, one, 'hand-back')).headers.location).toContain('said=handed_back');
    expect((await step(moussa, one, 'close', { reason: 'needs_met' })).headers.location).toContain(
      'no_not_yours',
    );
    await step(aida, one, 'release');
    expect(await status()).toBe('queued');
    await step(aida, one, 'claim');
    expect((await step(aida, one, 'close', { reason: 'because' })).headers.location).toContain('no_reason');
    await step(aida, one, 'close', { reason: 'needs_met' });
    expect(await status()).toBe('closed');
    expect((await aida.get('/desk/?show=closed')).body).toContain('besoins satisfaits');
    await step(aida, one, 'reopen');
    expect(await status()).toBe('queued');
  });
});

describe('the conversation', () => {
  it('shows words with times, tells the bot from people, and what became of each message', async () => {
    const one = await made({
      name: 'Awa',
      says: [
        ['in', 'Bonjour <b>toi</b>'],
        ['out', 'Bonjour, ici Ndimbal.'],
      ],
    });
    const page = (await aida.get(path(one))).body;
    expect(page).toContain('Bonjour &lt;b>toi&lt;/b>');
    expect(page).toContain('automatique');
    expect(page).toContain('reçu par le téléphone');
  });

  it('sends the newest part of a long conversation first, and all of it on a click', async () => {
    const says = Array.from({ length: 60 }, (_, i) => ['in', `message ${i}`] as const);
    const one = await made({ says });
    const page = (await aida.get(path(one))).body;
    expect([page.includes('message 3<'), page.includes('message 59<')]).toEqual([false, true]);
    expect((await aida.get(path(one, '?talk=whole'))).body).toContain('message 3<');
  });

  it('sends a reply of the holder in the same channel and wakes the sender', async () => {
    const one = await made();
    expect((await step(moussa, one, 'reply', { words: 'Bonjour' })).headers.location).toContain(
      'no_reply_not_yours',
    );
    await step(aida, one, 'claim');
    const answer = await step(aida, one, 'reply', { words: 'Je vous appelle à 15 h.' });
    expect(answer.headers.location).toContain('said=replied');
    const rows = await open.db.select().from(outbox).where(eq(outbox.conversationId, one.conversationId));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ author: 'caseworker', addressId: one.addressId, status: 'queued' });
    expect(one.key.open(rows[0]!.sealed!)).toEqual({ words: 'Je vous appelle à 15 h.' });
    expect(woken).toContainEqual(['send', [one.conversationId]]);
    expect((await aida.get(path(one))).body).toContain("en attente d'envoi");
  });

  it('answers htmx with the conversation alone', async () => {
    const one = await made();
    await step(aida, one, 'claim');
    await aida.get(path(one));
    const answer = await aida.post(path(one, '/reply'), { words: 'Bonjour' }, { 'hx-request': 'true' });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toMatch(/^<div id="talk">/);
  });

  it('does not write to somebody who asked for silence', async () => {
    const one = await made();
    await step(aida, one, 'claim');
    await aida.get(path(one));
    await open.db.update(address).set({ optedOutAt: new Date() }).where(eq(address.id, one.addressId));
    const answer = await aida.post(path(one, '/reply'), { words: 'Bonjour' });
    expect(answer.headers.location).toContain('no_reply_opted_out');
    expect((await aida.get(path(one))).body).toContain("attendez qu'elle revienne");
  });

  it('takes the box away at once when the person says STOP, and says that a call is still wanted', async () => {
    const one = await made({ contact: 'call' });
    await step(aida, one, 'claim');
    const live = async () => (await aida.get(path(one, '/live'))).body;
    expect(await live()).toContain('hx-target="p#reply"');
    await open.db.update(address).set({ optedOutAt: new Date() }).where(eq(address.id, one.addressId));
    expect(await live()).toMatch(/hx-target="#reply".*vous pouvez encore l.{1,6}appeler/);
    const answer = await aida.post(path(one, '/reply'), { words: 'Bonjour' }, { 'hx-request': 'true' });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toMatch(/hx-target="#reply".*a dit STOP/);
  });

  it('says before sending what WhatsApp will do with the reply', async () => {
    const one = await made({ channel: 'whatsapp', lastInboundAt: new Date(Date.now() - 30 * 3_600_000) });
    await step(aida, one, 'claim');
    expect((await aida.get(path(one))).body).toContain('Votre réponse, par WhatsApp');
    expect((await aida.get(path(one))).body).toContain('sera retenue');
    await open.db.update(address).set({ lastInboundAt: new Date() }).where(eq(address.id, one.addressId));
    expect((await aida.get(path(one))).body).toContain('vous pouvez écrire jusqu');
  });
});

describe('work on a case', () => {
  it('records a contact, needs in order, a note and answers with where they come from', async () => {
    const one = await made({ needs: ['job'] });
    await step(aida, one, 'claim');
    await step(aida, one, 'contact', { how: 'call', reached: 'yes', minutes: '11', language: 'ff' });
    await step(aida, one, 'coding', { need0: 'documents', need1: 'training', name: 'Awa', hour: '15:00' });
    await step(aida, one, 'note', { text: 'Rappeler mardi.' });
    await step(aida, one, 'answers', { origin: 'call', 'a-urgent_today': 'no' });
    const page = (await aida.get(path(one))).body;
    for (const words of ['appel en pulaar, 11 min', 'Rappeler mardi.', 'noté lors d', 'Awa', 'contact fait'])
      expect(page).toContain(words);
    const [row] = await open.db.select().from(caseTable).where(eq(caseTable.id, one.id));
    expect(row?.needs).toEqual(['documents', 'training']);
    const [none] = await Promise.all([
      step(aida, one, 'answers', { origin: 'call', 'a-urgent_today': 'no' }),
    ]);
    expect(none.headers.location).toContain('nothing_new');
  });

  it('takes a place by name, keeps its region, and asks back where there are two', async () => {
    const one = await made();
    await step(aida, one, 'coding', { place: 'kolda', need0: 'job' });
    const [row] = await open.db.select().from(caseTable).where(eq(caseTable.id, one.id));
    expect([row?.place, row?.region]).toEqual([kolda.id, 'SN07']);
    expect((await step(aida, one, 'coding', { place: 'Missirah' })).headers.location).toContain(
      'said=no_place',
    );
    const options = (await aida.get('/desk/places?place=missi')).body;
    expect(options).toContain('Missirah, Tambacounda');
    expect((await step(aida, one, 'coding', { place: 'Missirah, Tambacounda' })).headers.location).toContain(
      'kept',
    );
  });

  it('shows the number only to the holder or a supervisor, and writes each look down', async () => {
    const one = await made();
    await step(aida, one, 'claim');
    expect((await aida.get(path(one))).body).not.toContain('+221770000000');
    expect((await step(moussa, one, 'numbers')).statusCode).toBe(404);
    expect((await step(aida, one, 'numbers')).body).toContain('+221770000000');
    const log = await open.db.select().from(accessLog).where(eq(accessLog.caseId, one.id));
    expect(log.map((row) => row.what)).toContain('number');
    expect(log.filter((row) => row.what === 'case')).toHaveLength(2);
  });

  it('plays a voice note of the case and no other, in parts where the player asks for them', async () => {
    const one = await made();
    const other = await made();
    const id = randomUUID();
    const [row] = await open.db
      .insert(inbox)
      .values({
        conversationId: one.conversationId,
        addressId: one.addressId,
        providerId: id,
        sealed: one.key.seal({ text: '', media: [] }),
        status: 'handled',
      })
      .returning({ id: inbox.id });
    await open.db.insert(media).values({
      id,
      inboxId: row!.id,
      conversationId: one.conversationId,
      contentType: 'audio/ogg',
      sealed: one.key.seal(Buffer.from('OggS and more').toString('base64')),
      status: 'stored',
    });
    expect((await aida.get(path(one))).body).toContain(`<audio controls`);
    const whole = await aida.get(path(one, `/media/${id}`));
    expect([whole.statusCode, whole.headers['content-type'], whole.body]).toEqual([
      200,
      'audio/ogg',
      'OggS and more',
    ]);
    const part = await aida.get(path(one, `/media/${id}`), { range: 'bytes=0-3' });
    expect([part.statusCode, part.body]).toEqual([206, 'OggS']);
    expect((await aida.get(path(other, `/media/${id}`))).statusCode).toBe(404);
    expect((await browser(app).get(path(one, `/media/${id}`))).statusCode).toBe(303);
    await open.db.update(inbox).set({ complaint: 'anonymous' }).where(eq(inbox.id, row!.id));
    expect((await aida.get(path(one, `/media/${id}`))).statusCode).toBe(404);
    expect((await aida.get(path(one))).body).not.toContain(id);
  });
});

describe('small things that make the work easier', () => {
  it('keeps the number of somebody who came to the office, with their yes to being called', async () => {
    const fields = { consent: 'adult', name: 'Fatou', phone: '77 123 45 67' };
    await aida.get('/desk/new');
    const known = await open.db.$count(address);
    const refused = await aida.post('/desk/new', fields);
    expect([refused.statusCode, refused.body.includes('value="77 123 45 67"')]).toEqual([422, true]);
    const short = await aida.post('/desk/new', { ...fields, phone: '77', mayCall: 'yes' });
    expect(short.statusCode).toBe(422);
    const { location } = (await aida.post('/desk/new', { ...fields, mayCall: 'yes' })).headers;
    const where = String(location).split('?')[0]!;
    const page = (await aida.get(where)).body;
    expect(page).toContain('Voir le numéro');
    expect(page).not.toContain('77 123 45 67');
    expect((await aida.post(`${where}/numbers`)).body).toContain('77 123 45 67');
    expect((await moussa.post(`${where}/numbers`)).body).not.toContain('77 123 45 67');
    // the bot knows nothing of it: whoever writes from there is somebody else until they say who they are
    expect(await open.db.$count(address)).toBe(known);
  });

  it('keeps a day that is past in the form, and shows the next appointment in the head', async () => {
    const one = await made();
    await step(aida, one, 'claim');
    const answer = await step(aida, one, 'appointment', { day: '2020-01-02', time: '09:30' });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toMatch(/id="work-appointment" open.*value="2020-01-02".*value="09:30"/s);
    await step(aida, one, 'appointment', { day: '2099-01-02', time: '09:30' });
    const page = (await aida.get(path(one))).body;
    expect(page.slice(0, page.indexOf('id="talk"'))).toMatch(/rendez-vous .*2 janvier 2099/);
  });

  it('carries a message of the chat into the person’s own words, once', async () => {
    const one = await made({
      says: [
        ['in', 'Mon extrait est resté à Agadez'],
        ['in', '2'],
        ['in', 'mon nouveau numéro est 77 123 45 67'],
      ],
    });
    await step(aida, one, 'claim');
    const before = (await aida.get(path(one))).body;
    const offered = [...before.matchAll(/name="message" value="(\d+)"/g)];
    expect(offered).toHaveLength(1);
    await aida.post(path(one, '/quote'), { message: offered[0]![1]! });
    const after = (await aida.get(path(one))).body;
    expect(after).toContain('<blockquote>Mon extrait est resté à Agadez</blockquote>');
    expect(after).not.toContain('name="message"');
    await aida.post(path(one, '/quote'), { message: offered[0]![1]! });
    expect((await aida.get(path(one))).body.split('<blockquote>Mon extrait')).toHaveLength(2);
  });
});

describe('an age that is typed', () => {
  const type = (one: MadeCase, age: string, more: Record<string, string> = {}) =>
    step(aida, one, 'answers', { 'a-age': age, ...more });
  const kept = async (one: MadeCase) =>
    /<dt>Âge<\/dt><dd>([^<]*) </.exec((await aida.get(path(one))).body)?.[1];

  it('is refused when it is none, and stays in the form with what else was typed', async () => {
    const one = await made();
    for (const wrong of ['abc', '250', '3']) {
      const answer = await type(one, wrong, { 'a-returned_from': 'Maroc' });
      expect([answer.statusCode, await kept(one)]).toEqual([422, undefined]);
      for (const words of [`value="${wrong}"`, 'value="Maroc"', 'de 5 à 99'])
        expect(answer.body).toContain(words);
    }
  });

  it('is kept as a band, and under 18 makes the case a minor’s after one confirmation', async () => {
    const one = await made();
    expect((await type(one, '24')).statusCode).toBe(303);
    expect(await kept(one)).toBe('18 à 24 ans');
    const asked = await type(one, '14');
    expect([asked.statusCode, asked.body.includes('name="minor" value="yes" required')]).toEqual([422, true]);
    expect((await moussa.get(path(one))).statusCode).toBe(200);
    expect((await type(one, '14', { minor: 'yes' })).statusCode).toBe(303);
    expect(await kept(one)).toBe('moins de 18 ans');
    const [row] = await open.db.select().from(caseTable).where(eq(caseTable.id, one.id));
    expect(row).toMatchObject({ minor: true, restricted: true });
    expect((await moussa.get(path(one))).statusCode).toBe(404);
  });
});

describe('a case opened by hand', () => {
  it('of somebody under 18 is seen by a supervisor too, and its agreement says how old they are', async () => {
    await aida.get('/desk/new');
    const answer = await aida.post('/desk/new', { consent: 'minor', name: 'Petit' });
    const where = answer.headers.location!.split('?')[0]!;
    const chief = await signedIn(app, 'chef@x.org', password);
    const seen = await chief.get(where);
    expect(seen.statusCode).toBe(200);
    expect(seen.body).toContain("à l'oral, moins de 18 ans");
    expect((await moussa.get(where)).statusCode).toBe(404);
  });

  it('needs an oral yes, and keeps it with its wording', async () => {
    await aida.get('/desk/new');
    const refused = await aida.post('/desk/new', { consent: 'no', name: 'Fatou' });
    expect(refused.statusCode).toBe(422);
    const answer = await aida.post('/desk/new', {
      consent: 'adult',
      name: 'Fatou',
      language: 'wo',
      need0: 'documents',
      words: 'Sans carte on ne m’inscrit pas.',
    });
    expect(answer.headers.location).toMatch(/^\/desk\/cases\/[A-Z0-9]{4}\?said=opened$/);
    const page = (await aida.get(answer.headers.location!)).body;
    for (const words of [
      'Fatou',
      'papiers',
      'Sans carte on ne m’inscrit pas.',
      'à l&#39;oral',
      'Vous tenez ce dossier',
    ])
      expect(page.replaceAll("'", '&#39;')).toContain(words.replaceAll("'", '&#39;'));
    const rows = await open.db.select().from(consent);
    expect(rows.at(-1)).toMatchObject({
      form: 'oral',
      given: true,
      wording: 'desk.walk_in.v1',
      language: 'wo',
    });
  });
});

describe('restricted cases', () => {
  it('are seen by named staff only: not in the queue, not by address, not in the feed', async () => {
    const one = await made({ name: 'Caché', restricted: true, minor: true, danger: 'minor_alone' });
    expect((await aida.get('/desk/')).body).not.toContain(one.code);
    expect((await aida.get(path(one))).statusCode).toBe(404);
    expect((await aida.post(path(one, '/claim'))).statusCode).toBe(404);
    const chief = await signedIn(app, 'chef@x.org', password);
    const page = await chief.get(path(one));
    expect(page.statusCode).toBe(200);
    const aidaId = /value="([0-9a-f-]{36})">Aïda/.exec(page.body)?.[1] ?? '';
    await chief.post(path(one, '/naming'), { userId: aidaId });
    expect((await aida.get(path(one))).statusCode).toBe(200);
    expect((await moussa.get(path(one))).statusCode).toBe(404);
  });
});
