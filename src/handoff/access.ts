export const roles = ['caseworker', 'supervisor', 'coordinator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who is looking: a signed-in member of staff, as far as seeing cases depends on it. */
export interface Viewer {
  readonly id: string;
  readonly role: Role;
  /** P-codes of the regions they work in; none: all of them. */
  readonly regions: readonly string[];
  readonly languages: readonly string[];
  /** Named child-protection focal point. */
  readonly childProtection: boolean;
}

/** The facts of a case that decide who sees it. */
export interface CaseStanding {
  readonly restricted: boolean;
  readonly minor: boolean;
  readonly region: string | null;
  readonly claimedBy: string | null;
  /** Staff named on it. */
  readonly named: readonly string[];
  /** Some child-protection focal point has an account. */
  readonly focalPointExists: boolean;
}

/** Coordinators see counts and admins see accounts; people's cases are for caseworkers and their supervisors. */
export function worksWithCases(viewer: Viewer): boolean {
  return viewer.role === 'caseworker' || viewer.role === 'supervisor';
}

/**
 * Whether this viewer may see this case. `visibleTo` in visible-store.ts says the same in SQL; a test compares both.
 * A restricted case on which nobody is named falls to the supervisors, so that none is ever seen by nobody.
 */
export function mayCaseBeSeen(viewer: Viewer, standing: CaseStanding): boolean {
  if (!worksWithCases(viewer)) return false;
  if (standing.named.includes(viewer.id)) return true;
  const inRegion =
    viewer.regions.length === 0 || standing.region === null || viewer.regions.includes(standing.region);
  if (!standing.restricted) return inRegion || standing.claimedBy === viewer.id;
  if (standing.minor && viewer.childProtection && inRegion) return true;
  const orphan = standing.named.length === 0 && !(standing.minor && standing.focalPointExists);
  return viewer.role === 'supervisor' && orphan;
}

/** Whether voice notes may be played: only after a yes to keeping them, or where a life is in danger. */
export function mayHear(keeping: string | null, danger: string | null): boolean {
  return keeping === 'adult' || keeping === 'minor' || danger !== null;
}
