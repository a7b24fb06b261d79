import { findPaths } from '../../src/config.ts';
import type { Context, Facts } from '../../src/dialogs/index.ts';
import { loadForms } from '../../src/dialogs/index.ts';
import { createDirectory } from '../../src/directory/create-directory.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { dutyAt, type RosterEntry } from '../../src/handoff/duty.ts';
import { type OpeningHours, parseOpeningHours } from '../../src/handoff/opening-hours.ts';
import type { TextLanguage } from '../../src/language/languages.ts';
import { type Locales, loadLocales } from '../../src/language/locales.ts';
import { createRender } from '../../src/language/render.ts';
import type { Look } from '../../src/language/say.ts';
import { commands } from '../../src/language/understanding.ts';
import { fitsFrom } from '../../src/surroundings.ts';
import { senegalSnapshot } from '../directory/senegal.ts';

const paths = findPaths();
export const locales: Locales = loadLocales(paths.locales);
export const render = createRender(locales, { controller: 'BAOS', example_place: 'Vélingara' });
const { forms } = loadForms(paths.forms);
const hours = 'Mo-Fr 08:00-17:00';

/** A Tuesday morning, with the offices open. */
export const tuesday = new Date('2026-11-24T09:40:00Z');
export const nobodyKnown: Facts = {
  textLanguage: null,
  spokenLanguage: null,
  writing: null,
  keeping: null,
  optedOut: false,
  case: null,
  holder: 'bot',
};

/** The directory of Senegal as its pack has it. */
export async function senegalDirectory(): Promise<Directory> {
  return createDirectory(await senegalSnapshot(), () => tuesday);
}

export interface Surroundings {
  readonly directory: Directory;
  readonly look: Look;
  readonly language: TextLanguage;
  readonly onDuty?: boolean;
  readonly now?: Date;
}

/** What a dialog looks at, for somebody of whom nothing is known yet, with a plain reader of digits and exact words. */
export function contextOf({
  directory,
  look,
  language,
  onDuty = true,
  now = tuesday,
}: Surroundings): Context {
  const roster: RosterEntry[] = onDuty
    ? [{ id: 1, name: 'Fatou', hours: readHours('always'), userId: null }]
    : [];
  return {
    now,
    look,
    facts: { ...nobodyKnown, textLanguage: language },
    settings: {
      serviceName: 'Ndimbal',
      retentionMonths: 12,
      smsFreeToUser: false,
      languages: ['fr', 'wo', 'ff', 'en'],
      timeZone: 'Africa/Dakar',
      dataAuthority: { name: 'CDP', town: 'Dakar' },
    },
    understand: plainReader(directory),
    directory,
    duty: dutyAt(roster, readHours(hours), now, 'Africa/Dakar'),
    forms,
    topics: locales.topics,
    labels: (key) => [locales.texts.get(language)?.get(key) ?? key],
    fits: fitsFrom(() => render)(look, 'terminal'),
    campaign: () => null,
    newCode: () => 'K7M4',
    newMoveCode: () => '3821-7745',
    held: [],
    records: { kept: null, requests: [], readers: [], agreements: [] },
  };
}

function readHours(text: string): OpeningHours {
  const read = parseOpeningHours(text);
  if (!('hours' in read)) throw new Error(`not opening hours: ${text}`);
  return read.hours;
}

/** Reads digits, labels, exact place names and the words of commands in capitals; nothing else. */
function plainReader(directory: Directory): Context['understand'] {
  const communes = directory.places().filter(({ level }) => level === 'commune');
  const named = (text: string) =>
    communes.filter(({ name }) => name.toLowerCase() === text.trim().toLowerCase());
  return {
    change: () => null,
    language: () => ({ language: null, confidence: 0 }),
    command: (text) => {
      if (text === '+') return { command: 'more' };
      const command = commands.find((word) => word.toUpperCase() === text);
      return command ? { command } : null;
    },
    choice: (text, choices, _language, several) => {
      const digits = /^\d+$/.test(text) ? [...text] : [];
      const chosen = digits.flatMap((digit) => choices.find((choice) => choice.digit === digit)?.id ?? []);
      const fits = chosen.length > 0 && chosen.length === digits.length && (several || chosen.length === 1);
      return fits ? { chosen } : null;
    },
    number: (text) => (/^\d+$/.test(text) ? Number(text) : null),
    yesNo: () => null,
    nameless: () => null,
    age: (text) => Number(/^j'ai (\d+) ans$/.exec(text)?.[1]) || null,
    place: (text) => {
      const found = named(text);
      const [only] = found;
      return found.length === 1 && only
        ? { place: only, candidates: [] }
        : { place: null, candidates: found };
    },
    danger: () => null,
    intent: () => ({ intent: null, best: [] }),
    branch: () => null,
    needs: () => [],
    topics: () => [],
    greeting: (text) => text === 'Bonjour',
    thanks: () => false,
    nameAndHour: (text) => {
      const [, name, hour] = /^(\p{L}+)? ?(?:(\d+)h)?$/u.exec(text) ?? [];
      return { ...(name && { name }), ...(hour && { hour: `${hour}:00` }) };
    },
  };
}
