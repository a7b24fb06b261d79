import { type SpokenLanguage, spokenLanguages } from '../language/languages.ts';
import { type Need, needs } from '../language/understanding.ts';
import type { ActorCells, ActorColumn } from './actor-columns.ts';
import { folded } from './place-finder.ts';
import {
  type Evidence,
  evidences,
  type LineKind,
  lineKinds,
  type OrganizationKind,
  organizationKinds,
  type ServiceRecord,
} from './records.ts';

/** What a service has room for. */
export const capacities = [
  'open',
  'waiting_list',
  'full',
] as const satisfies readonly ServiceRecord['capacity'][];

/** Codes that a column takes; several may stand in one cell, parted by semicolons. */
export const codesOf = {
  needs,
  kind: organizationKinds,
  line: lineKinds,
  languages: spokenLanguages,
  evidence: evidences,
  capacity: capacities,
  confidential: ['yes', 'no'],
  phone_free: ['yes', 'no'],
  accepts_referrals: ['yes', 'no'],
} as const satisfies { readonly [Column in ActorColumn]?: readonly string[] };

type YesNo = Readonly<Record<'yes' | 'no', string>>;
const yesNo: YesNo = { yes: 'oui', no: 'non' };

interface Words {
  readonly needs: Readonly<Record<Need, string>>;
  readonly kind: Readonly<Record<OrganizationKind, string>>;
  readonly line: Readonly<Record<LineKind, string>>;
  readonly languages: Readonly<Record<SpokenLanguage, string>>;
  readonly evidence: Readonly<Record<Evidence, string>>;
  readonly capacity: Readonly<Record<(typeof capacities)[number], string>>;
  readonly confidential: YesNo;
  readonly phone_free: YesNo;
  readonly accepts_referrals: YesNo;
}

/** The codes as a table in French writes them: the same words as on the desk (a test holds them together). */
const frenchWords: Words = {
  needs: {
    housing: 'logement',
    food_water: 'nourriture, eau',
    health: 'santé',
    psychosocial: 'moral',
    documents: 'papiers',
    legal_justice: 'droits, justice',
    education_children: 'école des enfants',
    training: 'formation',
    job: 'emploi',
    business: 'projet',
    debt_finance: 'dettes, argent',
    social_protection: 'aide sociale',
    family: 'famille',
    safety_protection: 'sécurité',
    disability: 'handicap',
    other: 'autre',
  },
  kind: { state: 'État', 'non-state': 'non étatique', international: 'internationale' },
  line: {
    medical: 'urgence médicale',
    fire: 'pompiers',
    police: 'police',
    violence: 'violences',
    children: 'enfants',
  },
  languages: {
    fr: 'Français',
    wo: 'Wolof',
    ff: 'Pulaar',
    srr: 'Sérère',
    mnk: 'Mandinka',
    snk: 'Soninké',
    dyo: 'Diola',
    en: 'Anglais',
    other: 'Autre langue',
  },
  evidence: {
    contact: 'contact documenté',
    role: 'rôle documenté, pas le contact',
    uncertain: 'incertain',
    announced: 'annoncé',
    unverified: 'non vérifié',
    ended: 'terminé',
  },
  capacity: { open: 'a de la place', waiting_list: "liste d'attente", full: 'complet' },
  confidential: yesNo,
  phone_free: yesNo,
  accepts_referrals: yesNo,
};

type CodedColumn = keyof Words;
const codedColumns = Object.keys(frenchWords) as CodedColumn[];
const wordsOf = (column: CodedColumn): Readonly<Record<string, string>> => frenchWords[column];

/** The words that a table in French may hold in a column; none: the column is free. */
export function frenchChoices(column: string): readonly string[] {
  return column in frenchWords ? Object.values(wordsOf(column as CodedColumn)) : [];
}

/** A line with French words where it has codes. */
export function inFrench(cells: ActorCells): ActorCells {
  return rewritten(cells, (column, part) => wordsOf(column)[part]);
}

const codesByWord = Object.fromEntries(
  codedColumns.map((column) => [
    column,
    new Map(Object.entries(wordsOf(column)).flatMap((pair) => pair.map((word) => [folded(word), pair[0]]))),
  ]),
) as unknown as Readonly<Record<CodedColumn, ReadonlyMap<string, string>>>;

/** A line with codes where it has French words, in whatever capitals and accents; what is neither stays. */
export function inCodes(cells: ActorCells): ActorCells {
  return rewritten(cells, (column, part) => codesByWord[column].get(folded(part)));
}

function rewritten(
  cells: ActorCells,
  word: (column: CodedColumn, part: string) => string | undefined,
): ActorCells {
  const changed = codedColumns.map((column) => {
    const parts = cells[column].split(';').map((part) => part.trim());
    return [column, parts.map((part) => word(column, part) ?? part).join(';')];
  });
  return { ...cells, ...Object.fromEntries(changed) };
}
