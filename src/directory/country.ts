import { parse } from 'yaml';
import { z } from 'zod';
import type { Fault } from '../fault.ts';
import { spokenLanguages } from '../language/languages.ts';

const countryShape = z.strictObject({
  name: z.string().min(1),
  iso2: z.string().regex(/^[A-Z]{2}$/),
  iso3: z.string().regex(/^[A-Z]{3}$/),
  calling_code: z.string().regex(/^\d{1,3}$/),
  phone_pattern: z.string(),
  /** Numbers that can receive an SMS; absent where nobody has looked it up, then none is sent to actors. */
  mobile_pattern: z.string().optional(),
  timezone: z.string(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  languages: z.array(z.enum(spokenLanguages)),
  /** A town that people are shown as an example of how to answer "where do you live?". */
  example_place: z.string().min(1),
  /** Who hears complaints about personal data beside us; absent where nobody has looked it up. */
  data_authority: z.strictObject({ name: z.string(), town: z.string() }).optional(),
  bounds: z.strictObject({ south: z.number(), west: z.number(), north: z.number(), east: z.number() }),
});

/** What the program must know about a country: everything that would otherwise stand in code. */
export type Country = z.infer<typeof countryShape>;

/** Reads `pack.yaml`; a file that cannot be used gives faults and no country. */
export function readCountry(text: string, file: string): { country: Country | null; faults: Fault[] } {
  const read = countryShape.safeParse(safeYaml(text));
  if (read.success) return { country: read.data, faults: [] };
  const faults = read.error.issues.map((issue) => ({
    file,
    line: lineOf(text, String(issue.path[0] ?? '')),
    column: issue.path.join('.'),
    message: issue.message,
  }));
  return { country: null, faults };
}

function safeYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

function lineOf(text: string, key: string): number {
  return text.split('\n').findIndex((line) => line.startsWith(`${key}:`)) + 1;
}

/** A phone number as it is dialled inside the country: no blanks, no calling code. */
export function dialled(number: string, country: Pick<Country, 'calling_code'>): string {
  const bare = number.replace(/[\s.()-]/g, '');
  return bare.replace(new RegExp(`^(?:\\+|00)${country.calling_code}`), '');
}

/** A phone number as it is shown inside the country: as documented, without the calling code. */
export function shownNumber(number: string, country: Pick<Country, 'calling_code'>): string {
  return number.replace(new RegExp(`^(?:\\+|00)${country.calling_code}\\s*`), '').trim();
}

/** Whether a number can be one of this country. */
export function isNumber(number: string, country: Pick<Country, 'calling_code' | 'phone_pattern'>): boolean {
  return new RegExp(country.phone_pattern).test(dialled(number, country));
}
