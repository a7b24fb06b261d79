import type { Fault } from '../fault.ts';

type Ring = readonly (readonly [number, number])[];

/** The outline of one administrative area: rings of [longitude, latitude], outer ring first, then its holes. */
export interface Outline {
  readonly pcode: string;
  readonly name: string;
  readonly polygons: readonly (readonly Ring[])[];
  /** West, south, east, north. */
  readonly box: readonly [number, number, number, number];
}

export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

interface Feature {
  readonly properties: { readonly name: string; readonly pcode: string };
  readonly geometry:
    | { readonly type: 'Polygon'; readonly coordinates: Ring[] }
    | { readonly type: 'MultiPolygon'; readonly coordinates: Ring[][] };
}

/** Reads outlines from GeoJSON whose features carry `name` and `pcode`. */
export function readOutlines(text: string, file: string): { outlines: Outline[]; faults: Fault[] } {
  try {
    const { features } = JSON.parse(text) as { features: Feature[] };
    return { outlines: features.map(outlineOf), faults: [] };
  } catch (error) {
    return {
      outlines: [],
      faults: [{ file, line: 0, message: `no GeoJSON of areas: ${(error as Error).message}` }],
    };
  }
}

function outlineOf({ properties, geometry }: Feature): Outline {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const points = polygons.flatMap((rings) => rings[0] ?? []);
  const [x, y] = [points.map((point) => point[0]), points.map((point) => point[1])];
  const box = [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)] as const;
  return { pcode: properties.pcode, name: properties.name, polygons, box };
}

/** The area that a point lies in; null: in none (the sea, another country). */
export function outlineAt(outlines: readonly Outline[], { latitude, longitude }: Point): Outline | null {
  const holds = ({ box, polygons }: Outline) =>
    longitude >= box[0] &&
    latitude >= box[1] &&
    longitude <= box[2] &&
    latitude <= box[3] &&
    polygons.some(
      ([outer, ...holes]) =>
        insideRing(outer!, longitude, latitude) &&
        !holes.some((hole) => insideRing(hole, longitude, latitude)),
    );
  return outlines.find(holds) ?? null;
}

// A ray to the east crosses the ring an odd number of times from inside, an even number from outside.
function insideRing(ring: Ring, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i]!;
    const [xj, yj] = ring[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}
