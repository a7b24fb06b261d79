import { randomUUID } from 'node:crypto';
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Connection, Database } from '../../db/open.ts';
import { listingRequest } from '../../db/schema/directory.ts';
import type { ActorGround } from './actor-columns.ts';
import { type ActorPatch, addService, type Edited, type Hand } from './edit-store.ts';

/** What an actor wrote when it asked to be listed. */
export interface ListingRequest {
  readonly id: string;
  readonly receivedAt: Date;
  readonly cells: ActorPatch;
}

const longestCell = 500;

/** Keeps a request to be listed, cut to what a form may hold; nothing is listed before somebody decides. */
export async function requestListing(db: Connection, cells: ActorPatch, at: Date): Promise<string> {
  const id = randomUUID();
  const short = Object.fromEntries(
    Object.entries(cells).map(([name, cell]) => [name, cell.slice(0, longestCell)]),
  );
  // Who asks cannot vouch for itself: how well an entry is known is for the coordinator to say.
  const own = { ...short, evidence: 'unverified', assured_date: '', assurer: '', id: '', completes: '' };
  await db.insert(listingRequest).values({ id, cells: own, receivedAt: at });
  return id;
}

/** Requests that nobody has decided, oldest first. */
export async function openRequests(db: Connection): Promise<readonly ListingRequest[]> {
  const rows = await db
    .select()
    .from(listingRequest)
    .where(isNull(listingRequest.decision))
    .orderBy(asc(listingRequest.receivedAt));
  return rows.map(({ id, receivedAt, cells }) => ({ id, receivedAt, cells: cells as ActorPatch }));
}

/** Lists what was asked for, as the coordinator has corrected it; faults leave the request open. */
export async function acceptRequest(
  db: Database,
  ground: ActorGround,
  id: string,
  cells: ActorPatch,
  hand: Hand,
): Promise<Edited> {
  const added = await addService(db, ground, cells, hand, 'listed');
  if ('serviceId' in added) await decide(db, id, 'accepted', hand);
  return added;
}

/** Says no to a request; it stays in the records. */
export async function refuseRequest(db: Connection, id: string, hand: Hand): Promise<void> {
  await decide(db, id, 'refused', hand);
}

async function decide(db: Connection, id: string, decision: string, { by, at }: Hand): Promise<void> {
  const open = and(eq(listingRequest.id, id), isNull(listingRequest.decision));
  await db.update(listingRequest).set({ decision, decidedBy: by, decidedAt: at }).where(open);
}
