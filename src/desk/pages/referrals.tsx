import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { recordOralConsent } from '../../handoff/consent-store.ts';
import { type PaperKind, paperOf } from '../../handoff/referral-paper.ts';
import { firstEdits } from '../../handoff/referral-source.ts';
import { isEditable } from '../../handoff/referral-status.ts';
import {
  createReferral,
  type HandOver,
  handOver,
  markPrinted,
  saveReferral,
  takeBack,
} from '../../handoff/referral-store.ts';
import { askPassing } from '../ask-store.ts';
import { Said } from '../case/head.tsx';
import type { CaseView } from '../case/view.ts';
import { formOf, queryOf } from '../form.ts';
import { type Desk, Layout, Notice, sendPage } from '../page.tsx';
import { Edit, editsIn } from '../referral/edit.tsx';
import { askable, Leaving } from '../referral/leaving.tsx';
import { keepOutcome, Outcomes } from '../referral/outcome.tsx';
import { copiesOf, PaperPage } from '../referral/paper.tsx';
import { type ReferralView, readReferral, subjectOf } from '../referral/read.ts';
import { ServiceChoice, serviceById } from '../referral/services.tsx';
import { Sheet } from '../referral/sheet.tsx';
import { openNumbers } from '../reply-store.ts';
import { actingOf, type CaseRequest, viewOf } from './case.tsx';

type NumberedRequest = FastifyRequest<{ Params: { code: string; number: string } }>;

/** Wording and life of a spoken yes to passing on. */
const wording = 'desk.pass_on.v1';
const consentDays = 30;
const dayMs = 86_400_000;

/** Referrals of a case: choose a service, write, see what leaves, print, hand over. */
export function referralRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/cases/:code/referrals/new', async (request: CaseRequest, reply) => {
    const view = await viewOf(request, reply, desk);
    if (!view) return reply.callNotFound();
    return sendPage(reply, <ServiceChoice {...choiceIn(view, request)} number={null} />);
  });

  app.post('/cases/:code/referrals', async (request: CaseRequest, reply) => {
    const view = await viewOf(request, reply, desk);
    if (!view) return reply.callNotFound();
    const service = serviceById(view, formOf(request).text('service'));
    const writing = { serviceAtLocationId: service?.id ?? null, edits: firstEdits(subjectOf(view), service) };
    const made = await createReferral(
      desk.db,
      desk.keys,
      view.file.case.id,
      view.staff,
      writing,
      view.page.now,
    );
    return made ? goTo(reply, view, made.number) : reply.callNotFound();
  });

  app.get('/cases/:code/referrals/:number', async (request: NumberedRequest, reply) => {
    const referral = await referralOf(request, reply, desk);
    if (!referral) return reply.callNotFound();
    return sendPage(reply, <ReferralPage referral={referral} said={queryOf(request, 'said')} />);
  });

  app.get('/cases/:code/referrals/:number/service', async (request: NumberedRequest, reply) => {
    const referral = await referralOf(request, reply, desk);
    if (!referral) return reply.callNotFound();
    const { view, kept } = referral;
    return sendPage(reply, <ServiceChoice {...choiceIn(view, request)} number={kept.number} />);
  });

  for (const [name, step] of Object.entries(steps))
    app.post(`/cases/:code/referrals/:number/${name}`, async (request: NumberedRequest, reply) => {
      const referral = await referralOf(request, reply, desk);
      if (!referral) return reply.callNotFound();
      return goTo(reply, referral.view, referral.kept.number, await step(referral, request));
    });
  paperRoute(app, desk);
}

async function referralOf(
  request: NumberedRequest,
  reply: FastifyReply,
  desk: Desk,
): Promise<ReferralView | null> {
  const view = await viewOf(request as CaseRequest, reply, desk);
  return view && readReferral(view, Number.parseInt(request.params.number, 10));
}

function choiceIn(view: CaseView, request: FastifyRequest) {
  return { view, need: queryOf(request, 'need'), text: queryOf(request, 'q') };
}

function goTo(reply: FastifyReply, view: CaseView, number: number, said = ''): FastifyReply {
  const page = `/desk/cases/${view.file.case.code}/referrals/${number}`;
  return reply.redirect(said ? `${page}?said=${said}` : page, 303);
}

type Step = (referral: ReferralView, request: FastifyRequest) => Promise<string>;

const steps: Readonly<Record<string, Step>> = {
  edit: async (referral, request) => {
    const form = formOf(request);
    const { kept } = referral;
    const version = Number.parseInt(form.text('version'), 10);
    const service = kept.serviceAtLocationId;
    return save(referral, { version, serviceAtLocationId: service, edits: editsIn(form, kept.edits) });
  },
  service: async (referral, request) => {
    const { kept, view } = referral;
    const service = serviceById(view, formOf(request).text('service'));
    if (!service) return 'no_service';
    return save(referral, { version: kept.version, serviceAtLocationId: service.id, edits: kept.edits });
  },
  consent: async (referral, request) => consent(referral, request),
  ask: async (referral) => ask(referral),
  outcome: async (referral, request) => keepOutcome(referral, formOf(request)),
  'take-back': async (referral) => undoHandOver(referral),
  'hand-over': async (referral, request) => {
    const form = formOf(request);
    const via = (['slip', 'paper', 'telephone'] as const).find((one) => one === form.text('via')) ?? 'slip';
    const to = form.text('to');
    // Later nobody would know who has it: only a slip is in the person's own hands.
    if (via !== 'slip' && !to) return 'no_to_whom';
    const handed: HandOver = { via, ...(to ? { to } : {}) };
    const { view, kept, draft } = referral;
    const { desk, staff, page } = view;
    const result = await handOver(desk.db, desk.keys, kept.id, staff, { ...handed, draft }, page.now);
    return result.done ? 'handed_over' : 'no_barred';
  },
};

async function undoHandOver({ view, kept }: ReferralView): Promise<string> {
  const { desk, staff, page, file } = view;
  const handed = file.events.findLast(
    ({ kind, data }) => kind === 'referral_handed_over' && data.number === kept.number,
  );
  const taken = handed && (await takeBack(desk.db, desk.keys, kept.id, staff, handed.at, page.now));
  return taken ? 'taken_back' : 'no_take_back';
}

async function save(
  { view, kept }: ReferralView,
  writing: Parameters<typeof saveReferral>[4],
): Promise<string> {
  const { desk, staff, page } = view;
  const saved = await saveReferral(desk.db, desk.keys, kept.id, staff, writing, page.now);
  return saved.saved ? 'kept' : `no_${saved.why}`;
}

async function ask({ view, kept, draft }: ReferralView): Promise<string> {
  if (!draft.to || !draft.next.includes('ask_consent')) return 'no_barred';
  const { organizationId, shortName } = draft.to.service;
  const question = {
    referralId: kept.id,
    receiver: organizationId,
    service: shortName,
    needs: draft.asked.needs,
  };
  const asked = await askPassing(actingOf(view), view.desk.jobs, question);
  return asked === 'asked' ? 'asked' : `no_ask_${asked}`;
}

async function consent(referral: ReferralView, request: FastifyRequest): Promise<string> {
  const { view, draft } = referral;
  const { desk, file, staff, page } = view;
  const form = formOf(request);
  if (!draft.to) return 'no_service';
  const given = form.text('answer') === 'yes';
  const fields = askable(referral).filter((field) => form.list('fields').includes(field));
  if (given && fields.length === 0) return 'no_fields';
  const about = {
    purpose: 'pass_on' as const,
    receiver: draft.to.service.organizationId,
    fields: given ? fields : [],
    expiresAt: new Date(page.now.getTime() + consentDays * dayMs),
  };
  const oral = { given, wording, language: draft.person.speaks.value ?? 'fr', about };
  const kept = await recordOralConsent(desk.db, desk.keys, file.case.id, staff, oral, page.now);
  return kept ? 'kept' : 'no_not_seen';
}

function paperRoute(app: FastifyInstance, desk: Desk): void {
  app.post('/cases/:code/referrals/:number/paper', async (request: NumberedRequest, reply) => {
    const referral = await referralOf(request, reply, desk);
    if (!referral) return reply.callNotFound();
    const { view, kept, draft } = referral;
    const kind: PaperKind = formOf(request).text('kind') === 'named' ? 'named' : 'slip';
    const leaves = draft.passing.lines.some(({ field, passing }) => field === 'phone' && passing === 'yes');
    const numbers = kind === 'named' && leaves ? await openNumbers(actingOf(view)) : null;
    const paper = paperOf(draft, kind, numbers?.[0] ?? null);
    if (!paper) return goTo(reply, view, kept.number, 'no_barred');
    const printed = { paper, copies: copiesOf(paper) };
    await markPrinted(desk.db, desk.keys, kept.id, view.staff, printed, view.page.now);
    return sendPage(reply, <PaperPage view={view} paper={paper} />);
  });
}

function ReferralPage({ referral, said }: { readonly referral: ReferralView; readonly said: string }) {
  const { view, draft } = referral;
  const { t } = view.page;
  const { code } = view.file.case;
  return (
    <Layout page={view.page} title={t('paper.title', { reference: draft.reference })}>
      <p class="back">
        <a href={`/desk/cases/${code}`}>← {t('case.title', { code })}</a>
      </p>
      <Said view={view} said={said} />
      <div class="title-row after">
        <h1>
          {t('sheet.title')} <code>{draft.reference}</code>
        </h1>
        <span>
          <span class="tag">{t(`referral_status.${draft.status}`)}</span>{' '}
          <span class="soft">{t('sheet.version', { count: draft.version })}</span>
        </span>
      </div>
      {isEditable(draft.status) && (
        <Notice kind="note">
          <strong>{t('leaving.now')}</strong> {draft.next.map((step) => t(`next.${step}`)).join(' ')}
        </Notice>
      )}
      <div class="columns">
        <div>
          <Sheet referral={referral} />
          <Edit referral={referral} />
        </div>
        <div class="side">
          {!isEditable(draft.status) && <Outcomes referral={referral} />}
          <Leaving referral={referral} />
        </div>
      </div>
    </Layout>
  );
}
