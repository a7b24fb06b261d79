import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { spokenLanguages } from '../../language/languages.ts';
import { type Form, formOf } from '../form.ts';
import { Csrf, type Desk, Field, Layout, Notice, type PageContext, pageContext, sendPage } from '../page.tsx';
import { leastPasswordLength } from '../password.ts';
import type { Role } from '../roles.ts';
import { signInLimits } from '../security.ts';
import { endSessionsOf } from '../session-store.ts';
import { acceptInvitation, acceptNewPassword, invitationOf, type StaffFault } from '../staff-store.ts';
import { signIn, startPage } from './sign-in.tsx';

type TokenRequest = FastifyRequest<{ Params: { token: string } }>;

/** The one-time link with which somebody makes their own account. */
export function welcomeRoutes(app: FastifyInstance, desk: Desk): void {
  // The address holds the token: it must not reach the request log.
  const quietly = { logLevel: 'warn', config: { rateLimit: signInLimits.connection } } as const;

  app.get('/welcome/:token', quietly, async (request: TokenRequest, reply) => show(request, reply, desk));

  app.post('/welcome/:token', quietly, async (request: TokenRequest, reply) => {
    const form = formOf(request);
    if (form.raw('password') !== form.raw('again')) return show(request, reply, desk, 'not_the_same');
    const { token } = request.params;
    const invited = await invitationOf(desk.db, token);
    if (invited?.member) return newPassword(request, reply, desk, invited.member.id);
    const result = await acceptInvitation(desk.db, token, {
      email: form.text('email'),
      name: form.text('name'),
      password: form.raw('password'),
      languages: form.list('languages'),
      regions: form.list('regions'),
    });
    if ('fault' in result) return show(request, reply, desk, result.fault);
    await signIn(request, result.added);
    return reply.redirect(startPage(result.added), 303);
  });
}

async function newPassword(request: TokenRequest, reply: FastifyReply, desk: Desk, userId: string) {
  const result = await acceptNewPassword(desk.db, request.params.token, formOf(request).raw('password'));
  if ('fault' in result) return show(request, reply, desk, result.fault);
  await endSessionsOf(desk.db, userId);
  await signIn(request, result.added);
  return reply.redirect(startPage(result.added), 303);
}

type Fault = StaffFault | 'not_the_same';

async function show(request: TokenRequest, reply: FastifyReply, desk: Desk, fault?: Fault) {
  const page = pageContext(request, reply, desk);
  const invited = await invitationOf(desk.db, request.params.token);
  if (!invited) return sendPage(reply, <UsedLink page={page} />, 410);
  const status = fault ? 422 : 200;
  if (invited.member)
    return sendPage(reply, <NewPassword page={page} name={invited.member.name} fault={fault} />, status);
  const regions = desk.directory.places().filter((place) => place.level === 'region');
  const form = formOf(request);
  const view = <WelcomePage page={page} role={invited.role} form={form} regions={regions} fault={fault} />;
  return sendPage(reply, view, status);
}

function UsedLink({ page }: { readonly page: PageContext }) {
  return (
    <Layout page={page} title={page.t('welcome.title')} kind="narrow">
      <section class="card door">
        <h1>{page.t('welcome.used_title')}</h1>
        <p>{page.t('welcome.used')}</p>
        <p>
          <a href="/desk/sign-in">{page.t('sign_in.title')}</a>
        </p>
      </section>
    </Layout>
  );
}

interface NewPasswordProps {
  readonly page: PageContext;
  readonly name: string;
  readonly fault: Fault | undefined;
}

function NewPassword({ page, name, fault }: NewPasswordProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t('welcome.password_title')} kind="narrow">
      <section class="card door">
        <p class="door-name">{page.serviceName}</p>
        <h1>{t('welcome.password_title')}</h1>
        <p>{t('welcome.password_for', { name })}</p>
        {fault && <Notice kind="fault">{t(`staff_fault.${fault}`, { count: leastPasswordLength })}</Notice>}
        <form method="post">
          <Csrf page={page} />
          <Passwords page={page} />
          <button type="submit" class="main">
            {t('welcome.password_enter')}
          </button>
        </form>
      </section>
    </Layout>
  );
}

function Passwords({ page: { t } }: { readonly page: PageContext }) {
  return (
    <>
      <Field
        name="password"
        type="password"
        label={t('sign_in.password')}
        hint={t('welcome.password_hint', { count: leastPasswordLength })}
        autocomplete="new-password"
        minLength={leastPasswordLength}
        required
      />
      <Field name="again" type="password" label={t('welcome.again')} autocomplete="new-password" required />
    </>
  );
}

interface WelcomeProps {
  readonly page: PageContext;
  readonly role: Role;
  readonly form: Form;
  readonly regions: readonly { readonly pcode: string; readonly name: string }[];
  readonly fault: Fault | undefined;
}

function WelcomePage({ page, role, form, regions, fault }: WelcomeProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t('welcome.title')} kind="narrow">
      <section class="card door">
        <p class="door-name">{page.serviceName}</p>
        <h1>{t('welcome.title')}</h1>
        <p>{t(`welcome.as_${role}`)}</p>
        {fault && <Notice kind="fault">{t(`staff_fault.${fault}`, { count: leastPasswordLength })}</Notice>}
        <form method="post">
          <Csrf page={page} />
          <Field
            name="name"
            label={t('welcome.name')}
            hint={t('welcome.name_hint')}
            value={form.text('name')}
            autocomplete="name"
            required
          />
          <Field
            name="email"
            type="email"
            label={t('sign_in.email')}
            value={form.text('email')}
            autocomplete="username"
            required
          />
          <Passwords page={page} />
          <Ticks
            name="languages"
            legend={t('welcome.languages')}
            choices={spokenLanguages
              .filter((code) => code !== 'other')
              .map((code) => ({ id: code, label: t(`language.${code}`) }))}
            ticked={form.list('languages')}
          />
          {regions.length > 0 && (
            <details>
              <summary>{t('welcome.regions')}</summary>
              <Ticks
                name="regions"
                legend={t('welcome.regions_hint')}
                choices={regions.map((place) => ({ id: place.pcode, label: place.name }))}
                ticked={form.list('regions')}
              />
            </details>
          )}
          <button type="submit" class="main">
            {t('welcome.enter')}
          </button>
        </form>
      </section>
    </Layout>
  );
}

interface TicksProps {
  readonly name: string;
  readonly legend: string;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  readonly ticked: readonly string[];
}

/** A group of boxes to tick. */
export function Ticks({ name, legend, choices, ticked }: TicksProps) {
  return (
    <fieldset class="ticks">
      <legend>{legend}</legend>
      {choices.map(({ id, label }) => (
        <label class="tick">
          <input type="checkbox" name={name} value={id} checked={ticked.includes(id)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
