import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createDirectory } from '../../src/directory/create-directory.ts';
import type { Records, ScheduleRecord, ServiceRecord } from '../../src/directory/records.ts';
import type { Snapshot } from '../../src/directory/snapshot.ts';
import { senegalSnapshot, today } from './senegal.ts';

/** What may differ between two services that are otherwise the same. */
interface Difference {
  readonly service?: Partial<ServiceRecord>;
  readonly hours?: Partial<ScheduleRecord>;
  readonly language?: string;
  readonly place?: string;
  readonly silent?: true;
  readonly doubts?: number;
  readonly letDown?: number;
}

/** The words of `order.md`; today is a Friday, ten in the morning. */
const meaning: Readonly<Record<string, Difference>> = {
  'à Kolda': { place: 'SN0701-commune-kolda' },
  'à Vélingara': { place: 'SN0703-commune-velingara' },
  'ouvert maintenant': { hours: { byday: 'FR', opens_at: '08:00', closes_at: '16:00' } },
  'ouvre à 15 h': { hours: { byday: 'FR', opens_at: '15:00', closes_at: '18:00' } },
  "fermé aujourd'hui": { hours: { byday: 'MO', opens_at: '08:00', closes_at: '16:00' } },
  'heures inconnues': {},
  'vérifié il y a 1 mois': { service: { assured_date: '2026-10-20' } },
  'vérifié il y a 2 ans': { service: { assured_date: '2024-10-20' } },
  'jamais vérifié': {},
  "n'a pas répondu à notre question": { silent: true },
  'parle pulaar': { language: 'ff' },
  'parle français': { language: 'fr' },
  'langues inconnues': {},
  'accepte les orientations': { service: { accepts_referrals: true } },
  'refuse les orientations': { service: { accepts_referrals: false } },
  "ne dit pas s'il les accepte": {},
  'a de la place': { service: { capacity: 'open' } },
  "a une liste d'attente": { service: { capacity: 'waiting_list' } },
  'est complet': { service: { capacity: 'full' } },
  'trouvé fermé par 1 personne': { doubts: 1 },
  'a refusé 1 orientation': { letDown: 1 },
  'a laissé 2 orientations sans réponse': { letDown: 2 },
};

const rows = readFileSync(new URL('order.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, why = '', first = '', second = '']) => [why, first, second] as const);

describe('the order in which services are told (order.md)', () => {
  it('knows every word of the table', () => {
    const words = rows.flatMap(([, first, second]) => [first, second]).flatMap((cell) => cell.split(', '));
    expect(words.filter((word) => !(word in meaning))).toEqual([]);
    expect(rows.length).toBeGreaterThan(15);
  });

  // Whichever of the two the directory holds first: the order must come from what differs.
  it.each(rows)('%s: %s | %s', async (_why, first, second) => {
    for (const order of [
      ['first', 'second'],
      ['second', 'first'],
    ] as const) {
      const twins = { first: differenceOf(first), second: differenceOf(second) };
      const directory = createDirectory(await twoOf(order.map((name) => [name, twins[name]])), () => today);
      const found = directory.nearest({
        needs: ['documents'],
        place: 'SN0701-commune-kolda',
        language: 'ff',
        at: today,
      });
      expect(found.map(({ serviceId }) => serviceId)).toEqual(['first', 'second']);
    }
  });
});

function differenceOf(cell: string): Difference {
  const all = cell.split(', ').map((word) => meaning[word]!);
  return Object.assign({}, ...all, { service: Object.assign({}, ...all.map(({ service }) => service)) });
}

async function twoOf(twins: readonly (readonly [name: string, difference: Difference])[]): Promise<Snapshot> {
  const snapshot = await senegalSnapshot();
  const parts = twins.map(([name, difference]) => twinOf(snapshot.records, name, difference));
  const merged = Object.fromEntries(
    Object.keys(snapshot.records).map((table) => [
      table,
      parts.flatMap((each) => each[table as keyof Records] as unknown[]),
    ]),
  ) as unknown as Records;
  const counts = (of: (difference: Difference) => number | undefined) =>
    new Map(
      twins.flatMap(([name, difference]) => (of(difference) ? [[name, of(difference)!] as const] : [])),
    );
  return {
    ...snapshot,
    records: merged,
    doubts: counts(({ doubts }) => doubts),
    letDown: counts(({ letDown }) => letDown),
    silent: new Set(twins.flatMap(([name, { silent }]) => (silent ? [name] : []))),
  };
}

/** The free legal help of Kolda under another name, with what differs. */
function twinOf(records: Records, name: string, difference: Difference): Records {
  const service = records.services.find((each) => each.key === 'ajs-kolda')!;
  const of = <T extends { service_id: string | null }>(rows: readonly T[]) =>
    rows.filter((row) => row.service_id === service.id).map((row) => ({ ...row, service_id: name }));
  const organization = records.organizations.find((each) => each.id === service.organization_id)!;
  const at = records.service_at_locations.find((each) => each.service_id === service.id)!;
  const location = records.locations.find((each) => each.id === at.location_id)!;
  const { place, hours, language } = difference;
  return {
    ...records,
    organizations: [{ ...organization, id: name }],
    services: [{ ...service, ...difference.service, id: name, organization_id: name }],
    locations: [{ ...location, id: name, ...(place ? { place_id: place } : {}) }],
    service_at_locations: [{ ...at, id: name, service_id: name, location_id: name }],
    phones: of(records.phones),
    schedules: hours ? [{ ...schedule, ...hours, id: name, service_id: name }] : [],
    service_areas: of(records.service_areas),
    languages: language ? [{ ...spoken, id: name, service_id: name, code: language }] : [],
    attributes: records.attributes
      .filter((each) => each.link_id === service.id)
      .map((each) => ({ ...each, link_id: name })),
  };
}

const schedule: ScheduleRecord = {
  id: '',
  service_id: null,
  location_id: null,
  service_at_location_id: null,
  valid_from: null,
  valid_to: null,
  freq: 'WEEKLY',
  byday: null,
  opens_at: null,
  closes_at: null,
  description: null,
  closed: false,
  other: null,
};
const spoken = {
  id: '',
  service_id: null,
  location_id: null,
  phone_id: null,
  name: null,
  note: null,
  other: null,
};
