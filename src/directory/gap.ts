import { type Need, needs } from '../language/understanding.ts';
import type { Place } from './directory.ts';

/** A need for which nothing could be told, and the region where (P-code); nothing of the person. */
export interface Gap {
  readonly need: Need;
  readonly region: string | null;
}

/** Under which measure gaps stand among the anonymous counts. */
export const gapMeasure = 'gap';

/** A gap as the anonymous counts keep it: `documents/SN07`, or `documents/` where the place is not known. */
export function gapDetail(need: Need, place: Place | null): string {
  return `${need}/${place?.regionPcode ?? ''}`;
}

/** Reads such a detail; null for what it is not. */
export function readGap(detail: string): Gap | null {
  const [name, region] = detail.split('/');
  const need = needs.find((each) => each === name);
  return need && region !== undefined ? { need, region: region || null } : null;
}
