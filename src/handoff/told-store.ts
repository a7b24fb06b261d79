import type { Database } from '../../db/open.ts';
import type { Keys } from '../../db/seal.ts';
import type { Viewer } from './access.ts';
import type { Told } from './case.ts';
import { addEvents } from './event-store.ts';
import type { FileEvent } from './file-store.ts';
import { codeCase, onCase } from './work-store.ts';

/** A new number or place, or digits forgotten, as the person told it. */
export interface ToldNews {
  readonly eventId: number;
  readonly at: Date;
  readonly about: Told;
  /** What somebody at the desk made of it; null: nobody has looked yet. */
  readonly taken: boolean | null;
}

/** What a person told of how to reach them, oldest first, with what became of it. */
export function toldNews(events: readonly FileEvent[]): readonly ToldNews[] {
  const checked = new Map(
    events.flatMap(({ kind, data }) =>
      kind === 'told_checked' ? [[Number(data.event), data.taken === true] as const] : [],
    ),
  );
  // New digits were chosen, or the same was told again: what stood before is over.
  const ofDigits = events.filter(({ kind, data }) => kind === 'told_digits' || isOfDigits(data));
  const chosenAnew = ofDigits.at(-1)?.id ?? 0;
  return events.flatMap(({ id, kind, at, data, words }) => {
    const about = aboutOf(kind, data, words);
    const taken = checked.get(id) ?? (kind === 'told_digits' && id < chosenAnew ? true : null);
    return about ? [{ eventId: id, at, about, taken }] : [];
  });
}

function isOfDigits({ asked }: FileEvent['data']): boolean {
  return Array.isArray(asked) && asked.includes('digits');
}

function aboutOf(kind: FileEvent['kind'], data: FileEvent['data'], words: unknown): ToldNews['about'] | null {
  if (kind === 'told_digits') return { digits: 'forgotten' };
  if (kind === 'told_place') return { place: String(data.place) };
  const said = kind === 'told_number' ? (words as { said?: string } | null)?.said : undefined;
  return said ? { number: said } : null;
}

/** Somebody at the desk has made sure: a place that is taken becomes that of the case. */
export async function checkTold(
  db: Database,
  keys: Keys,
  caseId: string,
  viewer: Viewer,
  check: {
    readonly eventId: number;
    readonly taken: boolean;
    readonly place?: { readonly place: string; readonly region: string };
    readonly at: Date;
  },
): Promise<boolean> {
  const { eventId, taken, place, at } = check;
  const data = { event: eventId, taken };
  const done = await onCase(db, keys, caseId, viewer, async (tx) => {
    await addEvents(tx, [{ caseId, kind: 'told_checked', actor: 'caseworker', userId: viewer.id, data, at }]);
  });
  if (!done || !taken || !place) return done;
  return codeCase(db, keys, caseId, viewer, place, at);
}
