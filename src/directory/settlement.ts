import type { Place } from './directory.ts';
import type { Point } from './outlines.ts';

/** The point of a town or commune whose coordinates are its own; a département's point says nothing of distance. */
export function settledPoint(place: Place): Point | null {
  const honest = place.coordinateQuality === 'geonames' || place.coordinateQuality === 'verified';
  if (!honest || place.latitude === null || place.longitude === null) return null;
  return place.level === 'town' || place.level === 'commune'
    ? { latitude: place.latitude, longitude: place.longitude }
    : null;
}

// Worked out once for each place: every question compares places many times.
const keys = new WeakMap<Place, string>();

/** What makes two rows one settlement: a town and its commune bear the same name in the same département. */
export function settlementKey(place: Place): string {
  const known = keys.get(place);
  if (known) return known;
  const folded = place.name
    .normalize('NFD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase();
  const settled = place.level === 'town' || place.level === 'commune';
  const key = settled ? `${place.pcode}/${folded}` : place.id;
  keys.set(place, key);
  return key;
}
