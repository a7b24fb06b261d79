import type { FastifyInstance, FastifyReply } from 'fastify';
import { type ToldNews, toldNews } from '../../handoff/told-store.ts';
import { ToldNumbers } from '../case/told.tsx';
import { type Desk, Layout, type PageContext, pageContext, sendFragment, sendPage } from '../page.tsx';
import { openCaseMedia, openNumbers } from '../reply-store.ts';
import { actingOf, type CaseRequest, viewOf } from './case.tsx';

/** Voice notes, pictures and telephone numbers of a case: opened only for whoever may, and written down. */
export function caseMediaRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/cases/:code/media/:id', async (request: CaseRequest, reply) => {
    const view = await viewOf(request, reply, desk);
    const id = (request.params as { code: string; id: string }).id;
    const file =
      view && /^[0-9a-f-]{36}$/.test(id)
        ? await openCaseMedia(actingOf(view), view.file.case.conversationId, id)
        : null;
    return file ? sendMedia(request, reply, file) : reply.callNotFound();
  });

  app.post('/cases/:code/numbers', async (request: CaseRequest, reply) => {
    const view = await viewOf(request, reply, desk);
    const numbers = view && (await openNumbers(actingOf(view)));
    if (!view || !numbers) return reply.callNotFound();
    const page = pageContext(request, reply, desk);
    const shown = { page, numbers, news: toldNews(view.file.events) };
    if (request.headers['hx-request']) return sendFragment(reply, <Numbers {...shown} />);
    return sendPage(reply, <NumbersPage {...shown} code={view.file.case.code} />);
  });
}

/** A voice note, or the part of it that the player asks for (Safari plays nothing without ranges). */
function sendMedia(
  request: CaseRequest,
  reply: FastifyReply,
  { contentType, bytes }: { readonly contentType: string; readonly bytes: Buffer },
): FastifyReply {
  const safe = /^(audio|video)\/[\w.+-]+$|^image\/(jpeg|png|webp)$/.exec(contentType)?.[0];
  reply
    .type(safe ?? 'application/octet-stream')
    .header('accept-ranges', 'bytes')
    .header('cache-control', 'no-store');
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  if (!range) return reply.send(bytes);
  const from = Number(range[1]);
  const to = Math.min(range[2] ? Number(range[2]) : bytes.length - 1, bytes.length - 1);
  if (from > to) return reply.code(416).header('content-range', `bytes */${bytes.length}`).send();
  return reply
    .code(206)
    .header('content-range', `bytes ${from}-${to}/${bytes.length}`)
    .send(bytes.subarray(from, to + 1));
}

interface NumbersProps {
  readonly page: PageContext;
  readonly numbers: readonly string[];
  readonly news: readonly ToldNews[];
}

function Numbers({ page, numbers, news }: NumbersProps) {
  return (
    <>
      <ul class="plain numbers">
        {numbers.map((number) => (
          <li>{/^\+?\d+$/.test(number) ? <a href={`tel:${number}`}>{number}</a> : number}</li>
        ))}
      </ul>
      <ToldNumbers page={page} news={news} />
    </>
  );
}

function NumbersPage({ code, ...shown }: NumbersProps & { readonly code: string }) {
  const { page } = shown;
  return (
    <Layout page={page} title={page.t('case.title', { code })} kind="narrow">
      <section class="card door">
        <h1>{page.t('case.numbers')}</h1>
        <Numbers {...shown} />
        <a href={`/desk/cases/${code}`}>{page.t('case.title', { code })}</a>
      </section>
    </Layout>
  );
}
