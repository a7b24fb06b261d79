import type { ActorGround } from '../../directory/actor-columns.ts';
import { splitList } from '../../directory/cell.ts';
import type { ActorPatch } from '../../directory/edit-store.ts';
import type { Listing } from '../../directory/listing.ts';
import { placeFinder } from '../../directory/place-finder.ts';
import type { Role } from '../roles.ts';
import type { StaffMember } from '../staff-store.ts';

/** What can be done to an entry. */
export const entryActs = ['edit', 'assure', 'ask', 'retire', 'restore', 'merge'] as const;
export type EntryAct = (typeof entryActs)[number];

const all: readonly Role[] = ['caseworker', 'supervisor', 'coordinator', 'admin'];
/** What is hard to undo is not decided on the telephone. */
const second: readonly Role[] = ['supervisor', 'coordinator', 'admin'];

const mayBy: Readonly<Record<EntryAct, readonly Role[]>> = {
  edit: all,
  assure: all,
  ask: all,
  retire: all,
  restore: all,
  merge: second,
};

/** Whether somebody may do this to an entry: by role, and with regions of one's own only to what lies or works there. */
export function mayAct(
  { role, regions }: Pick<StaffMember, 'role' | 'regions'>,
  act: EntryAct,
  { place, areas }: Pick<Listing, 'place' | 'areas'>,
): boolean {
  const here =
    regions.length === 0 ||
    (place !== null && regions.includes(place.regionPcode)) ||
    areas.some((area) => regions.some((region) => area.startsWith(region)));
  return here && mayBy[act].includes(role);
}

/** Whether somebody may add an entry: like changing it, by where it lies or works. */
export function mayAdd(
  staff: Pick<StaffMember, 'role' | 'regions'>,
  cells: ActorPatch,
  { places }: Pick<ActorGround, 'places'>,
): boolean {
  const place = placeFinder(places)(cells.place ?? '', cells.town ?? '');
  const areas = splitList(cells.areas ?? '');
  // What names no place is told as a fault of the form, not as a refusal.
  return (place === null && areas.length === 0) || mayAct(staff, 'edit', { place, areas });
}
