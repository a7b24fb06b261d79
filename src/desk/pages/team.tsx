import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { logAccess } from '../access-store.ts';
import { formOf } from '../form.ts';
import { Csrf, type Desk, Layout, Notice, type PageContext, pageContext, sendPage } from '../page.tsx';
import { notYours } from '../refusal.ts';
import { isRole, may, rolesToGive } from '../roles.ts';
import { endSessionsOf } from '../session-store.ts';
import { only, staffOf } from '../sessions.ts';
import { allStaff, changeStaff, createInvitation, type StaffMember, staffMember } from '../staff-store.ts';

const invitationHours = 72;

type MemberRequest = FastifyRequest<{ Params: { id: string } }>;

/** The team: accounts, invitations, child-protection focal points. */
export function teamRoutes(app: FastifyInstance, desk: Desk): void {
  app.register(async (team) => {
    team.addHook('onRequest', only('team'));

    team.get('/team', async (request, reply) => show(request, reply, desk));

    team.post('/team/invitations', { logLevel: 'warn' }, async (request, reply) => {
      const role = formOf(request).text('role');
      if (!isRole(role) || !rolesToGive(staffOf(request).role).includes(role)) throw notYours();
      const token = await createInvitation(desk.db, role, invitationHours);
      return show(request, reply, desk, `${desk.publicUrl}/desk/welcome/${token}`);
    });

    team.post('/team/:id', { logLevel: 'warn' }, async (request: MemberRequest, reply) => {
      const { id } = request.params;
      const change = formOf(request).text('change');
      if (change === 'password') return newPasswordLink(request, reply, desk);
      const member = (await allStaff(desk.db)).find((one) => one.id === id);
      if (!member) return reply.callNotFound();
      if (!rolesToGive(staffOf(request).role).includes(member.role)) throw notYours();
      const self = id === staffOf(request).id;
      if (change === 'end' && !self) {
        await changeStaff(desk.db, id, { disabled: true });
        await endSessionsOf(desk.db, id);
      }
      if (change === 'restore') await changeStaff(desk.db, id, { disabled: false });
      if (change === 'protect') await changeStaff(desk.db, id, { childProtection: true });
      if (change === 'unprotect') await changeStaff(desk.db, id, { childProtection: false });
      return reply.redirect('/desk/team', 303);
    });
  });
}

/** A link with which somebody chooses a new password; only an admin may make one for an admin. */
async function newPasswordLink(request: MemberRequest, reply: FastifyReply, desk: Desk) {
  const member = await staffMember(desk.db, request.params.id);
  if (!member) return reply.callNotFound();
  if (!rolesToGive(staffOf(request).role).includes(member.role)) throw notYours();
  await logAccess(desk.db, {
    userId: staffOf(request).id,
    caseId: null,
    what: 'password_link',
    at: desk.now(),
  });
  const token = await createInvitation(desk.db, member.role, invitationHours, member.id);
  return show(request, reply, desk, `${desk.publicUrl}/desk/welcome/${token}`);
}

async function show(request: FastifyRequest, reply: FastifyReply, desk: Desk, link?: string) {
  const page = pageContext(request, reply, desk);
  const people = await allStaff(desk.db);
  const regions = new Map(desk.directory.places().map((place) => [place.pcode, place.name]));
  return sendPage(reply, <TeamPage page={page} people={people} regions={regions} link={link} />);
}

interface TeamProps {
  readonly page: PageContext;
  readonly people: readonly StaffMember[];
  readonly regions: ReadonlyMap<string, string>;
  readonly link: string | undefined;
}

function TeamPage({ page, people, regions, link }: TeamProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t('team.title')}>
      <h1>{t('team.title')}</h1>
      {link && <InvitationLink page={page} link={link} />}
      <section class="card">
        <h2>{t('team.people')}</h2>
        <ul class="people">
          {people.map((one) => (
            <Member page={page} one={one} regions={regions} />
          ))}
        </ul>
      </section>
      <Invite page={page} />
    </Layout>
  );
}

function InvitationLink({ page, link }: { readonly page: PageContext; readonly link: string }) {
  const { t } = page;
  return (
    <Notice kind="done">
      <p>{t('team.link', { count: invitationHours })}</p>
      <input aria-label={t('team.link_label')} readOnly value={link} data-select />
    </Notice>
  );
}

function Invite({ page }: { readonly page: PageContext }) {
  const { t, staff } = page;
  return (
    <section class="card">
      <h2>{t('team.invite')}</h2>
      <p class="hint">{t('team.invite_hint')}</p>
      <form method="post" action="/desk/team/invitations" class="inline">
        <Csrf page={page} />
        <p class="field">
          <label for="role">{t('team.role')}</label>
          <select id="role" name="role">
            {rolesToGive(staff?.role ?? 'caseworker').map((role) => (
              <option value={role}>{t(`role.${role}`)}</option>
            ))}
          </select>
        </p>
        <button type="submit" class="main">
          {t('team.make_link')}
        </button>
      </form>
    </section>
  );
}

interface MemberProps {
  readonly page: PageContext;
  readonly one: StaffMember;
  readonly regions: ReadonlyMap<string, string>;
}

function Member({ page, one, regions }: MemberProps) {
  const { t } = page;
  const where = one.regions.map((pcode) => regions.get(pcode) ?? pcode).join(', ') || t('team.all_regions');
  const speaks = one.languages.map((code) => t(`language.${code}`)).join(', ');
  const allowed = rolesToGive(page.staff?.role ?? 'caseworker').includes(one.role);
  const changes = !allowed
    ? []
    : [
        ...(may(one.role, 'cases') ? [one.childProtection ? 'unprotect' : 'protect'] : []),
        ...(one.disabled ? [] : ['password']),
        ...(one.id === page.staff?.id ? [] : [one.disabled ? 'restore' : 'end']),
      ];
  return (
    <li class={one.disabled ? 'member ended' : 'member'}>
      <div>
        <strong>{one.name}</strong> <span class="tag">{t(`role.${one.role}`)}</span>
        {one.childProtection && <span class="tag mark">{t('team.focal_point')}</span>}
        {one.disabled && <span class="tag">{t('team.ended')}</span>}
        <p class="hint">{[one.email, where, speaks].filter(Boolean).join(' · ')}</p>
      </div>
      <div class="actions">
        {changes.map((change) => (
          <form method="post" action={`/desk/team/${one.id}`}>
            <Csrf page={page} />
            <button type="submit" class="quiet" name="change" value={change}>
              {t(`team.change_${change}`)}
              <span class="sr"> : {one.name}</span>
            </button>
          </form>
        ))}
      </div>
    </li>
  );
}
