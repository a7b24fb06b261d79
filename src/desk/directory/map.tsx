import type { Outline } from '../../directory/outlines.ts';
import type { PageContext } from '../page.tsx';
import type { Found } from './search.ts';

const width = 600;
/** Pixels between two points of an outline below which the second adds nothing to see. */
const finest = 1.2;
const roomy = 18;

/** What the map and the list beside it are drawn from. */
export interface MapFacts {
  readonly page: PageContext;
  readonly outlines: readonly Outline[];
  /** How many services may be told to a person, by P-code of the département. */
  readonly counts: ReadonlyMap<string, number>;
  readonly need: string;
  /** What is said of requests without an answer in the region of a département; empty: there were none. */
  readonly gapsAt: (departement: string) => string;
}

/** How many sure services each département has: what lies in it, what covers it or its region; national ones aside. */
export function countsByArea(outlines: readonly Outline[], found: readonly Found[]): Map<string, number> {
  const counts = new Map(outlines.map(({ pcode }) => [pcode, 0]));
  for (const { listing, sure } of found) {
    if (!sure) continue;
    const own = listing.place?.departementPcode;
    for (const { pcode } of outlines)
      if (own === pcode || listing.areas.some((area) => area === pcode || area === pcode.slice(0, 4)))
        counts.set(pcode, (counts.get(pcode) ?? 0) + 1);
  }
  return counts;
}

/** The country by département, drawn from its outlines: how many services, and where there is none. */
export function ServicesMap({ facts }: { readonly facts: MapFacts }) {
  const { page, outlines, counts, need, gapsAt } = facts;
  const { t } = page;
  const project = projection(outlines);
  return (
    <figure class="map">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing that holds links is a group, and no fieldset */}
      <svg viewBox={`0 0 ${width} ${project.height}`} role="group" aria-label={t('map.label')}>
        {outlines.map((outline) => (
          <a href={areaAddress(outline.pcode, need)}>
            <path
              class={`area ${classOf(counts.get(outline.pcode) ?? 0)}${gapsAt(outline.pcode) ? ' asked' : ''}`}
              d={pathOf(outline, project.point)}
            >
              <title>
                {[
                  t('map.area', { name: outline.name, count: counts.get(outline.pcode) ?? 0 }),
                  gapsAt(outline.pcode),
                ]
                  .filter(Boolean)
                  .join('. ')}
              </title>
            </path>
          </a>
        ))}
        {outlines
          .filter((outline) => isRoomy(outline, project.point))
          .map((outline) => (
            <Figure at={project.point(middle(outline))} count={counts.get(outline.pcode) ?? 0} />
          ))}
      </svg>
      <figcaption class="hint">{t('map.caption')}</figcaption>
    </figure>
  );
}

/** What the drawing has no room to say: the figures of small départements, and all of them as a list. */
export function AreaList({ facts }: { readonly facts: MapFacts }) {
  const { page, outlines } = facts;
  const { t } = page;
  const project = projection(outlines);
  const small = outlines.filter((outline) => !isRoomy(outline, project.point));
  const byName = [...outlines].sort((a, b) => a.name.localeCompare(b.name, t.language));
  return (
    <aside>
      {small.length > 0 && <h2>{t('map.small')}</h2>}
      <Areas facts={facts} of={small} />
      <details>
        <summary>{t('map.all', { count: outlines.length })}</summary>
        <Areas facts={facts} of={byName} />
      </details>
    </aside>
  );
}

function Areas({ facts, of }: { readonly facts: MapFacts; readonly of: readonly Outline[] }) {
  const { page, counts, need, gapsAt } = facts;
  return (
    <ul class="plain areas">
      {of.map(({ pcode, name }) => (
        <li>
          <a href={areaAddress(pcode, need)}>{page.t('map.area', { name, count: counts.get(pcode) ?? 0 })}</a>
          {gapsAt(pcode) && <span class="origin">{gapsAt(pcode)}</span>}
        </li>
      ))}
    </ul>
  );
}

function areaAddress(pcode: string, need: string): string {
  return `/desk/directory?${new URLSearchParams({ area: pcode, ...(need ? { need } : {}) })}`;
}

function classOf(count: number): string {
  if (count === 0) return 'gap';
  return count < 3 ? 'few' : count < 6 ? 'some' : 'many';
}

function Figure({ at: [x, y], count }: { readonly at: readonly [number, number]; readonly count: number }) {
  return (
    <text x={x.toFixed(0)} y={(y + 4).toFixed(0)} class={count < 6 ? 'dark' : 'light'}>
      {count}
    </text>
  );
}

type Project = (point: readonly [longitude: number, latitude: number]) => readonly [number, number];

/** Degrees to pixels; degrees of longitude are narrower the farther from the equator. */
function projection(outlines: readonly Outline[]): { readonly point: Project; readonly height: number } {
  const west = Math.min(...outlines.map(({ box }) => box[0]));
  const south = Math.min(...outlines.map(({ box }) => box[1]));
  const east = Math.max(...outlines.map(({ box }) => box[2]));
  const north = Math.max(...outlines.map(({ box }) => box[3]));
  const narrower = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = width / ((east - west) * narrower);
  return {
    point: ([x, y]) => [(x - west) * narrower * scale, (north - y) * scale],
    height: Math.ceil((north - south) * scale),
  };
}

function pathOf({ polygons }: Outline, project: Project): string {
  return polygons
    .flatMap((rings) => rings.slice(0, 1))
    .map((ring) => `M${thinned(ring.map(project)).join('L')}Z`)
    .join('');
}

function thinned(points: readonly (readonly [number, number])[]): string[] {
  const kept: (readonly [number, number])[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= finest) kept.push(point);
  }
  return kept.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`);
}

function middle({ box }: Outline): readonly [number, number] {
  return [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}

/** Whether a figure fits inside; the name and number of the others show when they are touched. */
function isRoomy({ box }: Outline, project: Project): boolean {
  const [left, bottom] = project([box[0], box[1]]);
  const [right, top] = project([box[2], box[3]]);
  return right - left > roomy && bottom - top > roomy;
}
