import { feedCursor } from '../handoff/event-store.ts';
import { newestAfter } from './feed-store.ts';
import type { Database } from './staff-store.ts';

/** Wakes the browsers of this process when something happened to a case. */
export interface Feed {
  /** Calls back after every change, and once when listening starts; gives the way to stop. */
  listen(wake: () => void): () => void;
  close(): void;
}

/** One look at the database a second for all browsers together, and none while nobody is there. */
export function createFeed(db: Database, everyMs = 1_000): Feed {
  const listeners = new Set<() => void>();
  let cursor: string | null = null;
  let timer: NodeJS.Timeout | undefined;

  const wakeAll = () => {
    for (const wake of listeners) wake();
  };
  const look = async () => {
    if (cursor === null) {
      // Everything before this cursor may have happened while nobody looked: all read once.
      cursor = await feedCursor(db);
      return wakeAll();
    }
    const newest = await newestAfter(db, cursor);
    if (newest === null) return;
    cursor = newest;
    wakeAll();
  };
  const goOn = () => {
    timer = undefined;
    // A database that is away for a moment must not end the feed: the next look tries again.
    void look()
      .catch(() => {})
      .finally(() => {
        if (listeners.size > 0) timer ??= setTimeout(goOn, everyMs);
        else cursor = null;
      });
  };
  return {
    listen: (wake) => {
      listeners.add(wake);
      if (listeners.size === 1 && timer === undefined) goOn();
      return () => {
        listeners.delete(wake);
      };
    },
    close: () => {
      clearTimeout(timer);
      listeners.clear();
    },
  };
}
