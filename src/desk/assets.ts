import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

/** Addresses of the desk's own files; each holds a hash of its content and may be kept for a year. */
export interface Assets {
  readonly style: string;
  readonly script: string;
  readonly icons: string;
  readonly routes: (app: FastifyInstance) => void;
}

interface Asset {
  readonly name: string;
  readonly type: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
}

/** In the order in which they are laid over one another; sent as one file. */
const styleSheets = [
  'base',
  'bar',
  'forms',
  'people',
  'picture',
  'queue',
  'live',
  'case',
  'referral',
  'directory',
  'figures',
  'paper',
];

/** Reads style, script (htmx and ours in one file, one request on a weak network) and icons once. */
export function loadAssets(folder: string): Assets {
  const htmx = dirname(createRequire(import.meta.url).resolve('htmx.org'));
  const own = (name: string) => join(folder, name);
  const scripts = [join(htmx, 'htmx.min.js'), join(htmx, 'ext', 'hx-sse.min.js'), own('desk.js')];
  const sheets = styleSheets.map((name) => own(join('style', `${name}.css`)));
  const style = asset('desk', 'css', 'text/css; charset=utf-8', sheets);
  const script = asset('desk', 'js', 'text/javascript; charset=utf-8', scripts);
  const icons = asset('icons', 'svg', 'image/svg+xml', [own('icons.svg')]);
  const all = [style, script, icons];
  return {
    style: address(style),
    script: address(script),
    icons: address(icons),
    routes: (app) => {
      for (const one of all) serve(app, one);
    },
  };
}

function asset(name: string, ending: string, type: string, files: readonly string[]): Asset {
  const plain = Buffer.from(files.map((file) => readFileSync(file, 'utf8')).join('\n'), 'utf8');
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 10);
  return {
    name: `${name}-${hash}.${ending}`,
    type,
    plain,
    gzip: gzipSync(plain, { level: 9 }),
    brotli: brotliCompressSync(plain),
  };
}

function address({ name }: Asset): string {
  return `/desk/assets/${name}`;
}

function serve(app: FastifyInstance, one: Asset): void {
  app.get(`/assets/${one.name}`, (request, reply) => {
    const accepted = String(request.headers['accept-encoding'] ?? '');
    const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null;
    if (encoding) reply.header('content-encoding', encoding);
    return reply
      .type(one.type)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding')
      .send(encoding === 'br' ? one.brotli : encoding === 'gzip' ? one.gzip : one.plain);
  });
}
