import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { caseEvent, consent } from '../../db/schema/index.ts';
import { createKeys } from '../../db/seal.ts';
import { caseIn, type MadeCase } from './people.ts';
import { type Browser, deskOfTwo } from './support.ts';

const keys = createKeys([{ id: 'test', secret: randomBytes(32) }]);
let desk: Awaited<ReturnType<typeof deskOfTwo>>;
let open: OpenDatabase;
let aida: Browser;
let moussa: Browser;

beforeAll(async () => {
  desk = await deskOfTwo({ keys });
  ({ open, aida, moussa } = desk);
});
afterAll(() => desk.close());

const path = ({ code }: MadeCase, rest = '') => `/desk/cases/${code}${rest}`;
const kinds = async ({ id }: MadeCase) =>
  (await open.db.select().from(caseEvent).where(eq(caseEvent.caseId, id))).map(({ kind }) => kind);

describe('the copy of everything that is kept about a person', () => {
  it('is whole and readable, and written down as made', async () => {
    const one = await caseIn(open.db, keys, {
      name: 'Awa <b>',
      needs: ['documents'],
      says: [
        ['in', 'Bonjour'],
        ['out', 'Vos besoins ?'],
        ['in', 'je cherche mon extrait'],
      ],
    });
    await aida.get(path(one));
    await aida.post(path(one, '/claim'));
    const { body, statusCode } = await aida.post(path(one, '/copy'));
    expect(statusCode).toBe(200);
    for (const words of [
      'Copie de vos données',
      '+221770000000',
      one.code,
      'Awa &lt;b>',
      'papiers',
      'je cherche mon extrait',
      'Vos besoins ?',
      'aida',
    ])
      expect(body).toContain(words);
    expect(body).not.toContain('Awa <b>');
    expect(await kinds(one)).toContain('copy_printed');
  });

  it('is for whoever holds the case alone', async () => {
    const one = await caseIn(open.db, keys, {});
    await aida.get(path(one));
    await aida.post(path(one, '/claim'));
    await moussa.get(path(one));
    expect((await moussa.post(path(one, '/copy'))).statusCode).toBe(404);
    expect(await kinds(one)).not.toContain('copy_printed');
  });
});

describe('a yes that the person takes back aloud', () => {
  it('is noted with who was told, and shown as taken back', async () => {
    const one = await caseIn(open.db, keys, {});
    await open.db.insert(consent).values({
      ...{ personId: one.personId, purpose: 'pass_on', given: true, form: 'oral', wording: 'v1' },
      receiver: 'ajs',
    });
    expect((await aida.get(path(one))).body).toContain('La personne retire cet accord');
    const answer = await aida.post(path(one, '/withdraw'), { receiver: 'ajs' });
    expect(answer.headers.location).toContain('said=withdrawn');
    const page = (await aida.get(path(one))).body;
    expect(page).toContain('Retiré : transmettre à un service');
    expect(page).not.toContain('La personne retire cet accord');
  });
});
