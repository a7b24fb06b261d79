import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../../src/cli/user.ts';
import { addMisunderstandings, forgetMisunderstandings } from '../../src/insights/misunderstanding-store.ts';
import { vocabularyShape } from '../../src/language/vocabulary.ts';
import { freshDatabase } from '../support/database.ts';
import { type Browser, deskApp, deskDeps, signedIn } from './support.ts';

const password = 'une phrase à moi seule';
const at = new Date('2026-11-24T09:40:00Z');

describe('what was not understood', () => {
  let open: Awaited<ReturnType<typeof freshDatabase>>;
  let app: Awaited<ReturnType<typeof deskApp>>;
  let coumba: Browser;

  beforeAll(async () => {
    open = await freshDatabase();
    for (const [email, role] of [
      ['coumba@x.org', 'coordinator'],
      ['aida@x.org', 'caseworker'],
    ] as const)
      await addUser(open.db, { email, name: email, role }, password);
    const guess = (words: string) => (words.includes('couture') ? 'training' : null);
    app = await deskApp(deskDeps(open.db, { now: () => at, guess }));
    coumba = await signedIn(app, 'coumba@x.org', password);
  }, 60_000);
  afterAll(async () => {
    await app?.close();
    await open?.close();
  });

  const idOf = (body: string) => /action="\/desk\/misunderstood\/(\d+)"/.exec(body)?.[1] ?? '';
  const page = async () => (await coumba.get('/desk/misunderstood')).body;
  const words = (text: string, language = 'fr') => ({ language, question: 'needs.place', words: text });

  it('says that nothing waits', async () => {
    expect(await page()).toContain('Rien n&#39;attend'.replace('&#39;', "'"));
  });

  it('is not for caseworkers', async () => {
    const aida = await signedIn(app, 'aida@x.org', password);
    expect((await aida.get('/desk/misunderstood')).statusCode).toBe(403);
  });

  it('stands once with how often it was written, the likeliest meaning chosen', async () => {
    await addMisunderstandings(open.db, [words('metier couture vite'), words('metier couture vite')], at);
    const body = await page();
    expect(body).toContain('metier couture vite');
    expect(body).toContain('2 fois');
    expect(body).toMatch(/<option value="intents.training" selected/);
  });

  it('names the question in words, and chooses no meaning where none is likely', async () => {
    await addMisunderstandings(open.db, [{ ...words('taratata'), question: 'needs.urgent_today' }], at);
    const body = await page();
    expect(body).toContain("à la question « Urgent aujourd'hui »");
    const row = body.slice(body.indexOf('taratata'));
    expect(row.slice(0, row.indexOf('</select>'))).toMatch(/<option value(="")?>à choisir…<\/option>/);
  });

  it('becomes an example with one click, stands in the file, and is taken back', async () => {
    const id = idOf(await page());
    await coumba.post(`/desk/misunderstood/${id}`, { label: 'intents.training', language: 'fr' });
    const { body, headers } = await coumba.get('/desk/misunderstood/fr/examples.json');
    expect(JSON.parse(body)).toEqual({ intents: { training: ['metier couture vite'] } });
    expect(vocabularyShape.safeParse(JSON.parse(body)).success).toBe(true);
    expect(headers['content-disposition']).toContain('examples.json');
    await coumba.get('/desk/misunderstood');
    await coumba.post(`/desk/misunderstood/${id}/undo`);
    expect((await coumba.get('/desk/misunderstood/fr/examples.json')).body.trim()).toBe('{}');
    expect(idOf(await page())).toBe(id);
  });

  it('takes no label that is not offered', async () => {
    const id = idOf(await page());
    await coumba.post(`/desk/misunderstood/${id}`, { label: 'danger.violence', language: 'fr' });
    expect(idOf(await page())).toBe(id);
  });

  it('is forgotten when nobody made an example of it', async () => {
    await addMisunderstandings(open.db, [words('waaw kay', 'wo')], at);
    const id = idOf(await page());
    await coumba.post(`/desk/misunderstood/${id}`, { label: 'intents.training', language: 'fr' });
    await forgetMisunderstandings(open.db, '2026-12-01');
    const body = await page();
    expect(body).not.toContain('waaw kay');
    expect(body).toContain('metier couture vite');
  });
});
