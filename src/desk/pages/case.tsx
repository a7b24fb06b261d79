import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ComponentChildren, createElement } from 'preact';
import { feedCursor } from '../../handoff/event-store.ts';
import { Facts } from '../case/facts.tsx';
import { Head, Said } from '../case/head.tsx';
import { Reply } from '../case/reply.tsx';
import { Talk } from '../case/talk.tsx';
import { type CaseView, readCase } from '../case/view.ts';
import { Work } from '../case/work.tsx';
import { queryOf } from '../form.ts';
import { type Desk, Layout, pageContext, sendFragment, sendPage } from '../page.tsx';
import { type ReferralView, readReferrals } from '../referral/read.ts';
import { Referrals, slipMessage } from '../referral/section.tsx';
import { staffOf } from '../sessions.ts';
import type { Acting } from '../thread-store.ts';
import { feedAddress } from './live.ts';

export type CaseRequest = FastifyRequest<{ Params: { code: string } }>;

/** The page of one case, and the part of it that stays live. */
export function casePageRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/cases/:code', async (request: CaseRequest, reply) => {
    const view = await viewOf(request, reply, desk);
    return view ? sendCase(request, reply, view, queryOf(request, 'said')) : reply.callNotFound();
  });

  app.get('/cases/:code/live', async (request: CaseRequest, reply) => {
    const view = await viewOf(request, reply, desk);
    return view ? sendFragment(reply, <LiveParts view={view} />) : reply.callNotFound();
  });
}

/** Sends the page of a case with what became of the last step. */
export async function sendCase(
  request: CaseRequest,
  reply: FastifyReply,
  view: CaseView,
  said: string,
  status = 200,
) {
  const cursor = await feedCursor(view.desk.db);
  const referrals = await readReferrals(view);
  const slip = referrals.find((one) => String(one.kept.number) === queryOf(request, 'slip'));
  const words = slip ? slipMessage(slip) : '';
  return sendPage(reply, <CasePage {...{ view, referrals, cursor, said, words }} />, status);
}

/** The case of a request as its page shows it. */
export function viewOf(request: CaseRequest, reply: FastifyReply, desk: Desk): Promise<CaseView | null> {
  const wanted = { code: request.params.code, wholeTalk: queryOf(request, 'talk') === 'whole' };
  return readCase(desk, pageContext(request, reply, desk), staffOf(request), wanted);
}

/** Who acts on which case, for the stores. */
export function actingOf({ desk, file, staff, page }: CaseView): Acting {
  return { db: desk.db, keys: desk.keys, caseId: file.case.id, staff, at: page.now };
}

interface CasePageProps {
  readonly view: CaseView;
  readonly cursor: string;
  readonly said: string;
  readonly referrals: readonly ReferralView[];
  /** Words that the reply begins with. */
  readonly words: string;
}

function CasePage({ view, cursor, said, referrals, words }: CasePageProps) {
  const { page, file } = view;
  const { t } = page;
  const { code } = file.case;
  return (
    <Layout page={page} title={t('case.title', { code })} feed={feedAddress(cursor)}>
      <p class="back">
        <a href="/desk/">{t('case.back')}</a>
      </p>
      <Said view={view} said={said} />
      <Head view={view} />
      <div class="columns">
        <section class="card conversation">
          <h2>{t('talk.title')}</h2>
          <Talk view={view} />
          <Reply view={view} words={words} />
        </section>
        <div class="side">
          <Work view={view} />
          <Referrals view={view} referrals={referrals} />
          <Facts view={view} />
        </div>
      </div>
      <div
        hx-get={`/desk/cases/${code}/live${view.wholeTalk ? '?talk=whole' : ''}`}
        hx-trigger={`case-${code} from:body delay:200ms`}
        hx-swap="none"
      />
    </Layout>
  );
}

/** What others, the person or the bot may change while the page is open; half-written forms are left alone. */
function LiveParts({ view }: { readonly view: CaseView }) {
  return (
    <>
      <InPlace of="#head">
        <Head view={view} />
      </InPlace>
      <InPlace of="#talk">
        <Talk view={view} />
      </InPlace>
      <ReplyInPlace view={view} />
      <InPlace of="#facts">
        <Facts view={view} />
      </InPlace>
    </>
  );
}

/** The box to write in, put there or taken away as the person allows; one that is open already keeps its words. */
export function ReplyInPlace({ view }: { readonly view: CaseView }) {
  return (
    <InPlace of={view.noReply ? '#reply' : 'p#reply'}>
      <Reply view={view} />
    </InPlace>
  );
}

/** htmx: a part of the answer that takes the place of another, keeping what has focus. */
function InPlace({ of, children }: { readonly of: string; readonly children: ComponentChildren }) {
  return createElement('hx-partial', { 'hx-target': of, 'hx-swap': 'outerMorph' }, children);
}
