import type { Database } from '../../db/open.ts';
import type { Country } from './country.ts';
import { createDirectory, directoryWork } from './create-directory.ts';
import type { Directory } from './directory.ts';
import type { Pack } from './seed.ts';
import { inSlices } from './slices.ts';
import type { Snapshot } from './snapshot.ts';
import { changesSince, loadPack, type Progress, readSnapshot, renewSnapshot } from './store.ts';

export interface LiveOptions {
  readonly db: Database;
  /** The country's pack as it was read from `db/seed`. */
  readonly pack: Pack;
  readonly progress?: Progress;
  /** How often a replica looks for changes that another one made, in seconds; 0: never. */
  readonly lookEverySeconds?: number;
  readonly now?: () => Date;
  /** Told when a look fails; the directory goes on answering from what it has. */
  readonly onError?: (error: unknown) => void;
}

/** A directory that follows the database: it answers from memory, and what changes is there within seconds. */
export interface LiveDirectory extends Directory {
  /** The country of the pack: time zone, numbers, languages. */
  readonly country: Country;
  /** Everything it was last made from, for exports and the public API. */
  snapshot(): Snapshot;
  /** Reads what has changed since the last look; called after a change of one's own so that it shows at once. */
  refresh(): Promise<void>;
  close(): void;
}

/** Loads the country's pack if it is new, reads the directory and keeps it fresh. */
export async function openDirectory(options: LiveOptions): Promise<LiveDirectory> {
  const { pack } = options;
  await loadPack(options.db, pack, options.progress);
  const state = { snapshot: await readSnapshot(options.db), directory: null as unknown as Directory };
  state.directory = createDirectory(state.snapshot, options.now);
  const refresh = oneAtATime(() => follow(state, options));
  const timer = lookRegularly(refresh, options);
  return {
    nearest: (query) => state.directory.nearest(query),
    service: (id, at, place) => state.directory.service(id, at, place),
    hotlines: () => state.directory.hotlines(),
    opportunities: (query) => state.directory.opportunities(query),
    place: (id) => state.directory.place(id),
    placeAt: (point) => state.directory.placeAt(point),
    places: () => state.directory.places(),
    snapshot: () => state.snapshot,
    country: pack.country,
    refresh,
    close: () => clearInterval(timer),
  };
}

async function follow(
  state: { snapshot: Snapshot; directory: Directory },
  options: LiveOptions,
): Promise<void> {
  const { version, services } = await changesSince(options.db, state.snapshot.version);
  if (version === state.snapshot.version) return;
  const all = services === 'all';
  const snapshot = all
    ? await readSnapshot(options.db)
    : await renewSnapshot(options.db, state.snapshot, services);
  // The old one answers until the new one is ready, and people are answered in between.
  state.directory = await inSlices(directoryWork(snapshot, options.now));
  state.snapshot = snapshot;
}

// A look that is asked for while one runs must see what was written before it was asked: it waits, then looks itself.
function oneAtATime(look: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.catch(() => {}).then(look);
    return last;
  };
}

function lookRegularly(
  refresh: () => Promise<void>,
  { lookEverySeconds = 5, onError = () => {} }: LiveOptions,
) {
  if (lookEverySeconds === 0) return undefined;
  const timer = setInterval(() => refresh().catch(onError), lookEverySeconds * 1000);
  timer.unref();
  return timer;
}
