import type { FastifyInstance } from 'fastify';
import { needs as allNeeds } from '../../language/understanding.ts';
import { type Counts, countsSince } from '../counts-store.ts';
import { queryOf } from '../form.ts';
import { type Desk, Icon, Layout, type PageContext, pageContext, sendPage } from '../page.tsx';
import { only } from '../sessions.ts';

const periods = [7, 30, 90, 365] as const;
const dayMs = 86_400_000;
/** Below this a figure could point to one person in a small place. */
const smallest = 5;

/** What a coordinator sees: figures by region and need, no case. */
export function countsRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/counts', { onRequest: only('counts') }, async (request, reply) => {
    const page = pageContext(request, reply, desk);
    const days = periods.find((period) => String(period) === queryOf(request, 'days')) ?? 30;
    const counts = await countsSince(desk.db, new Date(page.now.getTime() - days * dayMs));
    return sendPage(reply, <CountsPage page={page} desk={desk} days={days} counts={counts} />);
  });
}

interface CountsProps {
  readonly page: PageContext;
  readonly desk: Desk;
  readonly days: number;
  readonly counts: Counts;
}

function CountsPage({ page, desk, days, counts }: CountsProps) {
  const { t } = page;
  const share = counts.contacted === 0 ? '—' : `${Math.round((100 * counts.inTime) / counts.contacted)} %`;
  const figures: readonly (readonly [string, string | number])[] = [
    ['opened', counts.opened],
    ['waiting', counts.waiting],
    ['closed', counts.closed],
    ['danger', counts.danger],
    ['in_time', share],
  ];
  return (
    <Layout page={page} title={t('counts.title')}>
      <h1>{t('counts.title')}</h1>
      <nav class="tabs" aria-label={t('counts.period')}>
        {periods.map((period) => (
          <a href={`/desk/counts?days=${period}`} aria-current={period === days ? 'page' : undefined}>
            {t(`counts.days_${period}`)}
          </a>
        ))}
      </nav>
      <dl class="figures">
        {figures.map(([name, value]) => (
          <div class="card">
            <dt>{t(`counts.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <NeedsByRegion page={page} desk={desk} counts={counts} />
    </Layout>
  );
}

function NeedsByRegion({ page, desk, counts }: Omit<CountsProps, 'days'>) {
  const { t } = page;
  const regions = [...new Set(counts.needs.map((one) => one.region))];
  const used = allNeeds.filter((need) => counts.needs.some((one) => one.need === need));
  const nameOf = (region: string | null) =>
    region ? (desk.directory.place(region)?.name ?? region) : t('counts.no_region');
  const of = (region: string | null, need: string) =>
    counts.needs.find((one) => one.region === region && one.need === need)?.count ?? 0;
  if (regions.length === 0)
    return (
      <div class="empty">
        <p>
          <strong>{t('counts.empty')}</strong>
        </p>
        <p>{t('counts.empty_why')}</p>
      </div>
    );
  return (
    <section class="card">
      <h2>{t('counts.needs_by_region')}</h2>
      <p class="hint">{t('counts.small', { count: smallest })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must be scrollable with the keyboard */}
      <section class="scroll" tabIndex={0} aria-label={t('counts.needs_by_region')}>
        <table class="grid">
          <thead>
            <tr>
              <th scope="col">{t('queue.region')}</th>
              {used.map((need) => (
                <th scope="col">
                  <Icon page={page} name={need} />
                  {t(`need.${need}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {regions
              .sort((a, b) => nameOf(a).localeCompare(nameOf(b), t.language))
              .map((region) => (
                <tr>
                  <th scope="row">{nameOf(region)}</th>
                  {used.map((need) => (
                    <td>{shown(of(region, need))}</td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function shown(count: number): string {
  if (count === 0) return '';
  return count < smallest ? `1–${smallest - 1}` : String(count);
}
