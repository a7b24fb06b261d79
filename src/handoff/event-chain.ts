import { createHash } from 'node:crypto';

/** What of an event is hashed: everything it says, its words as they lie sealed in the database. */
export interface ChainedContent {
  readonly caseId: string;
  readonly kind: string;
  readonly actor: string;
  readonly userId: string | null;
  readonly data: unknown;
  readonly sealed: Uint8Array | null;
  readonly at: Date;
}

/** An event as it is kept; hashes are null on rows older than the chain. */
export interface ChainedEvent extends ChainedContent {
  readonly id: number;
  readonly contentHash: Uint8Array | null;
  readonly chain: Uint8Array | null;
}

/** Hash of what an event says. It runs over the sealed words: erasing them leaves it as it was. */
export function contentHash({ caseId, kind, actor, userId, data, sealed, at }: ChainedContent): Buffer {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([caseId, kind, actor, userId, sorted(data), at.toISOString()]));
  if (sealed) hash.update(sealed);
  return hash.digest();
}

/** Ties an event to the one before it; `before` null: it is the first. */
export function chainLink(before: Uint8Array | null, content: Uint8Array): Buffer {
  const hash = createHash('sha256');
  if (before) hash.update(before);
  return hash.update(content).digest();
}

/** The id of the first event, in order, that no longer says what it said or no longer follows the one before. */
export function firstBroken(events: readonly ChainedEvent[]): number | null {
  const forgotten = events.some(({ kind }) => kind === 'erased');
  let before: Uint8Array | null = null;
  for (const event of events) {
    if (!event.chain || !event.contentHash) continue;
    const blank = event.sealed === null && Object.keys(event.data ?? {}).length === 0;
    const same = contentHash(event).equals(event.contentHash) || (forgotten && blank);
    if (!same || !chainLink(before, event.contentHash).equals(event.chain)) return event.id;
    before = event.chain;
  }
  return null;
}

/** The same JSON whatever the order of its keys: the database keeps its own order. */
function sorted(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]),
  );
}
