import { join } from 'node:path';
import { createDirectory } from '../../src/directory/create-directory.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { type Pack, readPack } from '../../src/directory/seed.ts';
import type { Snapshot } from '../../src/directory/snapshot.ts';

export const today = new Date('2026-11-20T10:00:00Z');

/** The Senegal pack as the database would give it back. */
export async function senegalSnapshot(): Promise<Snapshot> {
  return snapshotOf(await readPack(join(import.meta.dirname, '../../db/seed/sen')));
}

export function snapshotOf({ country, places, outlines, records }: Pack): Snapshot {
  return {
    version: 1,
    countries: [country],
    places,
    outlines,
    records,
    doubts: new Map(),
    letDown: new Map(),
    silent: new Set(),
    opportunities: [],
  };
}

export async function senegal(): Promise<Directory> {
  return createDirectory(await senegalSnapshot(), () => today);
}
