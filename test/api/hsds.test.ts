import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hsdsRoutes } from '../../src/api/hsds.ts';
import type { Snapshot } from '../../src/directory/snapshot.ts';
import { senegalSnapshot } from '../directory/senegal.ts';

const shared = join(import.meta.dirname, '../../../shared/data/hsds');
let app: FastifyInstance;
let snapshot: Snapshot;

beforeAll(async () => {
  snapshot = await senegalSnapshot();
  app = fastify();
  await app.register(hsdsRoutes({ snapshot: () => snapshot, publicUrl: 'https://example.org' }), {
    prefix: '/hsds',
  });
});
afterAll(() => app.close());

const get = async (path: string, headers = {}) => app.inject({ url: `/hsds${path}`, headers });
// biome-ignore lint/suspicious/noExplicitAny: answers are read as what they say they are
const json = async (path: string): Promise<any> => (await get(path)).json();
const keyOf = (key: string) => snapshot.records.services.find((service) => service.key === key)!;

describe('the public directory', () => {
  it('says what it is', async () => {
    expect(await json('')).toEqual(await json('/'));
    expect(await json('/')).toMatchObject({
      version: '3.0',
      openapi_url: 'https://example.org/hsds/openapi.json',
    });
    const { paths } = await json('/openapi.json');
    expect(Object.keys(paths)).toContain('/service_at_locations/{id}');
    expect(paths['/services'].get.parameters.map((parameter: { name: string }) => parameter.name)).toContain(
      'radius',
    );
  });

  it('pages', async () => {
    const first = await json('/services?per_page=100');
    expect(first).toMatchObject({
      total_items: 254,
      total_pages: 3,
      page_number: 1,
      size: 100,
      first_page: true,
    });
    const last = await json('/services?per_page=100&page=3');
    expect(last).toMatchObject({ size: 54, first_page: false, last_page: true, empty: false });
    expect(await json('/services?search=zzzz')).toMatchObject({
      total_items: 0,
      total_pages: 1,
      empty: true,
      contents: [],
    });
  });

  it.each([
    ['/services?need=documents&pcode=SN0701&search=boutique', ['Boutique de droit AJS']],
    ['/services?search=MEDINA%20boutique', ['Boutique de droit AJS']],
    ['/services?lat=12.89&lon=-14.94&radius=5&search=ajs', ['Boutique de droit AJS']],
    ['/services?lang=wo', []],
  ])('%s', async (path, names) => {
    const { contents } = await json(path);
    expect(contents.map((service: { alternate_name: string }) => service.alternate_name)).toEqual(names);
  });

  it.each([
    ['lat=12.9', 'lon', 'lon: is needed beside lat'],
    ['lon=-14.9&radius=5', 'lat', 'lat: is needed beside lon'],
    ['radius=5', 'radius', 'radius: needs a point: lat and lon'],
    ['lat=91&lon=0', 'lat', 'lat: must be a number from -90 to 90'],
    ['lat=&lon=0', 'lat', 'lat: must be a number from -90 to 90'],
    ['lat=1&lat=2&lon=0', 'lat', 'lat: must be a number from -90 to 90'],
    ['lat=1&lon=0&radius=2001', 'radius', 'radius: must be a number from 0 to 2000'],
    ['per_page=501', 'per_page', 'per_page: must be a whole number from 1 to 500'],
    ['page=1.5', 'page', 'page: must be a whole number from 1 to 1000000'],
  ])('refuses ?%s and names the parameter', async (query, parameter, error) => {
    const answer = await app.inject(`/hsds/services?${query}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ error, faults: [{ parameter }] });
  });

  it('narrows organizations and places of service by the same words', async () => {
    expect((await json('/organizations?search=kolda&need=documents')).total_items).toBeGreaterThan(0);
    expect((await json('/service_at_locations?search=boutique%20kolda')).total_items).toBe(1);
    expect((await json('/taxonomy_terms?search=documents')).contents[0].code).toBe('documents');
  });

  it('sends one record with all that belongs to it', async () => {
    const service = await json(`/services/${keyOf('ajs-kolda').id}`);
    expect(service.phones[0].number).toBe('800 805 805');
    expect(service.organization.name).toContain('boutique de droit de Kolda');
    expect(service.service_at_locations[0].location).toMatchObject({
      external_identifier: 'SN0701',
      external_identifier_type: 'OCHA-PCODE',
    });
    const needs = service.attributes.map(
      (each: { taxonomy_term: { code: string } }) => each.taxonomy_term.code,
    );
    expect(needs).toContain('documents');
  });

  it('never shows a safe house, nor a number that nobody has verified', async () => {
    const all = (await get('/services?format=ndjson&full=true')).body.trim().split('\n');
    expect(all).toHaveLength(254);
    const text = all.join('\n');
    expect(text).not.toContain('Kullimaaroo');
    expect(text).not.toContain('77 605 89 90');
    expect(text).not.toContain('33 864 69 05');
    expect(text).not.toContain('mjusticehlm@yahoo.fr');
    expect((await get(`/services/${keyOf('kullimaaroo').id}`)).statusCode).toBe(404);
    expect((await get('/organizations?format=ndjson&full=true')).body).not.toContain('Kullimaaroo');
    expect((await get('/service_at_locations?format=ndjson&full=true')).body).not.toContain('77 605 89 90');
    const old = await json(`/services/${keyOf('ti-thies').id}`);
    expect(old.alert).toContain('Not verified');
    expect(old).not.toHaveProperty('phones');
  });

  it('streams every record, one a line', async () => {
    const answer = await get('/services?format=ndjson');
    expect(answer.headers['content-type']).toContain('ndjson');
    expect(
      answer.body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).toHaveLength(254);
  });

  it('is not sent twice to who has it', async () => {
    const first = await get('/services');
    const again = await get('/services', { 'if-none-match': first.headers.etag });
    expect([first.statusCode, again.statusCode, again.body]).toEqual([200, 304, '']);
  });

  it('is open to pages of other origins', async () => {
    expect((await get('/services')).headers['access-control-allow-origin']).toBe('*');
    const preflight = await app.inject({ method: 'OPTIONS', url: '/hsds/services' });
    expect(preflight.statusCode).toBe(204);
  });

  it.each(['?page=0', '?per_page=9999', '?need=gold', '?taxonomy_term_id=1', '?lat=95'])(
    '%s: 400 and why',
    async (query) => {
      const answer = await get(`/services${query}`);
      expect(answer.statusCode).toBe(400);
      expect(answer.json().error).toContain(query.slice(1).split('=')[0]);
    },
  );

  it('404 for an id that is none', async () => {
    for (const id of ['nothing', '00000000-0000-4000-8000-000000000000', '%00']) {
      expect((await get(`/services/${id}`)).statusCode).toBe(404);
    }
  });
});

describe.skipIf(!existsSync(shared))('answers hold to the published schemas', () => {
  const schemas = new Map<string, ValidateFunction>();
  beforeAll(() => {
    const ajv = new Ajv2020.default({ strict: false, allErrors: true });
    addFormats.default(ajv);
    for (const name of ['service', 'service_list', 'organization', 'service_at_location']) {
      schemas.set(name, ajv.compile(JSON.parse(readFileSync(join(shared, `compiled-${name}.json`), 'utf8'))));
    }
  });

  it.each([
    ['/services?format=ndjson&full=true', 'service'],
    ['/services?format=ndjson', 'service_list'],
    ['/services?format=ndjson&minimal=true', 'service_list'],
    ['/organizations?format=ndjson&full=true', 'organization'],
    ['/service_at_locations?format=ndjson&full=true', 'service_at_location'],
  ])('%s', async (path, name) => {
    const validate = schemas.get(name)!;
    for (const line of (await get(path)).body.trim().split('\n')) {
      expect(validate(JSON.parse(line)) || validate.errors).toBe(true);
    }
  });
});
