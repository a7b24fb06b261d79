import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Connection, Database } from '../../db/open.ts';
import * as schema from '../../db/schema/directory.ts';
import type { ActorColumn, ActorGround } from './actor-columns.ts';
import {
  type ActorPatch,
  cellsIn,
  changeEntry,
  type Edited,
  type Hand,
  type HistoryLine,
  noteChanges,
} from './edit-store.ts';
import { mergedCells } from './merging.ts';
import { readRecordsOf } from './records-store.ts';
import { announce } from './store.ts';

/** Two entries of one service: the one that stays and the one that goes. */
export interface Doubles {
  readonly keep: string;
  readonly drop: string;
}

/**
 * Makes one entry of two: `chosen` says for each field whose value stays. The other becomes defunct and says which one
 * to use; all of it can be undone.
 */
export async function mergeServices(
  db: Database,
  ground: ActorGround,
  { keep, drop }: Doubles,
  chosen: (field: ActorColumn) => string,
  hand: Hand,
): Promise<Edited> {
  return db.transaction(async (tx) => {
    const status = await lockedStatus(tx, [keep, drop]);
    const [kept, dropped] = [await cellsOf(tx, keep, ground), await cellsOf(tx, drop, ground)];
    if (status.get(keep) !== 'active' || status.get(drop) !== 'active' || !kept || !dropped || keep === drop)
      return { missing: true };
    const done = await changeEntry(tx, ground, keep, mergedCells(kept, dropped, chosen), hand, 'merge');
    if (!('serviceId' in done)) return done;
    await setStatus(tx, drop, 'defunct', hand);
    await noteChanges(tx, keep, [['merged_from', '', drop]], hand, 'merge');
    const said = [['status', 'active', 'defunct'] as const, ['merged_into', '', keep] as const];
    await noteChanges(tx, drop, said, hand, 'merge');
    await announce(tx, [keep, drop]);
    return done;
  });
}

/** Parts two entries again: the other is offered as before, and what came from it goes, unless changed since. */
export async function undoMerge(
  db: Database,
  ground: ActorGround,
  { keep, drop }: Doubles,
  hand: Hand,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const status = await lockedStatus(tx, [keep, drop]);
    const at = await mergedAt(tx, { keep, drop });
    const now = await cellsOf(tx, keep, ground);
    if (!at || !now || status.get(drop) !== 'defunct') return false;
    await changeEntry(tx, ground, keep, await backFrom(tx, keep, at, now), hand, 'unmerge');
    await setStatus(tx, drop, 'active', hand);
    await noteChanges(tx, keep, [['merged_from', drop, '']], hand, 'unmerge');
    await noteChanges(tx, drop, [['merged_into', keep, '']], hand, 'unmerge');
    await announce(tx, [keep, drop]);
    return true;
  });
}

async function lockedStatus(tx: Connection, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { services } = schema;
  const rows = await tx
    .select({ id: services.id, status: services.status })
    .from(services)
    .where(inArray(services.id, [...ids]))
    .orderBy(services.id)
    .for('no key update');
  return new Map(rows.map(({ id, status }) => [id, status]));
}

async function cellsOf(tx: Connection, id: string, ground: ActorGround) {
  return cellsIn(await readRecordsOf(tx, [id]), ground);
}

async function setStatus(tx: Connection, id: string, status: string, { at }: Hand): Promise<void> {
  const { services } = schema;
  await tx.update(services).set({ status, last_modified: at.toISOString() }).where(eq(services.id, id));
}

/** When the two were last made one; null: they are not. */
async function mergedAt(tx: Connection, { keep, drop }: Doubles): Promise<Date | null> {
  const { metadata } = schema;
  const [last] = await tx
    .select()
    .from(metadata)
    .where(and(eq(metadata.resource_id, drop), eq(metadata.field_name, 'merged_into')))
    .orderBy(desc(metadata.number))
    .limit(1);
  return last?.replacement_value === keep ? last.last_action_date : null;
}

/** What the merge changed and nobody has changed since, as it was before. */
async function backFrom(
  tx: Connection,
  keep: string,
  at: Date,
  now: Readonly<Record<string, string>>,
): Promise<ActorPatch> {
  const { metadata } = schema;
  const rows = await tx
    .select()
    .from(metadata)
    .where(
      and(
        eq(metadata.resource_id, keep),
        eq(metadata.last_action_type, 'merge'),
        eq(metadata.last_action_date, at),
      ),
    );
  return Object.fromEntries(
    rows
      .filter(({ field_name, replacement_value }) => now[field_name] === replacement_value)
      .map(({ field_name, previous_value }) => [field_name, previous_value]),
  );
}

/** The entries that an entry is one with at present, read from its history (newest first). */
export function mergedWith(history: readonly HistoryLine[]): {
  readonly into: string | null;
  readonly from: readonly string[];
} {
  const into = history.find(({ field }) => field === 'merged_into')?.after || null;
  const parted = new Set<string>();
  const from: string[] = [];
  for (const { field, before, after } of history) {
    if (field !== 'merged_from') continue;
    if (after && !parted.has(after)) from.push(after);
    parted.add(before || after);
  }
  return { into, from };
}
