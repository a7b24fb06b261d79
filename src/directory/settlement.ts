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

/** What makes two rows one settlement: a town and its commune bear the same name in the same département. */
export function settlementKey(place: Place): string {
  const folded = place.name
    .normalize('NFD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase();
  return place.level === 'town' || place.level === 'commune' ? `${place.pcode}/${folded}` : place.id;
}
