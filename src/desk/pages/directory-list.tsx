import type { FastifyInstance, FastifyRequest } from 'fastify';
import { gapsSince } from '../../directory/gap-store.ts';
import { type CountedGap, Gaps, gapText } from '../directory/gaps.tsx';
import { FoundList, Search } from '../directory/list.tsx';
import { countsByArea, ServicesMap } from '../directory/map.tsx';
import { type Found, searchDirectory, type Wanted } from '../directory/search.ts';
import { queryOf } from '../form.ts';
import { type Desk, Layout, type PageContext, pageContext, sendFragment, sendPage } from '../page.tsx';
import { may } from '../roles.ts';
import { directoryFiles } from './directory-files.ts';

/** How far back gaps are counted. */
const gapDays = 90;

function wantedIn(request: FastifyRequest): Wanted {
  const [text, need, area, state] = ['q', 'need', 'area', 'state'].map((name) => queryOf(request, name));
  return { text: text!, need: need!, area: area!, state: state! };
}

/** The directory by list and map: search by typing, gaps, files to take away. */
export function directoryListRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/directory', async (request, reply) => {
    const page = pageContext(request, reply, desk);
    const wanted = wantedIn(request);
    const found = searchDirectory(desk.directory.snapshot(), wanted, page.now);
    return sendPage(reply, <DirectoryPage page={page} desk={desk} wanted={wanted} found={found} />);
  });

  app.get('/directory/list', async (request, reply) => {
    const page = pageContext(request, reply, desk);
    const found = searchDirectory(desk.directory.snapshot(), wantedIn(request), page.now);
    return sendFragment(reply, <FoundList page={page} found={found} />);
  });

  app.get('/directory/map', async (request, reply) => {
    const page = pageContext(request, reply, desk);
    const gaps = await gapsSince(desk.db, new Date(page.now.getTime() - gapDays * 86_400_000));
    const map = <MapPart page={page} desk={desk} need={queryOf(request, 'need')} gaps={gaps} />;
    if (request.headers['hx-request']) return sendFragment(reply, map);
    return sendPage(
      reply,
      <Layout page={page} title={page.t('map.title')}>
        <h1>{page.t('map.title')}</h1>
        {map}
      </Layout>,
    );
  });
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
  const snapshot = desk.directory.snapshot();
  const found = searchDirectory(snapshot, { text: '', need, area: '', state: 'sure' }, page.now);
  const counts = countsByArea(snapshot.outlines, found);
  return (
    <>
      <ServicesMap page={page} outlines={snapshot.outlines} counts={counts} need={need} gapsAt={gapsAt} />
      <Gaps page={page} desk={desk} gaps={gaps} />
    </>
  );
}

interface DirectoryProps {
  readonly page: PageContext;
  readonly desk: Desk;
  readonly wanted: Wanted;
  readonly found: readonly Found[];
}

function DirectoryPage({ page, desk, wanted, found }: DirectoryProps) {
  const { t } = page;
  const map = `/desk/directory/map${wanted.need ? `?need=${wanted.need}` : ''}`;
  return (
    <Layout page={page} title={t('directory.title')}>
      <div class="title-row">
        <h1>{t('directory.title')}</h1>
        <a class="button small quiet" href="/desk/directory/tasks">
          {t('directory.tasks')}
        </a>
        <a class="button small quiet" href="/desk/directory/opportunities">
          {t('opportunities.title')}
        </a>
        {page.staff && may(page.staff.role, 'listings') && (
          <a class="button small quiet" href="/desk/directory/requests">
            {t('listings.title')}
          </a>
        )}
        <a class="button small" href="/desk/directory/new">
          {t('directory.add')}
        </a>
      </div>
      <Search page={page} desk={desk} wanted={wanted} />
      <details class="card" hx-get={map} hx-trigger="toggle once" hx-target="find .map-here">
        <summary>{t('map.title')}</summary>
        <div class="map-here">
          <a href={map}>{t('map.open')}</a>
        </div>
      </details>
      <FoundList page={page} found={found} />
      <details class="card">
        <summary>{t('directory.files')}</summary>
        <ul class="plain">
          {directoryFiles.map((name) => (
            <li>
              <a href={`/desk/directory/files/${name}`} download>
                {t(`directory.file_${name.replaceAll('.', '_')}`)}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </Layout>
  );
}
