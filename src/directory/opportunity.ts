import { z } from 'zod';
import { type Need, needs } from '../language/understanding.ts';

export const opportunityKinds = ['training_intake', 'call_for_projects', 'financing', 'job_offer'] as const;

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'a day as 2026-11-21');

/** What is asked of an opportunity before it is listed: a chance without a last day is none. */
export const opportunityShape = z.strictObject({
  country: z.string().regex(/^[A-Z]{3}$/),
  title: z.string().trim().min(3).max(120),
  kind: z.enum(opportunityKinds),
  organizationId: z.uuid().nullable().default(null),
  needs: z.array(z.enum(needs)).min(1),
  /** P-codes, or the country's code. */
  areas: z.array(z.string().min(2)).min(1),
  conditions: z.string().max(500).nullable().default(null),
  howToApply: z.string().max(500).nullable().default(null),
  phone: z.string().max(30).nullable().default(null),
  opensOn: day.nullable().default(null),
  closesOn: day,
  sourceUrl: z.url().nullable().default(null),
  assuredDate: day.nullable().default(null),
});

export type OpportunityInput = z.input<typeof opportunityShape>;
export type Opportunity = z.output<typeof opportunityShape> & { readonly id: string };

/** The place somebody asks from, as far as areas depend on it. */
interface Where {
  readonly country: string;
  readonly regionPcode: string;
  readonly departementPcode: string | null;
}

/** The opportunities open on a day that meet one of a person's needs where they live, those that close first on top. */
export function opportunitiesFor(
  all: readonly Opportunity[],
  query: { readonly needs: readonly Need[]; readonly place: Where | null; readonly today: string },
): readonly Opportunity[] {
  return all
    .filter((each) => each.closesOn >= query.today && (each.opensOn ?? '') <= query.today)
    .filter((each) => each.needs.some((need) => query.needs.includes(need)) && reaches(each, query.place))
    .sort((a, b) => (a.closesOn < b.closesOn ? -1 : a.closesOn > b.closesOn ? 1 : 0));
}

function reaches({ areas, country }: Opportunity, place: Where | null): boolean {
  if (areas.includes(country)) return place === null || place.country === country;
  return (
    place !== null && areas.some((area) => area === place.departementPcode || area === place.regionPcode)
  );
}
