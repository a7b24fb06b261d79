import type { Gap } from '../../directory/gap.ts';
import { type Desk, Icon, type PageContext } from '../page.tsx';

/** How often nothing could be told for a need in a region. */
export type CountedGap = Gap & { readonly count: number };

/** Below this a figure could point to one person in a small place. */
const smallest = 5;

interface GapsProps {
  readonly page: PageContext;
  readonly desk: Desk;
  readonly gaps: readonly CountedGap[];
}

/** What people asked for and nobody could be told, by need and region. */
export function Gaps({ page, desk, gaps }: GapsProps) {
  const { t } = page;
  const nameOf = (region: string | null) =>
    region ? (desk.directory.place(region)?.name ?? region) : t('counts.no_region');
  return (
    <section>
      <h2>{t('map.gaps_title')}</h2>
      <p class="hint">{t(gaps.length === 0 ? 'map.gaps_none' : 'map.gaps_hint')}</p>
      <ul class="plain">
        {gaps.map(({ need, region, count }) => (
          <li>
            <Icon page={page} name={need} /> {t(`need.${need}`)}, {nameOf(region)} :{' '}
            <strong>{count < smallest ? `1–${smallest - 1}` : count}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How many requests found nothing in a region, in words; empty where all did. */
export function gapText(
  { t }: PageContext,
  gaps: readonly CountedGap[],
  region: string,
  name: string,
): string {
  const count = gaps.filter((gap) => gap.region === region).reduce((sum, gap) => sum + gap.count, 0);
  if (count === 0) return '';
  return count < smallest
    ? t('map.gaps_area_few', { region: name })
    : t('map.gaps_area', { region: name, count });
}
