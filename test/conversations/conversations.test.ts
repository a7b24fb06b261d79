import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readScript, type Script } from '../../src/bot/channels/terminal/script.ts';
import { smsSize } from '../../src/language/sms.ts';
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
  expect(tooLong(readScript(played))).toEqual([]);
});

/** What the bot says by SMS in more than one segment, which costs twice and may not be put together again. */
function tooLong(script: Script): string[] {
  let { channel } = script;
  const bySms = script.parts.flatMap((part) => {
    if (!('outcome' in part)) return [];
    for (const act of part.acts) if (act.kind === 'channel') channel = act.channel;
    return channel === 'sms' ? part.outcome.says : [];
  });
  return bySms.filter((text) => smsSize(text).segments > 1);
}
