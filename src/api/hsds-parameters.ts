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
const number = (least: number, most: number) => z.coerce.number().min(least).max(most);

/** The parameters that every list takes. */
export const parameters = z.object({
  search: z.string().max(200).optional(),
  page: z.coerce.number().int().min(1).default(1),
  per_page: z.coerce.number().int().min(1).max(500).default(50),
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
