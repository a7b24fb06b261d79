import { randomUUID } from 'node:crypto';
import { desc, eq, inArray } from 'drizzle-orm';
import type { Connection, Database } from '../../db/open.ts';
import * as schema from '../../db/schema/directory.ts';
import type { Fault } from '../fault.ts';
import { actorLines } from './actor-cells.ts';
import type { ActorGround } from './actor-columns.ts';
import { type ActorCells, type ActorColumn, actorColumns } from './actor-columns.ts';
import { actorRecords } from './actor-records.ts';
import { checkActors } from './actor-table.ts';
import { adopted } from './adopt.ts';
import type { Records, ServiceStatus } from './records.ts';
import { partColumns, readRecordsOf } from './records-store.ts';
import { announce, tableOf, writeRows } from './store.ts';

/** Who changes the directory, and when. */
export interface Hand {
  /** As the history shows it: the e-mail address of a member of staff, or the name of a program. */
  readonly by: string;
  readonly at: Date;
}

/** A change that was made, or the faults that stopped it, by column. */
export type Edited =
  | { readonly serviceId: string; readonly changed: readonly ActorColumn[] }
  | { readonly faults: readonly Fault[] }
  | { readonly missing: true };

/** Some cells of a line of the table of actors. */
export type ActorPatch = Partial<Record<ActorColumn, string>>;

/** Changes an entry of the directory, checked like a line of the table of actors, with its history. */
export async function editService(
  db: Database,
  ground: ActorGround,
  serviceId: string,
  patch: ActorPatch,
  hand: Hand,
): Promise<Edited> {
  return db.transaction((tx) => changeEntry(tx, ground, serviceId, patch, hand));
}

/** The same inside a transaction; the history calls it by `action`. */
export async function changeEntry(
  tx: Connection,
  ground: ActorGround,
  serviceId: string,
  patch: ActorPatch,
  hand: Hand,
  action = 'update',
): Promise<Edited> {
  await tx.select().from(schema.services).where(eq(schema.services.id, serviceId)).for('no key update');
  const existing = await readRecordsOf(tx, [serviceId]);
  const before = cellsIn(existing, ground);
  if (!before) return { missing: true };
  // The id and the first row of an organization are how an entry is found again: they never change.
  const cells = { ...moved(before, patch, ground), id: before.id, completes: '' };
  const checked = checkActors([{ line: 0, cells }], [], 'entry', ground);
  if (checked.faults.length > 0) return { faults: checked.faults };
  const after = { ...checked.actors[0]!.cells, completes: before.completes };
  const made = adopted(actorRecords(checked.actors, ground), existing);
  const changed = actorColumns.map(({ name }) => name).filter((name) => after[name] !== before[name]);
  if (changed.length > 0) await writeEntry(tx, existing, made, hand);
  const changes = changed.map((name) => [name, before[name], after[name]] as const);
  await noteChanges(tx, serviceId, changes, hand, action);
  return { serviceId, changed };
}

/** A line with its patch: a new town means a new place, and new areas where they were only those of the old place. */
function moved(before: ActorCells, patch: ActorPatch, { places }: ActorGround): ActorCells {
  const after = { ...before, ...patch };
  if (after.town === before.town || after.place !== before.place) return after;
  const old = places.find(({ id }) => id === before.place);
  const followed = old !== undefined && after.areas === (old.departementPcode ?? old.pcode);
  return { ...after, place: '', areas: followed ? '' : after.areas };
}

/** The line of the table of actors that the records of one service make; null: there is none. */
export function cellsIn(existing: Records, { country, places, outlines }: ActorGround): ActorCells | null {
  const snapshot = {
    version: 0,
    countries: [country],
    places,
    outlines,
    records: existing,
    doubts: new Map(),
    letDown: new Map(),
    silent: new Set<string>(),
    opportunities: [],
  };
  return actorLines(snapshot)[0]?.cells ?? null;
}

async function writeEntry(tx: Connection, existing: Records, made: Records, { at }: Hand): Promise<void> {
  const serviceIds = made.services.map((service) => service.id);
  for (const column of Object.values(partColumns))
    await tx.delete(column.table).where(inArray(column, serviceIds));
  const locationIds = existing.locations.map((location) => location.id);
  if (locationIds.length > 0)
    await tx.delete(schema.addresses).where(inArray(schema.addresses.location_id, locationIds));
  const services = made.services.map((service) => ({ ...service, last_modified: at.toISOString() }));
  await writeRecords(tx, { ...made, services });
  await announce(tx, serviceIds);
}

async function writeRecords(tx: Connection, records: Records): Promise<void> {
  for (const [table, rows] of Object.entries(records)) {
    if (table !== 'taxonomies' && table !== 'taxonomy_terms')
      await writeRows(tx, tableOf[table as keyof Records], rows);
  }
}

/** A field with what stood there and what stands there now. */
export type Change = readonly [field: string, before: string, after: string];

/** Puts changes into the history of an entry. */
export async function noteChanges(
  tx: Connection,
  id: string,
  changes: readonly Change[],
  hand: Hand,
  type = 'update',
): Promise<void> {
  const rows = changes.map(([field_name, previous_value, replacement_value]) => ({
    id: randomUUID(),
    resource_id: id,
    resource_type: 'service',
    last_action_date: hand.at,
    last_action_type: type,
    field_name,
    previous_value,
    replacement_value,
    updated_by: hand.by,
  }));
  await writeRows(tx, schema.metadata, rows);
}

/** How the history calls the beginning of an entry: somebody of ours brought it, or its actor asked to be listed. */
export const beginnings = ['create', 'listed'] as const;
export type Beginning = (typeof beginnings)[number];

/** Adds an entry; the same checks as for a line of the table. */
export async function addService(
  db: Database,
  ground: ActorGround,
  cells: ActorPatch,
  hand: Hand,
  beginning: Beginning = 'create',
): Promise<Edited> {
  const blank = Object.fromEntries(actorColumns.map(({ name }) => [name, ''])) as unknown as ActorCells;
  const checked = checkActors([{ line: 0, cells: { ...blank, ...cells } }], [], 'entry', ground);
  const made = checked.faults.length > 0 ? null : actorRecords(checked.actors, ground);
  const service = made?.services[0];
  if (!made || !service) return { faults: checked.faults };
  return db.transaction(async (tx) => {
    const there = await readRecordsOf(tx, [service.id]);
    if (there.services.length > 0)
      return {
        faults: [
          {
            file: 'entry',
            line: 0,
            column: 'organization',
            message: 'is in the directory already',
            code: 'there_already',
          },
        ],
      };
    await writeEntry(tx, there, made, hand);
    await noteChanges(tx, service.id, [['', '', '']], hand, beginning);
    return { serviceId: service.id, changed: [] };
  });
}

/** Changes whether a service is offered; `inactive` and `defunct` take it off every list, nothing is deleted. */
export async function setStatus(
  db: Database,
  serviceId: string,
  status: ServiceStatus,
  hand: Hand,
  reason = '',
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const { services } = schema;
    const [before] = await tx.select().from(services).where(eq(services.id, serviceId)).for('no key update');
    if (!before) return false;
    await tx
      .update(services)
      .set({ status, last_modified: hand.at.toISOString() })
      .where(eq(services.id, serviceId));
    const why = reason ? [['reason', '', reason] as const] : [];
    await noteChanges(tx, serviceId, [['status', before.status, status], ...why], hand);
    await announce(tx, [serviceId]);
    return true;
  });
}

/** Says that somebody has checked an entry today and found it right. */
export async function assureService(db: Database, serviceId: string, hand: Hand): Promise<boolean> {
  return db.transaction(async (tx) => {
    const { services } = schema;
    const [before] = await tx.select().from(services).where(eq(services.id, serviceId)).for('no key update');
    if (!before) return false;
    const day = hand.at.toISOString().slice(0, 10);
    // HSDS wants an e-mail address here; an actor that answered a link is named in the history alone.
    const assurer_email = hand.by.includes('@') ? hand.by : null;
    // Whoever answers the telephone has not ended, whatever an old page said.
    const evidence = before.evidence === 'ended' ? 'unverified' : before.evidence;
    const set = { assured_date: day, assurer_email, evidence, last_modified: hand.at.toISOString() };
    await tx.update(services).set(set).where(eq(services.id, serviceId));
    await noteChanges(tx, serviceId, [['assured_date', before.assured_date ?? '', day]], hand, 'assure');
    await announce(tx, [serviceId]);
    return true;
  });
}

/** One line of an entry's history. */
export interface HistoryLine {
  readonly at: Date;
  readonly by: string;
  readonly action: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** What was changed in an entry, newest first. */
export async function historyOf(db: Connection, serviceId: string): Promise<readonly HistoryLine[]> {
  const { metadata } = schema;
  const rows = await db
    .select()
    .from(metadata)
    .where(eq(metadata.resource_id, serviceId))
    .orderBy(desc(metadata.number))
    .limit(500);
  return rows.map((row) => ({
    at: row.last_action_date,
    by: row.updated_by,
    action: row.last_action_type,
    field: row.field_name,
    before: row.previous_value,
    after: row.replacement_value,
  }));
}
