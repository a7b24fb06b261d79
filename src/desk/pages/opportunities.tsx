import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Opportunity, type OpportunityInput, opportunityKinds } from '../../directory/opportunity.ts';
import { addOpportunity, retireOpportunity } from '../../directory/opportunity-store.ts';
import { type Need, needs } from '../../language/understanding.ts';
import { Select, Several } from '../case/fields.tsx';
import { type Form, formOf } from '../form.ts';
import { Needs } from '../labels.tsx';
import { Csrf, type Desk, Layout, Notice, type PageContext, pageContext, sendPage } from '../page.tsx';
import { may } from '../roles.ts';
import { only, staffOf } from '../sessions.ts';

/** Training intakes, calls for projects, financing windows: listed until their last day, told to people meanwhile. */
export function opportunityRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/directory/opportunities', async (request, reply) =>
    sendPage(reply, <Page page={pageContext(request, reply, desk)} desk={desk} form={formOf(request)} />),
  );

  app.register(async (scope) => {
    scope.addHook('onRequest', only('listings'));
    scope.post('/directory/opportunities', async (request, reply) => {
      const form = formOf(request);
      const hand = { by: staffOf(request).email, at: desk.now() };
      const done = await addOpportunity(desk.db, inputOf(form, desk), hand);
      await desk.directory.refresh();
      if ('id' in done) return reply.redirect('/desk/directory/opportunities', 303);
      const page = pageContext(request, reply, desk);
      return sendPage(reply, <Page page={page} desk={desk} form={form} faults={done.faults} />, 422);
    });

    scope.post(
      '/directory/opportunities/:id/retire',
      async (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
        await retireOpportunity(desk.db, request.params.id, desk.now());
        await desk.directory.refresh();
        return reply.redirect('/desk/directory/opportunities', 303);
      },
    );
  });
}

function inputOf(form: Form, desk: Desk): OpportunityInput {
  const country = countryOf(desk);
  const orNull = (name: string) => form.text(name) || null;
  const areas = form.list('areas');
  return {
    country,
    title: form.text('title'),
    kind: form.text('kind') as Opportunity['kind'],
    needs: form.list('needs') as Need[],
    areas: areas.length > 0 ? [...areas] : [country],
    conditions: orNull('conditions'),
    howToApply: orNull('howToApply'),
    phone: orNull('phone'),
    opensOn: orNull('opensOn'),
    closesOn: form.text('closesOn'),
    sourceUrl: orNull('sourceUrl'),
  };
}

function countryOf(desk: Desk): string {
  return desk.directory.snapshot().countries[0]?.iso3 ?? '';
}

interface PageProps {
  readonly page: PageContext;
  readonly desk: Desk;
  readonly form: Form;
  readonly faults?: readonly string[];
}

function Page({ page, desk, form, faults = [] }: PageProps) {
  const { t } = page;
  const open = desk.directory.snapshot().opportunities;
  const mayList = page.staff !== null && may(page.staff.role, 'listings');
  return (
    <Layout page={page} title={t('opportunities.title')} kind="middle">
      <p class="back">
        <a href="/desk/directory">← {t('directory.title')}</a>
      </p>
      <h1>{t('opportunities.title')}</h1>
      <p class="hint">{t(open.length === 0 ? 'opportunities.none' : 'opportunities.hint')}</p>
      <ul class="queue">
        {[...open]
          .sort((a, b) => (a.closesOn < b.closesOn ? -1 : 1))
          .map((one) => (
            <Row page={page} desk={desk} one={one} mayList={mayList} />
          ))}
      </ul>
      {mayList && <AddForm page={page} desk={desk} form={form} faults={faults} />}
    </Layout>
  );
}

interface RowProps {
  readonly page: PageContext;
  readonly desk: Desk;
  readonly one: Opportunity;
  readonly mayList: boolean;
}

function Row({ page, desk, one, mayList }: RowProps) {
  const { t, when } = page;
  const areas = one.areas.map((area) => desk.directory.place(area)?.name ?? t('opportunities.country'));
  return (
    <li class="row">
      <strong>{one.title}</strong>
      <p class="row-needs">
        {t(`opportunities.kind_${one.kind}`)} · {areas.join(', ')}
      </p>
      <Needs page={page} needs={one.needs} />
      {[one.conditions, one.howToApply, one.phone].filter(Boolean).map((fact) => (
        <p class="soft row-needs">{fact}</p>
      ))}
      <p class="row-facts">
        {one.opensOn && one.opensOn > page.now.toISOString().slice(0, 10) && (
          <span>{t('opportunities.opens', { when: when.day(one.opensOn) })}</span>
        )}
        <span>{t('opportunities.closes', { when: when.day(one.closesOn) })}</span>
      </p>
      {mayList && (
        <form method="post" action={`/desk/directory/opportunities/${one.id}/retire`}>
          <Csrf page={page} />
          <button type="submit" class="quiet">
            {t('opportunities.retire')}
            <span class="sr"> : {one.title}</span>
          </button>
        </form>
      )}
    </li>
  );
}

const lines = [
  ['title', 'text', true],
  ['conditions', 'text', false],
  ['howToApply', 'text', false],
  ['phone', 'tel', false],
  ['opensOn', 'date', false],
  ['closesOn', 'date', true],
  ['sourceUrl', 'url', false],
] as const;

function AddForm({ page, desk, form, faults = [] }: PageProps) {
  const { t } = page;
  const regions = desk.directory.places().filter((place) => place.level === 'region');
  return (
    <details class="card" open={faults.length > 0}>
      <summary>{t('opportunities.add')}</summary>
      {faults.length > 0 && (
        <Notice kind="fault">
          <ul>
            {faults.map((fault) => (
              <li>{faultText(page, fault)}</li>
            ))}
          </ul>
        </Notice>
      )}
      <form method="post" action="/desk/directory/opportunities">
        <Csrf page={page} />
        <Select
          name="kind"
          label={t('opportunities.kind')}
          choices={opportunityKinds.map((kind) => [kind, t(`opportunities.kind_${kind}`)])}
          chosen={form.text('kind')}
        />
        {lines.map(([name, type, required]) => (
          <p class="field">
            <label for={`f-${name}`}>{labelOf(page, name)}</label>
            <input
              id={`f-${name}`}
              name={name}
              // Which attributes fit depends on the type; all of these fit each of the four.
              type={type as 'text'}
              value={form.text(name)}
              required={required}
            />
          </p>
        ))}
        <Several
          name="needs"
          label={t('opportunities.needs')}
          choices={needs.map((need) => [need, t(`need.${need}`)])}
          chosen={form.list('needs')}
        />
        <Several
          name="areas"
          label={t('opportunities.areas')}
          choices={regions.map((region) => [region.pcode, region.name])}
          chosen={form.list('areas')}
        />
        <button type="submit" class="main">
          {t('opportunities.keep')}
        </button>
      </form>
    </details>
  );
}

/** The field that is at fault in the desk's words; what the check says of it stays as it is where there are none. */
function faultText(page: PageContext, fault: string): string {
  const { t } = page;
  const [field = '', ...rest] = fault.split(':');
  const name = field.split('.')[0]!;
  const label = labelOf(page, name);
  return t.has(`opportunities.fault_${name}`)
    ? `${label} : ${t(`opportunities.fault_${name}`)}`
    : `${label} :${rest.join(':')}`;
}

// "title" is the name of the page already.
function labelOf({ t }: PageContext, name: string): string {
  const key = name === 'title' ? 'opportunities.field_title' : `opportunities.${name}`;
  return t.has(key) ? t(key) : name;
}
