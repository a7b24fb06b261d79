import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { createCodes } from '../../src/bot/codes-store.ts';
import { codeOf } from '../../src/handoff/code.ts';
import { freshDatabase } from '../support/database.ts';

let open: OpenDatabase;
beforeAll(async () => {
  open = await freshDatabase('embedded');
});
afterAll(() => open.close());

it('has codes enough for a whole group of turns, none twice', async () => {
  const codes = createCodes(open.db);
  expect(() => codes.take()).toThrow('refill it');
  await codes.refill(100);
  const taken = Array.from({ length: 200 }, () => codes.take());
  expect(new Set(taken).size).toBe(200);
  expect(() => codes.take()).toThrow('refill it');
});

it('loses few of the 9,216 short codes at a restart', async () => {
  for (let start = 0; start < 50; start++) await createCodes(open.db).refill(1);
  const codes = createCodes(open.db);
  await codes.refill(1);
  const short = Array.from({ length: 1500 }, (_, i) => codeOf(i + 1));
  expect(short).toContain(codes.take());
});
