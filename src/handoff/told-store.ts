import type { Database } from '../../db/open.ts';
import type { Keys } from '../../db/seal.ts';
import type { Viewer } from './access.ts';
import { addEvents } from './event-store.ts';
import type { FileEvent } from './file-store.ts';
import { codeCase, onCase } from './work-store.ts';

/** A new number (in the words it was told in) or a new place, as the person told it. */
export interface ToldNews {
  readonly eventId: number;
  readonly at: Date;
  readonly about: { readonly number: string } | { readonly place: string };
  /** What somebody at the desk made of it; null: nobody has looked yet. */
  readonly taken: boolean | null;
}

/** What a person told of a new number or place, oldest first, with what became of it. */
export function toldNews(events: readonly FileEvent[]): readonly ToldNews[] {
  const checked = new Map(
    events.flatMap(({ kind, data }) =>
      kind === 'told_checked' ? [[Number(data.event), data.taken === true] as const] : [],
    ),
  );
  return events.flatMap(({ id, kind, at, data, words }) => {
    const about = aboutOf(kind, data, words);
    return about ? [{ eventId: id, at, about, taken: checked.get(id) ?? null }] : [];
  });
}

function aboutOf(kind: FileEvent['kind'], data: FileEvent['data'], words: unknown): ToldNews['about'] | null {
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
