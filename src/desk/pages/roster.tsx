import type { FastifyInstance, FastifyRequest } from 'fastify';
import { peopleOnDuty } from '../../handoff/duty.ts';
import { addToRoster, type OnRoster, removeFromRoster, rosterList } from '../../handoff/roster-store.ts';
import { type Form, formOf } from '../form.ts';
import { Csrf, type Desk, Field, Layout, Notice, type PageContext, pageContext, sendPage } from '../page.tsx';
import { only } from '../sessions.ts';

/** Who is told of a danger, and when. */
export function rosterRoutes(app: FastifyInstance, desk: Desk): void {
  app.register(async (scope) => {
    scope.addHook('onRequest', only('team'));

    scope.get('/roster', async (request, reply) =>
      sendPage(reply, await rosterPage(pageContext(request, reply, desk), desk, formOf(request), [])),
    );

    scope.post('/roster', async (request, reply) => {
      const form = formOf(request);
      const [phone, email] = [form.text('phone'), form.text('email')];
      const entry = {
        name: form.text('name'),
        hours: form.text('hours'),
        ...(phone ? { phone } : {}),
        ...(email ? { email } : {}),
      };
      const result = await addToRoster({ db: desk.db, keys: desk.keys }, entry, desk.now());
      if ('id' in result) return reply.redirect('/desk/roster', 303);
      const page = pageContext(request, reply, desk);
      return sendPage(reply, await rosterPage(page, desk, form, faultsIn(form)), 422);
    });

    scope.post('/roster/:id/remove', async (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
      await removeFromRoster(desk.db, Number.parseInt(request.params.id, 10), desk.now());
      return reply.redirect('/desk/roster', 303);
    });
  });
}

/** Which of the desk's own words to show for what the roster refused. */
function faultsIn(form: Form): readonly string[] {
  const faults = [
    form.text('name') === '' ? 'name' : null,
    form.text('phone') === '' && form.text('email') === '' ? 'reach' : null,
  ].filter((fault) => fault !== null);
  return faults.length > 0 ? faults : ['form'];
}

async function rosterPage(page: PageContext, desk: Desk, form: Form, faults: readonly string[]) {
  const { t } = page;
  const people = await rosterList({ db: desk.db, keys: desk.keys });
  const now = new Set(peopleOnDuty(people, page.now, desk.timeZone).map((one) => one.id));
  return (
    <Layout page={page} title={t('roster.title')} kind="middle">
      <h1>{t('roster.title')}</h1>
      <p>{t('roster.why')}</p>
      {people.length === 0 && <Notice kind="fault">{t('roster.empty')}</Notice>}
      {people.length > 0 && now.size === 0 && <Notice kind="note">{t('roster.nobody_now')}</Notice>}
      {people.length > 0 && (
        <ol class="people card">
          {people.map((one) => (
            <Entry page={page} one={one} onDuty={now.has(one.id)} />
          ))}
        </ol>
      )}
      <section class="card">
        <h2>{t('roster.add')}</h2>
        {faults.map((fault) => (
          <Notice kind="fault">{t(`roster.fault_${fault}`)}</Notice>
        ))}
        <form method="post">
          <Csrf page={page} />
          <Field name="name" label={t('roster.name')} value={form.text('name')} required />
          <Field
            name="phone"
            type="tel"
            label={t('roster.phone')}
            hint={t('roster.phone_hint')}
            value={form.text('phone')}
          />
          <Field name="email" type="email" label={t('sign_in.email')} value={form.text('email')} />
          <Field
            name="hours"
            label={t('roster.hours')}
            hint={t('roster.hours_hint')}
            value={form.text('hours') || 'Mo-Fr 08:00-17:00'}
            required
          />
          <button type="submit" class="main">
            {t('roster.put')}
          </button>
        </form>
      </section>
    </Layout>
  );
}

function Entry({ page, one, onDuty }: { page: PageContext; one: OnRoster; onDuty: boolean }) {
  const { t } = page;
  return (
    <li class="member">
      <div>
        <strong>{one.name}</strong> {onDuty && <span class="tag fresh">{t('roster.now')}</span>}
        <p class="hint">
          {[one.hoursText === 'always' ? t('roster.always') : one.hoursText, one.phone, one.email]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <form method="post" action={`/desk/roster/${one.id}/remove`}>
        <Csrf page={page} />
        <button type="submit" class="quiet">
          {t('roster.remove')}
          <span class="sr"> : {one.name}</span>
        </button>
      </form>
    </li>
  );
}
