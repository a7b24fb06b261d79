import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findPaths, readConfig, settingNames } from '../src/config.ts';

const lines = readFileSync(join(findPaths().root, '.env.example'), 'utf8').split('\n');
const example = Object.fromEntries(
  lines.filter((line) => /^[A-Z_]+=/.test(line)).map((line) => line.split(/=(.*)/s) as [string, string]),
);

it('.env.example lists exactly the settings there are', () => {
  expect(Object.keys(example).sort()).toEqual([...settingNames].sort());
});

it('.env.example shows the defaults: with it and without it the configuration is the same', () => {
  expect(readConfig(example)).toEqual(readConfig({}));
});
