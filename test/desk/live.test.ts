import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { createKeys } from '../../db/seal.ts';
import { addUser } from '../../src/cli/user.ts';
import { feedCursor } from '../../src/handoff/event-store.ts';
import { databases, freshDatabase } from '../support/database.ts';
import { caseIn, type MadeCase } from './people.ts';
import { type Browser, deskApp, deskDeps, signedIn } from './support.ts';

const password = 'une phrase à moi seule';
const keys = createKeys([{ id: 'test', secret: randomBytes(32) }]);
describe.each(databases)('the live feed on the %s database', (kind) => {
  let open: OpenDatabase;
  let app: FastifyInstance;
  let aida: Browser;
  let base: string;

  beforeAll(async () => {
    open = await freshDatabase(kind);
    app = await deskApp(deskDeps(open.db, { keys }));
    await addUser(open.db, { email: 'aida@x.org', name: 'Aïda', role: 'caseworker' }, password);
    aida = await signedIn(app, 'aida@x.org', password);
    base = await app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await app.close();
    await open.close();
  });

  /** Reads the feed as a browser does until `enough` says so, then goes away. */
  async function listen(after: string, enough: (text: string) => boolean): Promise<string> {
    const leave = new AbortController();
    const timer = setTimeout(() => leave.abort(), 8_000);
    const headers = { cookie: `dellusi=${aida.cookies.get('dellusi')}`, 'last-event-id': after };
    const answer = await fetch(`${base}/desk/feed`, { headers, signal: leave.signal });
    let text = '';
    try {
      for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        if (enough(text)) break;
      }
    } finally {
      clearTimeout(timer);
      leave.abort();
    }
    return text;
  }

  const lastId = (text: string) => [...text.matchAll(/^id: (.+)$/gm)].at(-1)?.[1] ?? '';

  it('tells of a case that opens while somebody looks', async () => {
    const start = await feedCursor(open.db);
    const heard = listen(start, (text) => text.includes('event: cases'));
    const one = await caseIn(open.db, keys, {});
    expect(await heard).toContain(`event: case-${one.code}`);
  });

  it('tells everything that happened while the browser was away, and nothing twice', async () => {
    const start = await feedCursor(open.db);
    const first = await caseIn(open.db, keys, {});
    const seen = await listen(start, (text) => text.includes(first.code) && text.includes('event: cases'));
    const missed: MadeCase[] = [];
    for (let i = 0; i < 5; i++) missed.push(await caseIn(open.db, keys, {}));
    const again = await listen(
      lastId(seen),
      (text) => missed.every(({ code }) => text.includes(code)) && text.includes('event: cases'),
    );
    expect(again).not.toContain(first.code);
  });

  it('does not tell of a restricted case', async () => {
    const start = await feedCursor(open.db);
    const hidden = await caseIn(open.db, keys, { restricted: true });
    const shown = await caseIn(open.db, keys, {});
    const heard = await listen(start, (text) => text.includes(shown.code));
    expect(heard).not.toContain(hidden.code);
  });
});
