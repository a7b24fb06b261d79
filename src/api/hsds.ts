import { Readable } from 'node:stream';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import {
  type Extent,
  type PublicDirectory,
  type PublicQuery,
  type PublicResource,
  publicDirectoryWork,
} from '../directory/public-directory.ts';
import { inSlices } from '../directory/slices.ts';
import type { Snapshot } from '../directory/snapshot.ts';
import { openApiOf } from './hsds-openapi.ts';
import { lists, type Parameters, readParameters } from './hsds-parameters.ts';

export interface HsdsDeps {
  /** What the directory was last made from. */
  readonly snapshot: () => Snapshot;
  /** Address of the whole service, without a slash at the end. */
  readonly publicUrl: string;
}

/** The public directory after Open Referral HSDS 3, read only; register it under `/hsds`. */
export function hsdsRoutes(deps: HsdsDeps): FastifyPluginAsync {
  const current = follower(deps);
  return async (app) => {
    app.addHook('onRequest', async (_, reply) => {
      reply.header('access-control-allow-origin', '*').header('cache-control', 'public, max-age=60');
    });
    app.options('/*', async (_, reply) =>
      reply.header('access-control-allow-methods', 'GET, HEAD, OPTIONS').code(204).send(),
    );
    app.get('/', async () => ({
      version: '3.0',
      profile: 'https://docs.openreferral.org/en/v3.0/hsds/',
      openapi_url: `${deps.publicUrl}/hsds/openapi.json`,
    }));
    app.get('/openapi.json', async () => openApiOf(deps.publicUrl));
    for (const [path, resource] of Object.entries(lists)) {
      app.get(`/${path}`, async (request, reply) => sendList(await current(), resource, request, reply));
      app.get<{ Params: { id: string } }>(`/${path}/:id`, async (request, reply) =>
        sendOne(await current(), resource, request.params.id, request, reply),
      );
    }
  };
}

/**
 * Joining 50,000 services takes seconds: it is done once for each state of the directory, a few milliseconds at a
 * time, and what was there before is sent meanwhile. Only the very first question waits.
 */
function follower({ snapshot }: HsdsDeps): () => Promise<PublicDirectory> {
  let ready: PublicDirectory | null = null;
  let making: { readonly from: Snapshot; readonly done: Promise<PublicDirectory> } | null = null;
  return async () => {
    const from = snapshot();
    if (making?.from !== from) {
      const done = inSlices(publicDirectoryWork(from));
      making = { from, done };
      done.then(
        (directory) => {
          if (making?.done === done) ready = directory;
        },
        () => {
          // Whoever waits for it hears of the fault; the next question begins anew.
          if (making?.done === done) making = null;
        },
      );
    }
    return ready ?? making.done;
  };
}

function sendOne(
  directory: PublicDirectory,
  resource: PublicResource,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
): unknown {
  const row = directory.find(resource, id.toLowerCase());
  if (!row)
    return reply.code(404).send({ error: `there is no ${resource.replaceAll('_', ' ')} with this id` });
  if (isFresh(directory, request, reply)) return reply.code(304).send();
  return directory.tree(resource, row, 'full');
}

function sendList(
  directory: PublicDirectory,
  resource: PublicResource,
  request: FastifyRequest,
  reply: FastifyReply,
): unknown {
  const read = readParameters.safeParse(request.query);
  if (!read.success) return reply.code(400).send(faultsOf(read.error));
  if (isFresh(directory, request, reply)) return reply.code(304).send();
  const rows = directory.list(resource, queryOf(read.data));
  const extent = extentOf(read.data);
  if (read.data.format === 'ndjson') {
    const lines = linesOf(rows, (row) => directory.tree(resource, row, extent));
    return reply.type('application/x-ndjson').send(Readable.from(lines));
  }
  return pageOf(rows, read.data, (row) => directory.tree(resource, row, extent));
}

function* linesOf<Row>(rows: readonly Row[], show: (row: Row) => unknown): Generator<string> {
  for (const row of rows) yield `${JSON.stringify(show(row))}\n`;
}

function pageOf<Row, Shown>(rows: readonly Row[], { page, per_page }: Parameters, show: (row: Row) => Shown) {
  const total_pages = Math.max(1, Math.ceil(rows.length / per_page));
  const contents = rows.slice((page - 1) * per_page, page * per_page).map(show);
  return {
    total_items: rows.length,
    total_pages,
    page_number: page,
    size: contents.length,
    first_page: page === 1,
    last_page: page >= total_pages,
    empty: contents.length === 0,
    contents,
  };
}

function queryOf(read: Parameters): PublicQuery {
  const {
    lat,
    lon,
    radius,
    page: _page,
    per_page: _size,
    format: _format,
    minimal: _minimal,
    full: _full,
    ...query
  } = read;
  const point = lat === undefined || lon === undefined ? {} : { point: { latitude: lat, longitude: lon } };
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), ...point, ...(radius === undefined ? {} : { radiusKm: radius }) };
}

function extentOf({ minimal, full }: Parameters): Extent {
  return full ? 'full' : minimal ? 'minimal' : 'plain';
}

// The directory changes as a whole: its version is the tag of every answer made from it.
function isFresh({ version }: PublicDirectory, request: FastifyRequest, reply: FastifyReply): boolean {
  const tag = `W/"${version}"`;
  reply.header('etag', tag);
  return request.headers['if-none-match'] === tag;
}

function faultsOf({ issues }: z.ZodError) {
  const faults = issues.map(({ path, message }) => ({ parameter: path.join('.'), message }));
  return { error: faults.map(({ parameter, message }) => `${parameter}: ${message}`).join('; '), faults };
}
