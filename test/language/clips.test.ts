import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clipLines } from '../../src/cli/tools.ts';
import { clipKeys, clipSlots } from '../../src/language/clips.ts';
import { textsOf } from '../locales/texts.ts';

test('every slot belongs to a text in its language', () => {
  const slots = clipSlots(() => false);
  expect(slots).toHaveLength(12);
  expect(slots.filter(({ language, key }) => !textsOf(language).has(key))).toEqual([]);
});

test('what is missing is listed with its place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clips-'));
  mkdirSync(join(folder, 'wo/audio'), { recursive: true });
  writeFileSync(join(folder, `wo/audio/${clipKeys[0]}.ogg`), 'OggS');
  const [count, ...missing] = clipLines(folder);
  expect(count).toMatch(/^1 of 12/);
  expect(missing).toHaveLength(11);
  expect(missing).toContain('  locales/wo/audio/bot.voice.place.ogg');
});
