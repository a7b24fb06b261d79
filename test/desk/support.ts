import { randomBytes } from 'node:crypto';
import Fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { createKeys } from '../../db/seal.ts';
import { addUser } from '../../src/cli/user.ts';
import { findPaths } from '../../src/config.ts';
import type { DeskDeps, DeskDirectory } from '../../src/desk/deps.ts';
import { deskRoutes } from '../../src/desk/desk.tsx';
import type { Database } from '../../src/desk/staff-store.ts';
import { loadForms } from '../../src/dialogs/forms.ts';
import { noRecords } from '../../src/directory/records.ts';
import { dutyAt } from '../../src/handoff/duty.ts';
import { parseOpeningHours } from '../../src/handoff/opening-hours.ts';
import { loadLocales } from '../../src/language/locales.ts';
import { freshDatabase } from '../support/database.ts';

const paths = findPaths();

const read = parseOpeningHours('Mo-Fr 08:00-17:00');
if ('faults' in read) throw new Error('Opening hours of the tests.');
const hours = read.hours;

/** A directory with nothing in it. */
export const emptyDirectory: DeskDirectory = {
  nearest: () => [],
  service: () => null,
  hotlines: () => [],
  opportunities: () => [],
  place: () => null,
  placeAt: () => null,
  places: () => [],
  snapshot: () => ({
    version: 0,
    countries: [],
    places: [],
    outlines: [],
    records: noRecords(),
    doubts: new Map(),
    letDown: new Map(),
    silent: new Set(),
    opportunities: [],
  }),
  refresh: async () => {},
};

/** What the desk needs, on the given database. */
export function deskDeps(db: Database, changes: Partial<DeskDeps> = {}): DeskDeps {
  return {
    db,
    keys: createKeys([{ id: 'test', secret: randomBytes(32) }]),
    locales: loadLocales(paths.locales),
    directory: emptyDirectory,
    needsOf: new Map(),
    forms: loadForms(paths.forms).forms,
    jobs: { add: async () => {} },
    duty: (at) => dutyAt([], hours, at, 'Africa/Dakar'),
    timeZone: 'Africa/Dakar',
    now: () => new Date(),
    sessionSecret: 'a secret of the tests, long enough',
    publicUrl: 'http://localhost:3000',
    serviceName: 'Ndimbal',
    controllerName: 'BAOS',
    askActor: async () => false,
    picture: () => ({ forms: [], dialogs: [] }),
    guess: () => null,
    staticFolder: paths.deskStatic,
    ...changes,
  };
}

/** The desk alone on a server of its own. */
export async function deskApp(deps: DeskDeps): Promise<FastifyInstance> {
  const app = Fastify();
  await app.register(deskRoutes(deps), { prefix: '/desk' });
  await app.ready();
  return app;
}

/** A browser without a window: keeps its cookies and the token of the last page it saw. */
export function browser(app: FastifyInstance) {
  const cookies = new Map<string, string>();
  let token = '';
  const send = async (options: InjectOptions) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await app.inject({
      ...options,
      headers: { ...options.headers, ...(cookie ? { cookie } : {}) },
    });
    for (const { name, value } of answer.cookies) {
      if (value) cookies.set(name, value);
      else cookies.delete(name);
    }
    token = /name="_csrf" value="([^"]+)"/.exec(answer.body)?.[1] ?? token;
    return answer;
  };
  return {
    cookies,
    get: (url: string, headers: Record<string, string> = {}) => send({ method: 'GET', url, headers }),
    /** Sends a file from a form. */
    upload: (url: string, name: string, bytes: Buffer) => {
      const part = (head: string) => `--fin\r\ncontent-disposition: form-data; ${head}\r\n`;
      const payload = Buffer.concat([
        Buffer.from(`${part('name="_csrf"')}\r\n${token}\r\n`),
        Buffer.from(
          `${part(`name="file"; filename="${name}"`)}content-type: application/octet-stream\r\n\r\n`,
        ),
        bytes,
        Buffer.from('\r\n--fin--\r\n'),
      ]);
      const headers = { 'content-type': 'multipart/form-data; boundary=fin' };
      return send({ method: 'POST', url, payload, headers });
    },
    post: (
      url: string,
      fields: Record<string, string | readonly string[]> = {},
      headers: Record<string, string> = {},
    ) => {
      const form = new URLSearchParams({ _csrf: token });
      for (const [name, value] of Object.entries(fields))
        for (const one of [value].flat()) form.append(name, one as string);
      return send({
        method: 'POST',
        url,
        payload: form.toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      });
    },
  };
}

export type Browser = ReturnType<typeof browser>;

/** Signs in; throws when the desk does not let them in. */
export async function signedIn(app: FastifyInstance, email: string, password: string): Promise<Browser> {
  const one = browser(app);
  await one.get('/desk/sign-in');
  const answer = await one.post('/desk/sign-in', { email, password });
  if (answer.statusCode !== 303) throw new Error(`Not signed in: ${answer.statusCode}`);
  return one;
}

/** A desk on a fresh database with the caseworkers Aïda and Moussa signed in. */
export async function deskOfTwo(changes: Partial<DeskDeps> = {}) {
  const password = 'une phrase à moi seule';
  const open = await freshDatabase();
  const app = await deskApp(deskDeps(open.db, changes));
  for (const name of ['aida', 'moussa'])
    await addUser(open.db, { email: `${name}@x.org`, name, role: 'caseworker' }, password);
  return {
    open,
    app,
    aida: await signedIn(app, 'aida@x.org', password),
    moussa: await signedIn(app, 'moussa@x.org', password),
    close: async () => {
      await app.close();
      await open.close();
    },
  };
}
