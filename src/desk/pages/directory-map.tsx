import type { FastifyInstance } from 'fastify';
import { gapsSince } from '../../directory/gap-store.ts';
import { needs } from '../../language/understanding.ts';
import { type CountedGap, Gaps, gapText } from '../directory/gaps.tsx';
import { AreaList, countsByArea, type MapFacts, ServicesMap } from '../directory/map.tsx';
import { searchDirectory } from '../directory/search.ts';
import { Filter } from '../filter.tsx';
import { queryOf } from '../form.ts';
import { type Desk, Layout, type PageContext, pageContext, sendFragment, sendPage } from '../page.tsx';

/** How far back gaps are counted. */
const gapDays = 90;

/** The country by département: where services are, where there are none, and where people asked in vain. */
export function directoryMapRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/directory/map', async (request, reply) => {
    const page = pageContext(request, reply, desk);
    const need = queryOf(request, 'need');
    const gaps = await gapsSince(desk.db, new Date(page.now.getTime() - gapDays * 86_400_000));
    const map = <MapPart page={page} desk={desk} need={need} gaps={gaps} />;
    if (request.headers['hx-request']) return sendFragment(reply, map);
    return sendPage(
      reply,
      <Layout page={page} title={page.t('map.title')}>
        <p class="back">
          <a href={`/desk/directory${need ? `?need=${need}` : ''}`}>← {page.t('directory.title')}</a>
        </p>
        <h1>{page.t('map.title')}</h1>
        <NeedFilter page={page} need={need} />
        {map}
      </Layout>,
    );
  });
}

function NeedFilter({ page: { t }, need }: { readonly page: PageContext; readonly need: string }) {
  return (
    <form class="filters" method="get" action="/desk/directory/map">
      <Filter
        name="need"
        label={t('services.need')}
        choices={[['', t('directory.any_need')], ...needs.map((one) => [one, t(`need.${one}`)] as const)]}
        chosen={need}
        go
      />
      <button type="submit" class="without-script">
        {t('queue.filter')}
      </button>
    </form>
  );
}

interface MapPartProps {
  readonly page: PageContext;
  readonly desk: Desk;
  readonly need: string;
  readonly gaps: readonly CountedGap[];
}

function MapPart({ page, desk, need, gaps: all }: MapPartProps) {
  const gaps = all.filter((gap) => !need || gap.need === need);
  const gapsAt = (departement: string) => {
    const place = desk.directory.place(departement);
    return place ? gapText(page, gaps, place.regionPcode, place.region) : '';
  };
  const { outlines } = desk.directory.snapshot();
  const wanted = { text: '', need, area: '', state: 'sure' };
  const found = searchDirectory(desk.directory.snapshot(), wanted, page.now);
  const facts: MapFacts = { page, outlines, counts: countsByArea(outlines, found), need, gapsAt };
  return (
    <>
      <div class="columns">
        <ServicesMap facts={facts} />
        <AreaList facts={facts} />
      </div>
      <Gaps page={page} desk={desk} gaps={gaps} />
    </>
  );
}
