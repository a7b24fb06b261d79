import type { Connection } from '../../db/open.ts';
import { tally } from '../../db/schema/campaigns.ts';
import type { Need } from '../language/understanding.ts';
import type { Place } from './directory.ts';

/** Counts that nothing could be told for a need at a place: by day, need and region, and nothing of the person. */
export async function countGap(db: Connection, need: Need, place: Place | null, at: Date): Promise<void> {
  const detail = `${need}/${place?.regionPcode ?? ''}`;
  await db.insert(tally).values({ day: at.toISOString().slice(0, 10), measure: 'gap', detail });
}
