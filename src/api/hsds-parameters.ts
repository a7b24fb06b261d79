import { z } from 'zod';
import type { PublicResource } from '../directory/public-directory.ts';
import { needs } from '../language/understanding.ts';

/** The names of the lists in addresses, and what each holds. */
export const lists: Readonly<Record<string, PublicResource>> = {
  services: 'service',
  organizations: 'organization',
  service_at_locations: 'service_at_location',
  taxonomies: 'taxonomy',
  taxonomy_terms: 'taxonomy_term',
};

const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');
// An empty value is no zero: the coercion of a number would put whoever forgets it into the Gulf of Guinea.
const number = (least: number, most: number, kind: 'number' | 'integer' = 'number') => {
  const wrong = `must be ${kind === 'integer' ? 'a whole number' : 'a number'} from ${least} to ${most}`;
  const pattern = kind === 'integer' ? /^-?\d+$/ : /^-?\d+(\.\d+)?$/;
  return z
    .string(wrong)
    .refine((text) => pattern.test(text) && Number(text) >= least && Number(text) <= most, wrong)
    .meta({ type: kind, minimum: least, maximum: most })
    .transform(Number);
};
const whole = (least: number, most: number) => number(least, most, 'integer');

/** The parameters that every list takes, one by one. */
export const parameters = z.object({
  search: z.string().max(200).optional(),
  page: whole(1, 1_000_000).default(1),
  per_page: whole(1, 500).default(50),
  format: z.enum(['json', 'ndjson']).default('json'),
  minimal: flag.default(false),
  full: flag.default(false),
  taxonomy_term_id: z.uuid().optional(),
  taxonomy_id: z.uuid().optional(),
  organization_id: z.uuid().optional(),
  parent_id: z.uuid().optional(),
  top_only: flag.optional(),
  modified_after: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d/, 'a date such as 2026-11-21')
    .optional(),
  need: z.enum(needs).optional(),
  lang: z.string().max(8).optional(),
  pcode: z.string().max(20).optional(),
  lat: number(-90, 90).optional(),
  lon: number(-180, 180).optional(),
  radius: number(0, 2000).optional(),
});
export type Parameters = z.infer<typeof parameters>;

/** Reads them together: a point has two coordinates, a radius goes around a point. */
export const readParameters = parameters.superRefine(({ lat, lon, radius }, context) => {
  const missing = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (lat !== undefined && lon === undefined) missing('lon', 'is needed beside lat');
  if (lon !== undefined && lat === undefined) missing('lat', 'is needed beside lon');
  if (radius !== undefined && lat === undefined && lon === undefined)
    missing('radius', 'needs a point: lat and lon');
});
