import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { type Codes, createCodes } from '../../src/bot/codes-store.ts';
import { codeOf } from '../../src/handoff/code.ts';
import { freshDatabase } from '../support/database.ts';

let open: OpenDatabase;
beforeAll(async () => {
  open = await freshDatabase('embedded');
});
afterAll(() => open.close());

/** Every code that so many turns may take, taken after a pause in which others run. */
const takeAll = (codes: Codes, conversations: number) =>
  codes.during(conversations, async () => {
    await new Promise(setImmediate);
    return Array.from({ length: 2 * conversations }, () => codes.take());
  });

it('has codes enough for a whole group of turns, none twice', async () => {
  const codes = createCodes(open.db);
  expect(() => codes.take()).toThrow('during');
  expect(new Set(await takeAll(codes, 100)).size).toBe(200);
});

it('has enough for groups that run side by side', async () => {
  const codes = createCodes(open.db);
  const taken = await Promise.all(Array.from({ length: 8 }, () => takeAll(codes, 15)));
  expect(new Set(taken.flat()).size).toBe(240);
});

it('loses few of the 9,216 short codes at a restart', async () => {
  for (let start = 0; start < 50; start++) await createCodes(open.db).during(1, async () => {});
  const codes = createCodes(open.db);
  const short = Array.from({ length: 2500 }, (_, i) => codeOf(i + 1));
  expect(short).toContain(await codes.during(1, async () => codes.take()));
});
