import { type ActorCells, actorColumns } from '../../src/directory/actor-columns.ts';
import { actorRecords } from '../../src/directory/actor-records.ts';
import type { Country } from '../../src/directory/country.ts';
import type { Place } from '../../src/directory/directory.ts';
import type { Pack } from '../../src/directory/seed.ts';
import { type Need, needs } from '../../src/language/understanding.ts';

/** Chance that is the same at every run, so that two runs can be compared. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const regions = 15;
const areasEach = 4;
const townsEach = 8;

/** A made-up country with its places and so many services: nothing in it is true. */
export function madeUpPack(number: number, services: number): Pack {
  const random = chance(number + 1);
  const iso3 = `X${String.fromCharCode(65 + (number % 26))}${String.fromCharCode(65 + Math.floor(number / 26))}`;
  const country = madeUpCountry(iso3, number);
  const places = madeUpPlaces(iso3, country, random);
  const towns = places.filter((place) => place.level === 'town');
  const actors = Array.from({ length: services }, (_, line) => ({
    line: line + 2,
    cells: madeUpCells(iso3, line, towns, random),
  }));
  const ground = { country, places, outlines: [], needsOf: new Map<string, Need[]>() };
  return { country, hash: iso3, places, outlines: [], records: actorRecords(actors, ground) };
}

function madeUpCountry(iso3: string, number: number): Country {
  const west = -17 + number * 4;
  return {
    name: `Country ${iso3}`,
    iso2: iso3.slice(0, 2),
    iso3,
    calling_code: '999',
    phone_pattern: '^\\d{9}$',
    timezone: 'UTC',
    currency: 'XOF',
    languages: ['fr'],
    example_place: 'Kolda',
    bounds: { south: 4, west, north: 8, east: west + 4 },
  };
}

function madeUpPlaces(iso3: string, country: Country, random: () => number): Place[] {
  const places: Place[] = [];
  for (let region = 0; region < regions; region += 1) {
    const regionPcode = `${iso3}${String(region).padStart(2, '0')}`;
    places.push(madeUpPlace(regionPcode, 'region', null, regionPcode, country, random));
    for (let area = 0; area < areasEach; area += 1) {
      const pcode = `${regionPcode}${String(area).padStart(2, '0')}`;
      places.push(madeUpPlace(pcode, 'departement', pcode, regionPcode, country, random));
      for (let town = 0; town < townsEach; town += 1) {
        places.push(madeUpPlace(`${pcode}-${town}`, 'town', pcode, regionPcode, country, random));
      }
    }
  }
  return places;
}

function madeUpPlace(
  id: string,
  level: Place['level'],
  departementPcode: string | null,
  regionPcode: string,
  { iso3, bounds }: Country,
  random: () => number,
): Place {
  return {
    id,
    country: iso3,
    name: `Place ${id}`,
    spellings: [],
    level,
    pcode: departementPcode ?? regionPcode,
    region: regionPcode,
    regionPcode,
    departement: departementPcode,
    departementPcode,
    latitude: bounds.south + random() * 4,
    longitude: bounds.west + random() * 4,
    coordinateQuality: level === 'town' ? 'geonames' : 'departement_point',
    population: null,
  };
}

function madeUpCells(iso3: string, line: number, towns: readonly Place[], random: () => number): ActorCells {
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)]!;
  const town = pick(towns);
  const blank = Object.fromEntries(actorColumns.map(({ name }) => [name, ''])) as unknown as ActorCells;
  return {
    ...blank,
    id: `${iso3}-${line}`,
    organization: `Organization ${iso3} ${line}`,
    short_name: `Service ${line}`,
    kind: pick(['state', 'non-state', 'international']),
    services: 'made up for measuring',
    needs: [...new Set([pick(needs), pick(needs)])].join(';'),
    areas: random() < 0.02 ? 'national' : pick([town.departementPcode!, town.regionPcode]),
    place: town.id,
    town: town.name,
    address: `${line} Long Street`,
    phone: `77${String(line).padStart(7, '0')}`,
    opening: pick(['Mo-Fr 08:00-17:00', 'always', 'Mo-Sa 09:00-13:00; 2026-12-25 closed', '']),
    languages: pick(['fr', 'fr;wo', 'ff', '']),
    accepts_referrals: pick(['yes', 'no', '']),
    evidence: pick(['contact', 'contact', 'unverified', 'role']),
    source_url: `https://example.org/${iso3}/${line}`,
    source_date: '2025-01',
    assured_date: random() < 0.3 ? '2026-06-01' : '',
  };
}
