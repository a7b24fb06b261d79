// Bundles src into dist, or into the folder named. drizzle-orm goes into the bundle because unbundled it costs 250 MB
// and half a second at start (docs/decisions.md); every other package stays in node_modules.
import { readdir, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const bundled = /^drizzle-orm(\/|$)/;

const outdir = process.argv[2] ?? 'dist';

const there = await readdir(outdir).catch(() => []);
if (there.length > 0 && !there.includes('main.js')) {
  console.error(`${outdir} holds something else than a build: nothing was removed.`);
  process.exit(1);
}
await rm(outdir, { recursive: true, force: true });
await build({
  entryPoints: { main: 'src/main.ts', cli: 'src/cli/cli.ts' },
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  sourcemap: true,
  logLevel: 'warning',
  plugins: [
    {
      name: 'packages-stay-outside',
      setup(b) {
        b.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
          kind === 'entry-point' || bundled.test(path) ? undefined : { path, external: true },
        );
      },
    },
  ],
});
