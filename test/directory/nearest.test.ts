import { describe, expect, it } from 'vitest';
import { createDirectory } from '../../src/directory/create-directory.ts';
import type { Directory, NearestQuery } from '../../src/directory/directory.ts';
import type { ServiceRecord } from '../../src/directory/records.ts';
import type { Snapshot } from '../../src/directory/snapshot.ts';
import { senegal, senegalSnapshot, today } from './senegal.ts';

const directory: Directory = await senegal();

const kolda = 'SN0701-commune-kolda';
const near = (query: Partial<NearestQuery>) => directory.nearest({ needs: [], at: today, ...query });

describe('what a person is told', () => {
  it('papers in Kolda: the boutique de droit with its free number', () => {
    const [first, ...others] = near({ needs: ['documents'], place: kolda });
    expect(first).toMatchObject({
      shortName: 'Boutique de droit AJS',
      town: 'Kolda',
      phone: '800 805 805',
      phoneFree: true,
      standing: 'destination',
      caution: 'not_rechecked',
      nearness: 'same_place',
      distanceKm: null,
    });
    expect(others).toEqual([]);
  });

  it('training in Kolda: nothing, rather than a place without a verified contact', () => {
    expect(near({ needs: ['training'], place: kolda })).toEqual([]);
    const desk = near({ needs: ['training'], place: kolda, forDesk: true });
    expect(desk[0]?.standing).toBe('desk_only');
    expect(desk.map((service) => service.shortName)).toContain('ONFP Kolda');
  });

  it('several needs: those that can be met, in the order in which they were typed', () => {
    const found = near({ needs: ['training', 'documents'], place: kolda });
    expect(found.map((service) => service.shortName)).toEqual(['Boutique de droit AJS']);
    expect(
      near({ needs: ['psychosocial', 'legal_justice'], place: 'SN0101' }).map((s) => s.shortName),
    ).toEqual(['Caritas PARI Dakar', 'Boutique de droit AJS', 'Boutique de droit AJS']);
  });

  it('another département of the region: the nearest one there is, with the honest distance between the towns', () => {
    const [first] = near({ needs: ['documents'], place: 'SN0703-commune-velingara' });
    expect(first).toMatchObject({ town: 'Kolda', nearness: 'same_region' });
    expect(first!.distanceKm).toBeGreaterThan(80);
    expect(first!.distanceKm).toBeLessThan(100);
  });

  it('a region without any: nothing, and nothing for somebody who keeps the place to themselves', () => {
    expect(near({ needs: ['documents'], place: 'SN09' })).toEqual([]);
    expect(near({ needs: ['documents'] })).toEqual([]);
  });

  it('a shared position counts from there', () => {
    const [first] = near({ needs: ['documents'], point: { latitude: 12.89, longitude: -14.95 } });
    expect(first).toMatchObject({ town: 'Kolda', nearness: 'same_place' });
    expect(first!.distanceKm).toBeLessThan(2);
  });

  it('never a place for children only to somebody who is grown up or has not told an age', () => {
    expect(near({ needs: ['housing'], place: 'SN0101' }).map((s) => s.shortName)).toEqual([
      'Caritas PARI Dakar',
    ]);
    expect(near({ needs: ['housing'], place: 'SN0101', age: 30 }).map((s) => s.shortName)).not.toContain(
      'Centre Ginddi',
    );
  });

  it('never an emergency line for an ordinary need; first when it cannot wait', () => {
    expect(near({ needs: ['health', 'job', 'training'], place: kolda })).toEqual([]);
    const urgent = near({ needs: ['health'], place: kolda, urgent: true });
    expect(urgent.map((service) => service.phone)).toContain('1515');
    expect(near({ needs: ['safety_protection'], place: kolda }).map((service) => service.phone)).toEqual([
      '800 805 805',
      '116',
    ]);
  });

  it('only ever a destination, whatever the need and place', () => {
    for (const place of directory.places()) {
      for (const service of near({ needs: ['documents', 'health', 'housing', 'job'], place: place.id })) {
        expect(service.standing).toBe('destination');
        expect(service.phone).toBeTruthy();
      }
    }
  });
});

describe('one service, when somebody asks more', () => {
  it('tells hours, papers, cost and how to be referred; no pin for what is only known by its town', () => {
    const [found] = near({ needs: ['documents'], place: kolda });
    expect(directory.service(found!.id, today, kolda)).toMatchObject({
      phone: '800 805 805',
      nearness: 'same_place',
      cost: 'gratuit',
      openNow: null,
      opensNext: null,
      documents: [],
      point: null,
    });
    expect(directory.service('nothing', today)).toBeNull();
  });
});

describe('emergency lines', () => {
  it('come from the rows, free only where the row says so, and without the number that was only announced', () => {
    expect(directory.hotlines()).toEqual([
      { name: 'SAMU', number: '1515', free: true, alwaysOpen: true, kinds: ['medical'] },
      { name: 'Pompiers', number: '18', free: false, alwaysOpen: true, kinds: ['fire', 'medical'] },
      { name: 'Police secours', number: '17', free: false, alwaysOpen: false, kinds: ['police'] },
      { name: 'Gendarmerie', number: '800 00 20 20', free: true, alwaysOpen: false, kinds: ['police'] },
      {
        name: 'Wallu Allo 116',
        number: '116',
        free: false,
        alwaysOpen: true,
        kinds: ['violence', 'children'],
      },
    ]);
  });
});

describe('where a position lies', () => {
  it.each([
    ['the centre of Kolda', 12.8939, -14.9412, 'SN0701-commune-kolda'],
    ['open country in the département of Kolda', 12.75, -14.5, 'SN0701'],
    ['Dakar, on the beach', 14.6665, -17.4318, 'SN0101'],
  ])('%s', (_, latitude, longitude, id) => {
    expect(directory.placeAt({ latitude, longitude })?.pcode).toBe(id.slice(0, 6));
    if (!id.startsWith('SN0101')) expect(directory.placeAt({ latitude, longitude })?.id).toBe(id);
  });

  it.each([
    ['the Atlantic', 14.7, -18.5],
    ['Paris', 48.85, 2.35],
    ['Bamako', 12.64, -8.0],
  ])('%s: nowhere', (_, latitude, longitude) => {
    expect(directory.placeAt({ latitude, longitude })).toBeNull();
  });

  it('agrees with the gazetteer about the département of every town', () => {
    const towns = directory
      .places()
      .filter((place) => place.level === 'town' && place.coordinateQuality === 'geonames');
    const astray = towns.filter((town) => {
      const found = directory.placeAt({ latitude: town.latitude!, longitude: town.longitude! });
      return found?.departementPcode !== town.departementPcode && found?.regionPcode !== town.regionPcode;
    });
    expect(astray.map((town) => town.name)).toEqual([]);
  });
});

describe('the order, one difference at a time', () => {
  const boutique = 'ajs-kolda';

  it('what the person needs most before what is better known', async () => {
    const found = directory.nearest({ needs: ['legal_justice', 'psychosocial'], place: 'SN0101', at: today });
    expect(found.map((service) => service.because[0])).toEqual(Array(3).fill('need.legal_justice'));
  });

  it('two people who found it closed take it off the list until somebody checks', async () => {
    const snapshot = await senegalSnapshot();
    const id = snapshot.records.services.find((service) => service.key === boutique)!.id;
    const doubtedBy = (people: number) =>
      createDirectory({ ...snapshot, doubts: new Map([[id, people]]) }, () => today);
    expect(doubtedBy(1).nearest({ needs: ['documents'], place: kolda, at: today })).toHaveLength(1);
    expect(doubtedBy(2).nearest({ needs: ['documents'], place: kolda, at: today })).toEqual([]);
  });

  it('a service of ours that was checked and has a number becomes a destination, and stops being one a year on', async () => {
    const checked = createDirectory(await changed('hop-kolda', { assured_date: '2026-10-01' }), () => today);
    const ask = (at: Date) =>
      checked.nearest({ needs: ['health'], place: kolda, at }).map((s) => s.shortName);
    expect(ask(today)).toEqual(['Hôpital régional']);
    expect(ask(new Date('2027-10-02T10:00:00Z'))).toEqual([]);
  });

  it('a safe house is told to nobody, checked or not', async () => {
    const checked = createDirectory(
      await changed('kullimaaroo', { assured_date: '2026-10-01' }),
      () => today,
    );
    const query = { needs: ['housing'], place: 'SN1403-commune-ziguinchor', at: today } as const;
    expect(checked.nearest(query)).toEqual([]);
    const [desk] = checked.nearest({ ...query, forDesk: true });
    expect(desk).toMatchObject({ shortName: 'Centre Kullimaaroo', standing: 'desk_only' });
    expect(desk!.because).toContain('desk_only.confidential');
  });
});

async function changed(key: string, change: Partial<ServiceRecord>): Promise<Snapshot> {
  const snapshot = await senegalSnapshot();
  const services = snapshot.records.services.map((each) =>
    each.key === key ? { ...each, ...change } : each,
  );
  return { ...snapshot, records: { ...snapshot.records, services } };
}
