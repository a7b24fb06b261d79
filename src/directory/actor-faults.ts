import type { Fault } from '../fault.ts';
import {
  type Actor,
  type ActorCells,
  type ActorColumn,
  type ActorGround,
  actorColumns,
} from './actor-columns.ts';
import { codesOf, frenchChoices } from './actor-words.ts';
import { splitList } from './cell.ts';
import { readOpening } from './opening.ts';
import { type Outline, outlineAt } from './outlines.ts';
import { placeHints } from './place-finder.ts';
import {
  agesWrong,
  ageWrong,
  assuredWrong,
  phoneWrong,
  sourceDateWrong,
  type Wrong,
  wrong,
} from './value-checks.ts';

/** What is wrong with the lines of a table of actors, all of it together. */
export function faultsOfActors(
  actors: readonly Actor[],
  file: string,
  ground: ActorGround,
  french: boolean,
): Fault[] {
  const names = { ...knownNames(actors, ground), french };
  return [
    ...actors.flatMap((actor) => actorFaults(actor, file, ground, names)),
    ...doubleFaults(actors, file),
  ];
}

interface Known {
  /** The file is written with French headings. */
  readonly french: boolean;
  readonly ids: ReadonlySet<string>;
  readonly pcodes: ReadonlySet<string>;
  readonly placeIds: ReadonlySet<string>;
}

// A ground that could not be read itself is not told again as a fault of every line that stands on it.
const known = <T>(names: { readonly size: number; has(name: T): boolean }, name: T) =>
  names.size === 0 || names.has(name);

function knownNames(actors: readonly Actor[], { places }: ActorGround): Omit<Known, 'french'> {
  return {
    ids: new Set(actors.map(({ cells }) => cells.id)),
    pcodes: new Set(places.map(({ pcode }) => pcode)),
    placeIds: new Set(places.map(({ id }) => id)),
  };
}

/** What may stand in each column; a check gives the way to mend it, or null when all is well. */
type Check = (value: string, ground: ActorGround, names: Known) => Wrong | null;

/** Codes only; the way to mend it is told in the words that the file may use. */
const coded =
  (column: keyof typeof codesOf): Check =>
  (value, _, { french }) => {
    if ((codesOf[column] as readonly string[]).includes(value)) return null;
    const names = french ? frenchChoices(column).join(' · ') : codesOf[column].join(', ');
    return wrong('unknown', `“${value}” is unknown: one of ${names}`, { value, names });
  };
const each =
  (check: Check): Check =>
  (value, ground, names) =>
    splitList(value)
      .map((part) => check(part, ground, names))
      .find(Boolean) ?? null;
const phone: Check = (value, { country }) => phoneWrong(value, country);

const checks: { readonly [Column in ActorColumn]?: Check } = {
  short_name: (value) =>
    value.length <= 22
      ? null
      : wrong('too_long', `${value.length} characters; an SMS has room for 22`, {
          length: String(value.length),
        }),
  kind: coded('kind'),
  completes: (value, _, { ids }) =>
    ids.has(value) ? null : wrong('no_such_line', `no line has the id “${value}”`, { value }),
  needs: each(coded('needs')),
  services: each((value, { needsOf }) =>
    known(needsOf, value)
      ? null
      : wrong('unknown_service', `“${value}” does not stand in needs.csv: add it there with its needs`, {
          value,
        }),
  ),
  areas: each((value, _, { pcodes }) =>
    value === 'national' || known(pcodes, value)
      ? null
      : wrong('unknown_area', `“${value}” is no P-code of places.csv, nor “national”`, { value }),
  ),
  confidential: coded('confidential'),
  phone: each(phone),
  whatsapp: phone,
  phone_free: coded('phone_free'),
  line: each(coded('line')),
  email: (value) => (/^\S+@\S+\.\S+$/.test(value) ? null : wrong('no_email', 'no e-mail address')),
  opening: (value) =>
    readOpening(value)
      ? null
      : wrong('opening', 'cannot be read: “always”, “Mo-Fr 08:00-17:00; Sa 08:00-12:00”'),
  languages: each(coded('languages')),
  minimum_age: ageWrong,
  maximum_age: ageWrong,
  accepts_referrals: coded('accepts_referrals'),
  capacity: coded('capacity'),
  evidence: coded('evidence'),
  source_date: (value, { today }) => sourceDateWrong(value, today),
  assured_date: (value, { today }) => assuredWrong(value, today),
};

function actorFaults({ line, cells }: Actor, file: string, ground: ActorGround, names: Known): Fault[] {
  const faults: Fault[] = [];
  const tell = (column: ActorColumn, found: Wrong | null | undefined) => {
    if (found) faults.push({ file, line, column, ...found });
  };
  for (const { name, required } of actorColumns) {
    const value = cells[name];
    // A line that says its needs itself may word its services freely.
    const check = name === 'services' && cells.needs ? undefined : checks[name];
    tell(
      name,
      (required ? splitList(value).length === 0 : value === '')
        ? required
          ? wrong('empty', 'must not be empty')
          : null
        : check?.(value, ground, names),
    );
  }
  tell('maximum_age', agesWrong(cells.minimum_age, cells.maximum_age));
  tell(cells.town && !cells.place ? 'town' : 'place', placeFault(cells, ground, names));
  tell('latitude', pointFault(cells, ground));
  return faults;
}

// Where a line names a place that is one, `place` holds its id by now.
function placeFault({ place, town, areas }: ActorCells, { places }: ActorGround, { placeIds }: Known) {
  const value = place || town;
  if (!value) return areas ? null : wrong('nowhere', 'say where: a town here, or “national” as its area');
  if (place && known(placeIds, place)) return null;
  if (placeIds.size === 0) return null;
  const { several, names } = placeHints(places, value);
  const listed = names.map((name) => `“${name}”`).join(', ');
  if (several)
    return wrong('several_places', `several places are called “${value}”: write ${listed}`, {
      value,
      names: listed,
    });
  const values = { value, names: listed };
  const none = `no place is called “${value}”`;
  if (listed) return wrong('unknown_place_near', `${none}; near it are ${listed}`, values);
  return wrong('unknown_place', none, values);
}

function pointFault(cells: ActorCells, { country, outlines }: ActorGround): Wrong | null {
  if (cells.latitude === '' && cells.longitude === '') return null;
  const point = {
    latitude: Number(cells.latitude || Number.NaN),
    longitude: Number(cells.longitude || Number.NaN),
  };
  const { south, west, north, east } = country.bounds;
  const { latitude, longitude } = point;
  if (!(latitude >= south && latitude <= north && longitude >= west && longitude <= east)) {
    const message = `latitude and longitude lie outside ${country.name}: look whether they are swapped`;
    return wrong('outside', message);
  }
  if (outlines.length > 0 && !nearOutline(outlines, point))
    return wrong('at_sea', 'this point lies in the sea or across the border');
  return null;
}

// The outlines are simplified: a point on the beach may fall just outside, so its surroundings are tried too.
function nearOutline(
  outlines: readonly Outline[],
  { latitude, longitude }: { latitude: number; longitude: number },
) {
  const steps = [0, -0.01, 0.01];
  return steps.some((up) =>
    steps.some((aside) => outlineAt(outlines, { latitude: latitude + up, longitude: longitude + aside })),
  );
}

function doubleFaults(actors: readonly Actor[], file: string): Fault[] {
  const first = new Map<string, number>();
  return actors.flatMap(({ line, cells }) => {
    const before = first.get(cells.id);
    if (before === undefined) first.set(cells.id, line);
    return before === undefined ? [] : [{ file, line, column: 'id', ...usedTwice(before) }];
  });
}

const usedTwice = (line: number) =>
  wrong('used_twice', `already used in line ${line}`, { line: String(line) });
