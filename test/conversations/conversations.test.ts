import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChatStage, openChatStage, playFile } from '../support/chat.ts';

const folder = import.meta.dirname;
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.chat'))
  .sort();

let stage: ChatStage;
beforeAll(async () => {
  stage = await openChatStage();
});
afterAll(() => stage?.close());

test.each(files)('%s', async (file) => {
  const { written, played } = await playFile(stage, join(folder, file));
  expect(played).toBe(written);
});
