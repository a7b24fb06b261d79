import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

describe('dellusi understand', () => {
  // Inside the project, so that its folders are found as they are from dist.
  const folder = mkdtempSync(join(process.cwd(), 'node_modules', '.cli-test-'));
  const file = join(folder, 'understand.mjs');
  beforeAll(() =>
    build({
      stdin: {
        contents:
          "import { understandCommand } from './src/cli/understand.ts'; await understandCommand().parseAsync();",
        resolveDir: process.cwd(),
      },
      outfile: file,
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
    }),
  );
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function ask(args: readonly string[], lines: readonly string[]) {
    const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.end(lines.join('\n'));
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return {
      out: out
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
      err,
    };
  }

  it('answers each line with one JSON object in the contracted shape', async () => {
    const { out } = await ask(['place'], ["Je viens de Matam mais j'habite à Dakar", 'je suis fatigué']);
    expect(out[0]).toMatchObject({
      input: "Je viens de Matam mais j'habite à Dakar",
      place: { name: 'Dakar' },
      candidates: [],
    });
    expect(out[1]).toEqual({ input: 'je suis fatigué', place: null, candidates: [] });
  });

  it('reads choices of a question, and none in a stray digit', async () => {
    const { out } = await ask(['choice', '--question', 'needs_now'], ["j'ai 2 enfants", '52']);
    expect(out.map((line) => line.choices)).toEqual([[], ['papers', 'training']]);
  });

  it('says which questions there are when it knows none of that name', async () => {
    const { err } = await ask(['choice', '--question', 'nothing'], ['1']);
    expect(err).toContain('needs_now');
  });
});
