import type { Listing } from '../../directory/listing.ts';
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
