import type { FastifyInstance, FastifyReply } from 'fastify';
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
    if (request.headers['hx-request']) return sendFragment(reply, <Numbers numbers={numbers} />);
    const page = pageContext(request, reply, desk);
    return sendPage(reply, <NumbersPage page={page} code={view.file.case.code} numbers={numbers} />);
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

function Numbers({ numbers }: { readonly numbers: readonly string[] }) {
  return (
    <ul class="plain numbers">
      {numbers.map((number) => (
        <li>{/^\+?\d+$/.test(number) ? <a href={`tel:${number}`}>{number}</a> : number}</li>
      ))}
    </ul>
  );
}

interface NumbersPageProps {
  readonly page: PageContext;
  readonly code: string;
  readonly numbers: readonly string[];
}

function NumbersPage({ page, code, numbers }: NumbersPageProps) {
  return (
    <Layout page={page} title={page.t('case.title', { code })} kind="narrow">
      <section class="card door">
        <h1>{page.t('case.numbers')}</h1>
        <Numbers numbers={numbers} />
        <a href={`/desk/cases/${code}`}>{page.t('case.title', { code })}</a>
      </section>
    </Layout>
  );
}
