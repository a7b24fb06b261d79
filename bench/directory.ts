/**
 * The directory at the size of a region: 50,000 services in 16 made-up countries. Prints one JSON line for loading,
 * one for the nearest services, one for the table import, one for the public API. `services=N` changes the size;
 * DATABASE_URL measures PostgreSQL instead of the embedded database.
 */
import { performance } from 'node:perf_hooks';
import fastify from 'fastify';
import { openDatabase } from '../db/open.ts';
import { hsdsRoutes } from '../src/api/hsds.ts';
import { findPaths } from '../src/config.ts';
import { createDirectory } from '../src/directory/create-directory.ts';
import type { Directory } from '../src/directory/directory.ts';
import { exportTable } from '../src/directory/export.ts';
import { readImport } from '../src/directory/import.ts';
import type { Pack } from '../src/directory/seed.ts';
import type { Snapshot } from '../src/directory/snapshot.ts';
import { loadPack, readSnapshot } from '../src/directory/store.ts';
import { needs } from '../src/language/understanding.ts';
import { chance, madeUpPack } from './support/countries.ts';

const countries = 16;
const services = Number(process.argv.find((word) => word.startsWith('services='))?.slice(9) ?? 50_000);
const at = new Date('2026-11-20T10:00:00Z');
const url = process.env.DATABASE_URL;

const print = (line: object) =>
  console.log(JSON.stringify({ bench: 'directory', services, countries, ...line }));
const memory = () => Math.round(process.memoryUsage().rss / 1e6);
const rounded = (ms: number) => Math.round(ms * 1000) / 1000;

function percentiles(times: number[]) {
  const sorted = times.sort((a, b) => a - b);
  const part = (share: number) =>
    rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!);
  return { p50_ms: part(0.5), p99_ms: part(0.99), max_ms: part(1) };
}

async function measured<T>(work: () => Promise<T> | T): Promise<[T, number]> {
  const start = performance.now();
  return [await work(), rounded(performance.now() - start)];
}

const packs: Pack[] = Array.from({ length: countries }, (_, number) =>
  madeUpPack(number, Math.floor(services / countries)),
);
const open = await openDatabase({ ...(url ? { url } : {}), migrations: findPaths().migrations });
const [, loadMs] = await measured(async () => {
  for (const pack of packs) await loadPack(open.db, pack);
});
const [snapshot, readMs] = await measured(() => readSnapshot(open.db));
const [directory, indexMs] = await measured(() => createDirectory(snapshot, () => at));
print({
  what: 'load',
  database: open.kind,
  load_ms: loadMs,
  read_ms: readMs,
  index_ms: indexMs,
  rss_mb: memory(),
});
await open.close();

measureNearest(directory, snapshot);
await measureImport(packs[0]!);
await measureApi(snapshot);

function measureNearest(directory: Directory, { places }: Snapshot): void {
  const random = chance(7);
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)]!;
  const ask = (forDesk: boolean) => {
    const place = pick(places);
    const point = random() < 0.3 ? { point: { latitude: place.latitude!, longitude: place.longitude! } } : {};
    const query = {
      needs: [pick(needs), pick(needs)],
      place: place.id,
      at,
      language: 'fr',
      age: 30,
      limit: 3,
      ...point,
    } as const;
    const start = performance.now();
    const found = directory.nearest({ ...query, forDesk });
    return { ms: performance.now() - start, found: found.length };
  };
  for (let warm = 0; warm < 500; warm += 1) ask(false);
  for (const forDesk of [false, true]) {
    const answers = Array.from({ length: forDesk ? 1000 : 20_000 }, () => ask(forDesk));
    const empty = answers.filter(({ found }) => found === 0).length / answers.length;
    print({
      what: forDesk ? 'nearest_desk' : 'nearest',
      ...percentiles(answers.map(({ ms }) => ms)),
      empty: rounded(empty),
    });
  }
}

async function measureImport({ country, places, records }: Pack): Promise<void> {
  const table = exportTable({
    version: 1,
    countries: [country],
    places,
    outlines: [],
    records,
    doubts: new Map(),
    letDown: new Map(),
    silent: new Set(),
    opportunities: [],
  });
  const ground = { country, places, outlines: [], needsOf: new Map() };
  const bytes = Buffer.from(table);
  const before = memory();
  const [read, ms] = await measured(() => readImport(new Map([['table.csv', bytes]]), ground));
  if (!read.records)
    throw new Error(`the generated table has faults: ${JSON.stringify(read.faults.slice(0, 3))}`);
  print({
    what: 'read_table',
    lines: read.records.services.length,
    bytes: bytes.length,
    ms,
    rss_mb_more: memory() - before,
  });
}

async function measureApi(snapshot: Snapshot): Promise<void> {
  const app = fastify();
  await app.register(hsdsRoutes({ snapshot: () => snapshot, publicUrl: 'http://localhost' }), {
    prefix: '/hsds',
  });
  const [, firstMs] = await measured(() => app.inject('/hsds/services'));
  const random = chance(11);
  const paths = [
    '',
    '&full=true',
    '&need=health',
    '&search=organization%2012',
    '&pcode=XBA01',
    '&lat=6&lon=0&radius=50',
  ];
  const times: number[] = [];
  for (let asked = 0; asked < 600; asked += 1) {
    const page = 1 + Math.floor(random() * 20);
    const [, ms] = await measured(() =>
      app.inject(`/hsds/services?page=${page}${paths[asked % paths.length]}`),
    );
    times.push(ms);
  }
  print({ what: 'api_list', first_ms: firstMs, ...percentiles(times), rss_mb: memory() });
  await app.close();
}
