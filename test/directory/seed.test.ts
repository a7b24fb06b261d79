import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createDirectory } from '../../src/directory/create-directory.ts';
import { type Pack, readPack } from '../../src/directory/seed.ts';
import { FaultsError } from '../../src/fault.ts';

import { snapshotOf } from './senegal.ts';

const senegal = join(import.meta.dirname, '../../db/seed/sen');

describe('the Senegal pack', () => {
  it('holds all 887 places of the five levels', async () => {
    const { places, outlines } = await readPack(senegal);
    const count = (level: string) => places.filter((place) => place.level === level).length;
    expect(places).toHaveLength(887);
    expect(outlines).toHaveLength(46);
    expect([
      count('region'),
      count('departement'),
      count('arrondissement'),
      count('town'),
      count('commune'),
    ]).toEqual([14, 46, 125, 153, 549]);
  });

  it('has the attested Wolof spellings at their places', async () => {
    const { places } = await readPack(senegal);
    const spelt = (name: string) =>
      places.filter((place) => place.spellings.includes(name)).map((place) => place.name);
    expect(spelt('Ndar')).toContain('Saint-Louis');
    expect(spelt('Cees')).toContain('Thiès');
    expect(spelt('Sigicoor')).toContain('Ziguinchor');
  });

  it('has 260 actors, and not the four that nobody has verified', async () => {
    const { records } = await readPack(senegal);
    const keys = records.services.map((service) => service.key);
    expect(keys).toHaveLength(260);
    for (const left of ['derfj', 'prodac', 'anpm', 'service-social']) expect(keys).not.toContain(left);
    expect(records.service_at_locations).toHaveLength(260);
  });

  it('puts a completing row beside the row that it completes, in one organization', async () => {
    const { records } = await readPack(senegal);
    const service = (key: string) => records.services.find((each) => each.key === key)!;
    expect(service('upd-mj-hlm').organization_id).toBe(service('mj-hlm').organization_id);
    expect(service('upd-mj-hlm').evidence).toBe('unverified');
    expect(phonesOf({ records }, 'mj-hlm')).toEqual([]);
    expect(phonesOf({ records }, 'upd-mj-hlm')).toEqual(['33 864 69 05']);
  });

  it('fits every short name into an SMS and names a need for nearly every service', async () => {
    const { records } = await readPack(senegal);
    expect(records.services.filter((service) => (service.alternate_name ?? '').length > 22)).toEqual([]);
    const withNeed = new Set(records.attributes.map((attribute) => attribute.link_id));
    expect(
      records.services.filter((service) => !withNeed.has(service.id)).map((service) => service.key),
    ).toEqual(['help-for-migrant']);
  });

  it('gives the same ids at every reading', async () => {
    expect((await readPack(senegal)).records).toEqual((await readPack(senegal)).records);
  });
});

describe('other countries', () => {
  it.each([
    ['gmb', 'Basse Santa Su', 'GM02'],
    ['mli', 'Kayes', 'ML01'],
  ])('%s has its places and no actors yet', async (folder, town, pcode) => {
    const pack = await readPack(join(import.meta.dirname, '../../db/seed', folder));
    expect(pack.country.iso3).toBe(folder.toUpperCase());
    expect(pack.records.services).toEqual([]);
    const found = pack.places.find((place) => place.level === 'town' && place.name === town)!;
    expect(found.regionPcode).toBe(pcode);
    expect(pack.places.map(({ name }) => name)).toContain(pack.country.example_place);
    const directory = createDirectory(snapshotOf(pack));
    expect(directory.hotlines()).toEqual([]);
    expect(directory.placeAt({ latitude: found.latitude!, longitude: found.longitude! })?.name).toBe(town);
    expect(directory.nearest({ needs: ['job'], place: found.id, at: new Date(0) })).toEqual([]);
  });
});

describe('a pack with faults', () => {
  const folders: string[] = [];
  afterEach(async () => {
    await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
  });

  async function faultsAfter(file: string, change: (text: string) => string): Promise<string[]> {
    const folder = await mkdtemp(join(tmpdir(), 'pack-'));
    folders.push(folder);
    await cp(senegal, folder, { recursive: true });
    await writeFile(join(folder, file), change(await readFile(join(folder, file), 'utf8')));
    const error = await readPack(folder).then(
      () => null,
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(FaultsError);
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.replace(`${folder}/`, ''));
  }

  it('tells all faults of a table at once, with line, column and how to mend them', async () => {
    const faults = await faultsAfter('actors.csv', (text) =>
      text
        .replace('Boutique de droit AJS', 'Boutique de droit de Médina AJS')
        .replace('conseil juridique gratuit;', 'conseil astral;')
        .replace(',800 805 805,', ',12 34 56,')
        .replace(',role,', ',rumour,'),
    );
    expect(faults).toHaveLength(4);
    expect(faults[0]).toMatch(/^actors\.csv:2, evidence: “rumour” is unknown: one of contact, role/);
    expect(faults.join('\n')).toMatch(/actors\.csv:\d+, short_name: 31 characters; an SMS has room for 22/);
    expect(faults.join('\n')).toMatch(/services: “conseil astral” does not stand in needs\.csv/);
    expect(faults.join('\n')).toMatch(/phone: “12 34 56” is no telephone number of Sénégal/);
  });

  it('tells a missing column, a lost comma, a doubled id and a file that is no UTF-8', async () => {
    expect(await faultsAfter('places.csv', (text) => text.replace('level,', 'levle,'))).toEqual([
      'places.csv:1, level: this column is missing',
    ]);
    expect(await faultsAfter('needs.csv', (text) => `${text}one,two,three\n`)).toEqual([
      expect.stringContaining('needs.csv:188: 3 columns, the heading has 2'),
      expect.stringContaining('“two” is no need'),
    ]);
    expect((await faultsAfter('actors.csv', (text) => text.replace('baos-dakar', 'dgase')))[0]).toBe(
      'actors.csv:3, id: already used in line 2',
    );
  });
});

function phonesOf({ records }: Pick<Pack, 'records'>, key: string): string[] {
  const id = records.services.find((service) => service.key === key)?.id;
  return records.phones.filter((phone) => phone.service_id === id).map((phone) => phone.number);
}
