import { type Need, needs } from '../language/understanding.ts';
import { uuidFromName } from './identifier.ts';
import type { TaxonomyRecord, TaxonomyTermRecord } from './records.ts';

/** The sixteen needs as an HSDS taxonomy, so that other programs find services by need. */
export const needTaxonomy: TaxonomyRecord = {
  id: uuidFromName('taxonomy/needs'),
  name: 'Needs of people who have come back',
  description: 'Sixteen needs in the three dimensions of the National Referral Mechanism',
  uri: null,
  version: '1',
  other: null,
};

const descriptions: Readonly<Record<Need, string>> = {
  housing: 'A roof, for a night or longer',
  food_water: 'Food and water',
  health: 'Care of the body, pregnancy, medicine',
  psychosocial: 'Listening, counselling, mental health',
  documents: 'Civil status, identity papers, passports',
  legal_justice: 'Legal advice, mediation, rights, complaints',
  education_children: 'School for children',
  training: 'Vocational training and guidance',
  job: 'Work for wages',
  business: 'A project or small business of one’s own',
  debt_finance: 'Debts, credit, saving',
  social_protection: 'Social assistance, cards and allowances',
  family: 'Finding and mending family ties, care of children',
  safety_protection: 'Protection from violence, threats and trafficking',
  disability: 'Living with a disability',
  other: 'Reception, orientation and what fits nowhere else',
};

/** The id of a need's term in the taxonomy. */
export function needTermId(need: Need): string {
  return uuidFromName(`taxonomy/needs/${need}`);
}

export const needTerms: readonly TaxonomyTermRecord[] = needs.map((need) => ({
  id: needTermId(need),
  code: need,
  name: need,
  description: descriptions[need],
  parent_id: null,
  taxonomy_id: needTaxonomy.id,
  language: 'en',
  other: null,
}));

const needOfTerm = new Map(needs.map((need) => [needTermId(need), need]));

/** The need that a term of the taxonomy stands for; null for terms of other taxonomies. */
export function needFromTerm(termId: string): Need | null {
  return needOfTerm.get(termId) ?? null;
}
