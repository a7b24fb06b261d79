import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ActorGround } from '../../src/directory/actor-columns.ts';
import { actorColumns } from '../../src/directory/actor-columns.ts';
import { actorRecords } from '../../src/directory/actor-records.ts';
import { checkActors } from '../../src/directory/actor-table.ts';
import { codesOf } from '../../src/directory/actor-words.ts';
import { adopted } from '../../src/directory/adopt.ts';
import { plainCell, safeCell } from '../../src/directory/cell.ts';
import { changesBetween } from '../../src/directory/changes.ts';
import {
  exportHxl,
  exportJsonLines,
  exportPackage,
  exportTable,
  exportWorkbook,
  tableTemplate,
  templateWorkbook,
} from '../../src/directory/export.ts';
import { readImport } from '../../src/directory/import.ts';
import { needTermId } from '../../src/directory/need-taxonomy.ts';
import type { Records } from '../../src/directory/records.ts';
import { readNeedsFile } from '../../src/directory/seed.ts';
import type { Snapshot } from '../../src/directory/snapshot.ts';
import { readZip, writeZip } from '../../src/directory/zip.ts';
import { faultText } from '../../src/fault.ts';
import { senegalSnapshot } from './senegal.ts';
import { workbook } from './workbook.ts';

const shared = join(import.meta.dirname, '../../../shared/data/hsds');
let snapshot: Snapshot;
let ground: ActorGround;
beforeAll(async () => {
  snapshot = await senegalSnapshot();
  const needsOf = await readNeedsFile(join(import.meta.dirname, '../../db/seed/sen'));
  ground = { country: snapshot.countries[0]!, places: snapshot.places, outlines: snapshot.outlines, needsOf };
});

const one = (name: string, content: string | Buffer) => new Map([[name, Buffer.from(content)]]);
const buffers = (files: ReadonlyMap<string, string>) =>
  new Map([...files].map(([name, text]) => [name, Buffer.from(text)]));
const faultsOf = (files: ReadonlyMap<string, Buffer>) => readImport(files, ground).faults.map(faultText);
const byId = (records: Records) =>
  Object.fromEntries(
    Object.entries(records).map(([table, rows]) => [
      table,
      [...(rows as readonly { id: string }[])].sort((a, b) => (a.id < b.id ? -1 : 1)),
    ]),
  );

const words = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.constantFrom('=1+1', "'=b", 'a;b', 'a, b', '"x"', 'x\ny', "l'AJS", '-x', ';', '<b>&amp;'),
  )
  .map((text) => text.trim());
const some = (codes: readonly string[]) =>
  fc.subarray([...codes], { minLength: 1 }).map((each) => each.join(';'));
const maybe = (...values: readonly string[]) => fc.constantFrom('', ...values);
/** What a person may type into the columns of one line. */
const anyCells = fc.record({
  ...Object.fromEntries(
    ['organization', 'services', 'service', 'acronym', 'coverage', 'address', 'hours', 'cost', 'eligibility']
      .concat('documents', 'how_to_refer', 'source_status', 'source_url', 'notes')
      .map((name) => [name, words]),
  ),
  needs: some(codesOf.needs),
  line: fc.oneof(maybe(), some(codesOf.line)),
  languages: some(codesOf.languages),
  kind: maybe(...codesOf.kind),
  evidence: maybe(...codesOf.evidence),
  capacity: maybe(...codesOf.capacity),
  confidential: maybe('yes', 'non'),
  phone_free: maybe('oui', 'no'),
  accepts_referrals: maybe('yes', 'NON'),
  areas: maybe('national', 'SN07', 'SN0701;SN0702'),
  town: maybe('Kolda', 'vélingara, kolda'),
  phone: maybe('17', '77 123 45 67;33 996 00 01'),
  whatsapp: maybe('77 123 45 68'),
  opening: maybe(
    'always',
    'Lu-Ve 8h-12h, 14h-17h',
    '2026-12-25 closed; Mo-Fr 08:00-17:00',
    '2026-12-25 closed (Noël); Mo-Fr 08:00-17:00',
    'Mo-Fr 08:00-17:00 (Ramadan)',
  ),
  minimum_age: maybe('5'),
  maximum_age: maybe('50'),
  source_date: maybe('2024', '2024-11', 's.d.'),
  assured_date: maybe('2025-01-01'),
});

describe('out and in again', () => {
  it('as a folder of CSV files', () => {
    const back = readImport(buffers(exportPackage(snapshot.records)), ground);
    expect(back.faults).toEqual([]);
    expect(byId(back.records!)).toEqual(byId(snapshot.records));
  });

  it('as a zip', () => {
    const back = readImport(one('directory.zip', writeZip(exportPackage(snapshot.records))), ground);
    expect(byId(back.records!)).toEqual(byId(snapshot.records));
  });

  it('as JSON, one service a line', () => {
    const back = readImport(one('directory.ndjson', [...exportJsonLines(snapshot.records)].join('')), ground);
    expect(back.faults).toEqual([]);
    const used = new Set(snapshot.records.attributes.map((attribute) => attribute.taxonomy_term_id));
    const terms = snapshot.records.taxonomy_terms.filter((term) => used.has(term.id));
    expect(byId(back.records!)).toEqual(byId({ ...snapshot.records, taxonomy_terms: terms }));
  });

  it.each([
    ['annuaire.csv', (all: Snapshot) => Buffer.from(exportTable(all))],
    ['annuaire.xlsx', exportWorkbook],
  ])('as the table of actors (%s), which changes nothing', (name, made) => {
    const back = readImport(new Map([[name, made(snapshot)]]), ground);
    expect(back.faults).toEqual([]);
    const changes = changesBetween(snapshot.records, adopted(back.records!, snapshot.records));
    expect([changes.added, changes.changed, changes.gone]).toEqual([[], [], []]);
  });

  it('as the table of actors, whatever a person wrote into it', () => {
    const blank = Object.fromEntries(actorColumns.map(({ name }) => [name, '']));
    const property = fc.property(anyCells, fc.boolean(), (cells, asWorkbook) => {
      const line = { line: 1, cells: { ...blank, ...cells } };
      const { actors, faults } = checkActors([line], [], 'entry', ground);
      fc.pre(faults.length === 0);
      const records = actorRecords(actors, ground);
      const all = { ...snapshot, records };
      const file = asWorkbook ? one('a.xlsx', exportWorkbook(all)) : one('a.csv', exportTable(all));
      const back = readImport(file, ground);
      expect(back.faults).toEqual([]);
      expect(changesBetween(records, adopted(back.records!, records))).toMatchObject({
        added: [],
        changed: [],
        gone: [],
      });
    });
    fc.assert(property, { numRuns: 150 });
  });

  it('whatever the words are: formulas, quotes, line breaks, blanks', () => {
    const word = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((text) => text.trim() !== '');
    const words = fc.array(
      fc.oneof(word, fc.constantFrom('=1+1', '+221 33', '-x', '@a', "'=b", ' a ', 'x\r\ny', '"')),
      {
        minLength: 3,
        maxLength: 3,
      },
    );
    fc.assert(
      fc.property(words, ([name, description, note]) => {
        const services = snapshot.records.services.map((service, index) =>
          index === 0 ? { ...service, name: name!, description: description!, note: note! } : service,
        );
        const changed = { ...snapshot.records, services };
        const back = readImport(buffers(exportPackage(changed)), ground);
        expect(back.records?.services[0]).toEqual(services[0]);
      }),
      { numRuns: 30 },
    );
  });

  const examples = ['organization', 'service', 'service_at_location'];
  it.skipIf(!existsSync(shared)).each(examples)('the official example of a %s', (name) => {
    const back = readImport(
      one('example.json', readFileSync(join(shared, `example-${name}_full.json`))),
      ground,
    );
    expect(back.faults).toEqual([]);
    expect(back.records?.services).toHaveLength(1);
    expect(back.remarks.map(faultText).join('\n')).toContain('is no telephone number of Sénégal');
  });
});

describe.skipIf(!existsSync(shared))('our datapackage and the published one', () => {
  it('has no column that the standard does not have, and fills in what it requires', () => {
    const published = JSON.parse(readFileSync(join(shared, 'datapackage.json'), 'utf8')) as {
      resources: {
        path: string;
        schema: { fields: { name: string; constraints?: { required?: boolean } }[] };
      }[];
    };
    const ours = exportPackage(snapshot.records);
    for (const [file, text] of ours) {
      if (file === 'datapackage.json') continue;
      const { fields } = published.resources.find((resource) => resource.path === file)!.schema;
      const columns = text.slice(0, text.indexOf('\r\n')).split(',');
      expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(columns));
      const required = fields.filter((field) => field.constraints?.required).map(({ name }) => name);
      expect(columns).toEqual(expect.arrayContaining(required));
    }
  });
});

describe('a spreadsheet with French headings', () => {
  const heading = [
    'organisme',
    'prestations',
    'besoins',
    'ville',
    'téléphone',
    'vérifié le',
    'horaires',
    'niveau de preuve',
  ];
  const line = [
    'Atelier de couture',
    'formation en couture',
    'training',
    'Vélingara, Kolda',
    '77 123 45 67',
    46_340,
    'Lu-Ve 8h-16h30',
    '',
  ];

  it('reads an Excel workbook: strings, numbers, days, values of formulas', () => {
    const again = [...line];
    again[0] = { formula: 'CONCAT(A2)', value: 'Atelier <B>' } as never;
    const { records, faults } = readImport(one('liste.xlsx', workbook([heading, line, again])), ground);
    expect(faults.map(faultText)).toEqual([]);
    expect(records?.services.map((service) => service.name)).toEqual(['Atelier de couture', 'Atelier <B>']);
    expect(records?.services[0]).toMatchObject({
      assured_date: '2026-11-14',
      evidence: 'unverified',
      key: 'atelier-de-couture-velingara-kolda',
    });
    expect(records?.locations[0]).toMatchObject({
      place_id: 'SN0703-commune-velingara',
      external_identifier: 'SN0703',
    });
    expect(records?.schedules[0]).toMatchObject({
      byday: 'MO,TU,WE,TH,FR',
      opens_at: '08:00',
      closes_at: '16:30',
    });
    expect(records?.attributes).toHaveLength(2);
  });

  it('tells every fault by line and column, and what to do', () => {
    const bad = ['', 'couture', 'gold', 'Atlantis', '12', 'hier', 'le matin', 'rumeur'];
    const { faults, records } = readImport(one('liste.xlsx', workbook([heading, line, bad])), ground);
    expect(records).toBeNull();
    const texts = faults.map(faultText);
    for (const expected of [
      /^liste\.xlsx:3, organisme: must not be empty/,
      /^liste\.xlsx:3, besoins: “gold” is unknown: one of logement · nourriture, eau/,
      /^liste\.xlsx:3, ville: no place is called “Atlantis”/,
      /^liste\.xlsx:3, téléphone: “12” is no telephone number of Sénégal/,
      /^liste\.xlsx:3, horaires: cannot be read/,
      /^liste\.xlsx:3, niveau de preuve: “rumeur”/,
      /^liste\.xlsx:3, vérifié le: “hier” is no day: write it as/,
    ]) {
      expect(texts.filter((text) => expected.test(text))).toHaveLength(1);
    }
  });

  const told = (column: string, value: string) => {
    const cells = { organisme: 'Atelier', prestations: 'x', besoins: 'job', ville: 'Kolda', [column]: value };
    const text = `${Object.keys(cells).join(';')}\n${Object.values(cells).join(';')}\n`;
    const on = { ...ground, today: '2026-11-20' };
    return readImport(one('a.csv', text), on).faults.map(faultText).join('\n');
  };

  it.each([
    [
      'ville',
      'Vélingara',
      'a.csv:2, ville: several places are called “Vélingara”: write “Vélingara, Kolda”, “Velingara, Matam”',
    ],
    ['ville', 'Koldda', 'a.csv:2, ville: no place is called “Koldda”; near it are “Kolda”'],
    [
      'ville',
      'Vélingara, Dakar',
      'a.csv:2, ville: several places are called “Vélingara, Dakar”: write “Vélingara, Kolda”',
    ],
    ['ville', 'Vélingara, Kolda', ''],
    ['ville', 'velingara, ranerou', ''],
    ['âge minimum', '121', 'a.csv:2, âge minimum: nobody is 121: at most 120 years'],
    ['vérifié le', '2026-02-30', 'a.csv:2, vérifié le: “2026-02-30” is no day'],
    ['vérifié le', '2030-13', 'a.csv:2, vérifié le: “2030-13” is no day'],
    ['vérifié le', '2026-11-21', 'a.csv:2, vérifié le: “2026-11-21” is still to come'],
    ['date de la source', '2030-13', 'a.csv:2, date de la source: “2030-13” is no date'],
    ['date de la source', '2027', 'a.csv:2, date de la source: “2027” is still to come'],
    ['date de la source', 'vers 2013', ''],
    ['téléphone', '12', 'a.csv:2, téléphone: “12” is no telephone number of Sénégal'],
    ['téléphone', '17', ''],
  ])('%s “%s”: %s', (column, value, expected) => {
    if (expected === '') expect(told(column, value)).toBe('');
    else expect(told(column, value)).toContain(expected);
  });

  it('ages that are swapped, in a table and in a datapackage', () => {
    const text = 'organisme;prestations;besoins;ville;âge minimum;âge maximum\nA;x;job;Kolda;50;20\n';
    const swapped = 'the lowest age (50) is above the highest (20): are they swapped?';
    expect(faultsOf(one('a.csv', text))).toEqual([`a.csv:2, âge maximum: ${swapped}`]);
    const services = snapshot.records.services.map((service, i) =>
      i === 0 ? { ...service, minimum_age: 50, maximum_age: 20 } : service,
    );
    const files = buffers(exportPackage({ ...snapshot.records, services }));
    expect(faultsOf(files)).toEqual([`services.csv:2, maximum_age: ${swapped}`]);
  });

  it('calls a column as the file does', () => {
    const text = 'organization,services,needs,town\n,x,job,Kolda\n';
    expect(faultsOf(one('a.csv', text))).toEqual(['a.csv:2, organization: must not be empty']);
  });

  it('reads what may stand in a column in French, in any capitals, and by its code', () => {
    const text =
      'organisme;prestations;besoins;ville;langues;nature;places\nA;x;Emploi;Kolda;"wolof ; FR";etat;Complet\n';
    const { records, faults } = readImport(one('a.csv', text), ground);
    expect(faults).toEqual([]);
    expect(records?.attributes.map((each) => each.taxonomy_term_id)).toEqual([needTermId('job')]);
    expect(records?.languages.map(({ code }) => code)).toEqual(['wo', 'fr']);
    expect([records?.organizations[0]?.kind, records?.services[0]?.capacity]).toEqual(['state', 'full']);
  });

  it('takes the needs that a line says for all of them', () => {
    const wording = [...ground.needsOf].find(([, needs]) => needs.length > 1)![0];
    const text = `organisme;prestations;besoins;ville\nA;${wording};other;Kolda\n`;
    const { records } = readImport(one('a.csv', text), ground);
    expect(records?.attributes.map((each) => each.taxonomy_term_id)).toEqual([needTermId('other')]);
  });

  it('offers a workbook to fill in, with a sheet that explains every column', () => {
    const bytes = templateWorkbook({
      table: 'Services',
      columns: 'Colonnes',
      heading: ['Colonne', 'Obligatoire', 'Sens', 'Mots'],
      required: 'oui',
      meaning: (column) => `sens de <${column}>`,
    });
    expect(faultsOf(one('vide.xlsx', bytes))).toEqual(['import: the table has no line below its heading']);
    const second = readZip(bytes).get('xl/worksheets/sheet2.xml')!.toString();
    for (const { name } of actorColumns) expect(second).toContain(`sens de &lt;${name}&gt;`);
    expect(second).toContain('logement ; nourriture, eau');
  });

  it('offers a template that its own import understands', () => {
    expect(tableTemplate().split(';')).toHaveLength(actorColumns.length);
    expect(faultsOf(one('vide.csv', tableTemplate()))).toEqual([
      'import: the table has no line below its heading',
    ]);
  });
});

describe('bad files', () => {
  it.each([
    [
      'a wrong encoding',
      'a.csv',
      Buffer.from('organisme;prestations\nCaf\xe9;x\n', 'latin1'),
      /is not UTF-8/,
    ],
    ['an unknown kind', 'a.pdf', 'x', /is of no kind that can be read/],
    ['no JSON', 'a.json', '{', /is no JSON/],
    ['JSON of something else', 'a.json', '[{"a":1}]', /no services or organizations of HSDS/],
    ['no zip', 'a.zip', 'PK nonsense', /no zip archive/],
    ['an empty zip', 'a.zip', writeZip(new Map()), /no file is named like a table/],
    ['a text that calls itself a workbook', 'a.xlsx', 'organisme;prestations', /no zip archive/],
    ['missing columns', 'a.csv', 'organisme\nAtelier\n', /a\.csv:1, prestations: this column is missing/],
    ['an empty folder', 'services.csv', '', /services\.csv:1, id: this column is missing/],
  ])('%s', (_, name, content, expected) => {
    expect(faultsOf(one(name, content)).join('\n')).toMatch(expected);
  });

  it('a zip that grows beyond all bounds is given up early', () => {
    const bomb = writeZip(new Map([['services.csv', Buffer.alloc(300 * 1024 * 1024)]]));
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(faultsOf(one('bomb.zip', bomb))).toEqual(['bomb.zip: the archive is too large once unpacked']);
    const many = writeZip(new Map(Array.from({ length: 600 }, (_, index) => [`${index}.csv`, ''])));
    expect(faultsOf(one('many.zip', many))[0]).toMatch(/600 files; at most 500/);
  });

  it('a zip that lies about its sizes loses nothing, and a damaged one is told', () => {
    const text = 'x'.repeat(100_000);
    const lying = writeZip(new Map([['a.csv', text]]));
    const directory = lying.indexOf(Buffer.from('PK\x01\x02'));
    lying.writeUInt32LE(10, directory + 24);
    expect(readZip(lying).get('a.csv')?.toString()).toBe(text);
    const damaged = writeZip(new Map([['a.csv', text]]));
    damaged.writeUInt32LE(1, damaged.indexOf(Buffer.from('PK\x01\x02')) + 16);
    expect(faultsOf(one('damaged.zip', damaged))).toEqual(['damaged.zip: a.csv is damaged']);
  });

  it('100 MB', () => {
    expect(faultsOf(one('large.csv', Buffer.alloc(100 * 1024 * 1024)))[0]).toMatch(/larger than 64 MB/);
  });

  it('a datapackage whose rows name what is not there', () => {
    const files = exportPackage(snapshot.records);
    files.set('services.csv', files.get('services.csv')!.replace(',active,', ',open,'));
    files.delete('locations.csv');
    const texts = faultsOf(buffers(files));
    expect(
      texts.some((text) => /^services\.csv:2, status: “open” is unknown: one of active/.test(text)),
    ).toBe(true);
    expect(
      texts.some((text) => /^service_at_location\.csv:2, location_id: locations\.csv has no row/.test(text)),
    ).toBe(true);
  });

  it.each([
    ['12,8,9', '-14,94', /outside Sénégal/],
    ['-14.94', '12.89', /outside Sénégal/],
    ['14.5', '-17.65', /in the sea or across the border/],
    ['12.89', '-14.94', null],
    // as a spreadsheet in French writes it
    ['12,89', '-14,94', null],
  ])('coordinates %s %s', (latitude, longitude, expected) => {
    const text = `organisme;prestations;besoins;ville;latitude;longitude\nAtelier;x;job;Kolda;${latitude};${longitude}\n`;
    const faults = faultsOf(one('a.csv', text));
    if (expected) expect(faults.join()).toMatch(expected);
    else expect(faults).toEqual([]);
  });
});

describe('cells that a spreadsheet would run', () => {
  it.each(['=HYPERLINK("x")', '@SUM(A1)', '+cmd|x', '-2+3+cmd', "'=x", '\t=x'])(
    '%s goes out as text and comes back',
    (cell) => {
      expect(safeCell(cell).startsWith("'")).toBe(true);
      expect(plainCell(safeCell(cell))).toBe(cell);
    },
  );

  it.each(['+221 33 822 01 53', '-17.4', 'BAOS', "l'AJS", "'t"])('%s stays', (cell) => {
    expect([safeCell(cell), plainCell(safeCell(cell))]).toEqual([cell, cell]);
  });

  it('no line of an export begins a cell like a formula', () => {
    const evil = snapshot.records.services.map((service) => ({ ...service, name: '=cmd|calc' }));
    const text =
      exportTable({ ...snapshot, records: { ...snapshot.records, services: evil } }) + exportHxl(snapshot);
    expect(text).not.toMatch(/(^|[;,\n"])[=@]/);
  });
});

describe('HXL', () => {
  it('has the tags of the standard below the heading and no safe house', () => {
    const lines = exportHxl(snapshot).split('\r\n');
    expect(lines[0]).toMatch(/^Organisme,Nature,Dimension,Service,Besoins,/);
    expect(lines[1]).toBe('#org,#org+type,#sector,#service,#need,#adm1+code,#adm2+code,#loc,#date');
    const gambia = { ...snapshot.countries[0]!, languages: ['en' as const] };
    expect(exportHxl({ ...snapshot, countries: [gambia] })).toMatch(/^Organisation,Type,/);
    expect(lines.join('\n')).not.toContain('Kullimaaroo');
    expect(lines.join('\n')).toContain('SN07,SN0701,Kolda,2024-11');
  });
});

it('an archive read back holds what was put in', () => {
  const files = new Map([
    ['a/é.csv', 'x'.repeat(5000)],
    ['b', ''],
  ]);
  expect([...readZip(writeZip(files))].map(([name, content]) => [name, content.toString()])).toEqual([
    ...files,
  ]);
});
