import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formOf, queryOf } from '../form.ts';
import { Csrf, type Desk, Field, Layout, Notice, type PageContext, pageContext, sendPage } from '../page.tsx';
import { may } from '../roles.ts';
import { signInLimits } from '../security.ts';
import { checkPassword, type StaffMember } from '../staff-store.ts';

type Fault = 'wrong' | 'too_often';

/** Signing in and out. */
export function signInRoutes(app: FastifyInstance, desk: Desk): void {
  const tries = app.createRateLimit({
    ...signInLimits.account,
    keyGenerator: (request) => `account ${formOf(request).text('email').toLowerCase()}`,
  });

  app.get('/sign-in', async (request, reply) => {
    const to = safeTarget(queryOf(request, 'to'));
    if (request.staff) return reply.redirect(to ?? startPage(request.staff), 303);
    return sendPage(reply, <SignInPage page={pageContext(request, reply, desk)} to={to} />);
  });

  app.post('/sign-in', { config: { rateLimit: signInLimits.connection } }, async (request, reply) => {
    const form = formOf(request);
    const limit = await tries(request);
    if (!limit.isAllowed && limit.isExceeded) return refuse(request, reply, desk, 'too_often');
    const staff = await checkPassword(desk.db, form.text('email'), form.raw('password'));
    if (!staff) return refuse(request, reply, desk, 'wrong');
    await signIn(request, staff);
    return reply.redirect(safeTarget(form.text('to')) ?? startPage(staff), 303);
  });

  app.post('/sign-out', async (request, reply) => {
    await request.session.destroy();
    return reply.clearCookie('dellusi', { path: '/' }).redirect('/desk/sign-in', 303);
  });
}

/** Signs somebody in under a new session id, so that an id known before is worth nothing. */
export async function signIn(request: FastifyRequest, staff: StaffMember): Promise<void> {
  await request.session.regenerate();
  request.session.userId = staff.id;
}

/** Where somebody starts: the queue, or what they see instead of cases. */
export function startPage(staff: StaffMember): string {
  if (may(staff.role, 'cases')) return '/desk/';
  return may(staff.role, 'team') ? '/desk/team' : '/desk/counts';
}

function refuse(request: FastifyRequest, reply: FastifyReply, desk: Desk, fault: Fault): FastifyReply {
  const form = formOf(request);
  const page = pageContext(request, reply, desk);
  const to = safeTarget(form.text('to'));
  const view = <SignInPage page={page} fault={fault} email={form.text('email')} to={to} />;
  return sendPage(reply, view, fault === 'wrong' ? 401 : 429);
}

/** Only pages of the desk: a link must not lead people to a foreign site after they signed in. */
function safeTarget(to: string): string | null {
  return /^\/(desk|simulator)(\/[\w./?=&%-]*)?$/.test(to) && !to.includes('//') ? to : null;
}

interface SignInProps {
  readonly page: PageContext;
  readonly fault?: Fault;
  readonly email?: string;
  readonly to: string | null;
}

function SignInPage({ page, fault, email = '', to }: SignInProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t('sign_in.title')} kind="narrow">
      <section class="card door">
        <p class="door-name">{page.serviceName}</p>
        <h1>{t('sign_in.title')}</h1>
        {fault && <Notice kind="fault">{t(`sign_in.${fault}`)}</Notice>}
        <form method="post" action="/desk/sign-in">
          <Csrf page={page} />
          {to && <input type="hidden" name="to" value={to} />}
          <Field
            name="email"
            type="email"
            label={t('sign_in.email')}
            value={email}
            autocomplete="username"
            required
          />
          <Field
            name="password"
            type="password"
            label={t('sign_in.password')}
            autocomplete="current-password"
            required
          />
          <button type="submit" class="main">
            {t('sign_in.enter')}
          </button>
        </form>
        <p class="hint">{t('sign_in.forgotten')}</p>
      </section>
    </Layout>
  );
}
