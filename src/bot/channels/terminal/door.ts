import type { Database } from '../../../../db/open.ts';
import type { Keys } from '../../../../db/seal.ts';
import type { Directory } from '../../../directory/directory.ts';
import { addToRoster, removeFromRoster } from '../../../handoff/roster-store.ts';
import type { Bot } from '../../bot.ts';
import type { Simulator } from '../simulator/provider.ts';
import type { Terminal } from './provider.ts';
import type { StageDoor } from './stage.ts';

/** The parts of the whole program that a written conversation is played on. */
export interface ChatProgram {
  readonly bot: Bot;
  readonly open: { readonly db: Database };
  readonly keys: Keys;
  readonly directory: Directory;
  readonly simulator: Simulator;
}

/** Who is on duty in conversations, in the order in which they are told. */
const peopleOnDuty = { Fatou: '+221770000001', Ibrahima: '+221770000002' } as const;

/** Joins the program, its clock and its terminal into what a stage needs. */
export function openDoor(
  { bot, open, keys, directory, simulator }: ChatProgram,
  terminal: Terminal,
  clock: { now: Date },
  caseworker: StageDoor['caseworker'],
): StageDoor {
  return {
    ...{ db: open.db, keys, bot, terminal, clock, caseworker },
    placeName: (id) => directory.place(id)?.name ?? null,
    placePoint: (name) => pointOf(directory, name),
    alerts: alertsOn(simulator),
  };
}

/** Puts people on the roster with the hours of a script; "nobody" leaves it empty. Returns how to take them off. */
export async function putOnDuty(
  { open, keys, bot }: ChatProgram,
  hours: string,
  at: Date,
): Promise<() => Promise<void>> {
  const ids: number[] = [];
  for (const [name, phone] of hours === 'nobody' ? [] : Object.entries(peopleOnDuty)) {
    const added = await addToRoster({ db: open.db, keys }, { name, phone, hours }, at);
    if (!('id' in added)) throw new Error(added.faults.join('; '));
    ids.push(added.id);
  }
  await bot.sweep();
  return async () => {
    for (const id of ids) await removeFromRoster(open.db, id, at);
  };
}

/** What arrived on the phones of the people on duty, which the simulator has, since the last time. */
function alertsOn({ phones }: Simulator): () => readonly string[] {
  let seen = 0;
  return () => {
    const told = Object.entries(peopleOnDuty).flatMap(([name, phone]) =>
      (phones.get(phone)?.bubbles ?? []).map(({ id, text }) => ({ name, text, order: Number(id.slice(1)) })),
    );
    const fresh = told.filter(({ order }) => order > seen).sort((a, b) => a.order - b.order);
    seen = fresh.at(-1)?.order ?? seen;
    return fresh.map(({ name, text }) => `${name}: ${text}`);
  };
}

function pointOf({ places }: Directory, name: string) {
  const named = places().filter((place) => place.name === name);
  const best = named.find(({ level }) => level === 'town') ?? named.find(({ level }) => level === 'commune');
  if (!best || best.latitude === null || best.longitude === null) return null;
  return { latitude: best.latitude, longitude: best.longitude };
}
