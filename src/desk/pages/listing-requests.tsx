import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  acceptRequest,
  type ListingRequest,
  openRequests,
  refuseRequest,
} from '../../directory/listing-request-store.ts';
import { cellsIn, EditPage } from '../directory/edit.tsx';
import { groundOf } from '../directory/ground.ts';
import { formOf } from '../form.ts';
import { Csrf, type Desk, Layout, type PageContext, pageContext, sendPage } from '../page.tsx';
import { only, staffOf } from '../sessions.ts';

type OneRequest = FastifyRequest<{ Params: { id: string } }>;

const base = '/desk/directory/requests';

/** Actors that ask to be listed: a coordinator corrects and accepts, or says no. */
export function listingRequestRoutes(app: FastifyInstance, desk: Desk): void {
  app.register(async (scope) => {
    scope.addHook('onRequest', only('listings'));
    scope.get('/directory/requests', async (request, reply) => {
      const page = pageContext(request, reply, desk);
      return sendPage(reply, <RequestsPage page={page} open={await openRequests(desk.db)} />);
    });
    scope.get('/directory/requests/:id', async (request: OneRequest, reply) => decide(request, reply, desk));
    scope.post('/directory/requests/:id', async (request: OneRequest, reply) => accept(request, reply, desk));
    scope.post('/directory/requests/:id/refuse', async (request: OneRequest, reply) => {
      await refuseRequest(desk.db, request.params.id, handOf(request, desk));
      return reply.redirect(base, 303);
    });
  });
}

const handOf = (request: OneRequest, desk: Desk) => ({ by: staffOf(request).email, at: desk.now() });

async function found(request: OneRequest, desk: Desk): Promise<ListingRequest | null> {
  return (await openRequests(desk.db)).find(({ id }) => id === request.params.id) ?? null;
}

async function accept(request: OneRequest, reply: FastifyReply, desk: Desk) {
  const ground = groundOf(desk);
  if (!ground || !(await found(request, desk))) return reply.callNotFound();
  const cells = cellsIn(formOf(request));
  const done = await acceptRequest(desk.db, ground, request.params.id, cells, handOf(request, desk));
  if ('faults' in done) return decide(request, reply, desk, done.faults);
  await desk.directory.refresh();
  return reply.redirect('serviceId' in done ? `/desk/directory/${done.serviceId}?said=added` : base, 303);
}

async function decide(
  request: OneRequest,
  reply: FastifyReply,
  desk: Desk,
  faults: Parameters<typeof EditPage>[0]['faults'] = [],
) {
  const asked = await found(request, desk);
  if (!asked) return reply.callNotFound();
  const page = pageContext(request, reply, desk);
  const cells = faults.length > 0 ? cellsIn(formOf(request)) : asked.cells;
  const action = `${base}/${asked.id}`;
  const title = page.t('listings.one', { name: asked.cells.organization ?? '' });
  return sendPage(
    reply,
    <EditPage page={page} action={action} title={title} cells={cells} faults={faults}>
      <form method="post" action={`${action}/refuse`}>
        <Csrf page={page} />
        <button type="submit" class="quiet">
          {page.t('listings.refuse')}
        </button>
      </form>
    </EditPage>,
    faults.length > 0 ? 422 : 200,
  );
}

function RequestsPage({ page, open }: { page: PageContext; open: readonly ListingRequest[] }) {
  const { t, when } = page;
  return (
    <Layout page={page} title={t('listings.title')} kind="middle">
      <p class="back">
        <a href="/desk/directory">← {t('directory.title')}</a>
      </p>
      <h1>{t('listings.title')}</h1>
      <p class="hint">{t(open.length === 0 ? 'listings.none' : 'listings.hint')}</p>
      <ol class="queue">
        {open.map(({ id, cells, receivedAt }) => (
          <li class="row">
            <a class="row-link" href={`${base}/${id}`}>
              <strong>{[cells.organization, cells.town].filter(Boolean).join(', ')}</strong>
            </a>
            <p class="soft row-needs">{cells.services}</p>
            <p class="row-facts">
              <span>{cells.phone}</span>
              <span>{when.moment(receivedAt)}</span>
            </p>
          </li>
        ))}
      </ol>
    </Layout>
  );
}
