import type { FastifyInstance, FastifyRequest } from 'fastify';
import { FoundList, Search } from '../directory/list.tsx';
import { type Found, searchDirectory, type Wanted } from '../directory/search.ts';
import { queryOf } from '../form.ts';
import { type Desk, Layout, type PageContext, pageContext, sendFragment, sendPage } from '../page.tsx';
import { may } from '../roles.ts';
import { directoryFiles } from './directory-files.ts';

function wantedIn(request: FastifyRequest): Wanted {
  const [text, need, area, state] = ['q', 'need', 'area', 'state'].map((name) => queryOf(request, name));
  return { text: text!, need: need!, area: area!, state: state! };
}

const pageIn = (request: FastifyRequest) => Number.parseInt(queryOf(request, 'page'), 10) || 1;

/** The directory as a list: search by typing, files to take away. */
export function directoryListRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/directory', async (request, reply) => {
    const page = pageContext(request, reply, desk);
    const wanted = wantedIn(request);
    const found = searchDirectory(desk.directory.snapshot(), wanted, page.now);
    const at = pageIn(request);
    return sendPage(reply, <DirectoryPage page={page} desk={desk} wanted={wanted} found={found} at={at} />);
  });

  app.get('/directory/list', async (request, reply) => {
    const page = pageContext(request, reply, desk);
    const wanted = wantedIn(request);
    const found = searchDirectory(desk.directory.snapshot(), wanted, page.now);
    return sendFragment(reply, <FoundList page={page} found={found} wanted={wanted} at={pageIn(request)} />);
  });
}

interface DirectoryProps {
  readonly page: PageContext;
  readonly desk: Desk;
  readonly wanted: Wanted;
  readonly found: readonly Found[];
  readonly at: number;
}

function DirectoryPage({ page, desk, wanted, found, at }: DirectoryProps) {
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
        {page.staff && may(page.staff.role, 'listings') && page.staff.regions.length === 0 && (
          <a class="button small quiet" href="/desk/directory/import">
            {t('import.title')}
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
      <FoundList page={page} found={found} wanted={wanted} at={at} />
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
