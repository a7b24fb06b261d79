import type { FastifyInstance } from 'fastify';
import type { ComponentChildren } from 'preact';
import { checkTasks } from '../../directory/check-store.ts';
import {
  type AppointmentTask,
  appointmentTasks,
  type FollowUpTask,
  followUpTasks,
  type TaskCase,
} from '../../handoff/task-store.ts';
import { doubted } from '../directory/search.ts';
import { Csrf, type Desk, Icon, Layout, type PageContext, pageContext, sendPage } from '../page.tsx';
import { staffOf } from '../sessions.ts';

/** Appointments are shown so many days ahead. */
const days = 7;

interface Tasks {
  readonly followUps: readonly FollowUpTask[];
  readonly appointments: readonly AppointmentTask[];
  /** Entries of the directory that wait for a human. */
  readonly checks: number;
}

/** What is to be done beside the queue: calls that are due, appointments, entries to verify; one's own cases first. */
export function taskRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/tasks', async (request, reply) => {
    const page = pageContext(request, reply, desk);
    const staff = staffOf(request);
    const tasks: Tasks = {
      followUps: ownFirst(await followUpTasks(desk.db, desk.keys, staff, page.now), staff.id),
      appointments: await appointmentTasks(desk.db, desk.keys, staff, { now: page.now, days }),
      checks: (await checkTasks(desk.db)).length + doubted(desk.directory.snapshot(), page.now).length,
    };
    return sendPage(reply, <TasksPage page={page} tasks={tasks} />);
  });
}

function ownFirst<T extends TaskCase>(tasks: readonly T[], userId: string): readonly T[] {
  return [
    ...tasks.filter(({ holder }) => holder?.id === userId),
    ...tasks.filter(({ holder }) => holder?.id !== userId),
  ];
}

function TasksPage({ page, tasks }: { readonly page: PageContext; readonly tasks: Tasks }) {
  const { t } = page;
  const { followUps, appointments, checks } = tasks;
  return (
    <Layout page={page} title={t('tasks.title')} kind="middle">
      <h1>{t('tasks.title')}</h1>
      <Section title={t('tasks.calls', { count: followUps.length })} none={t('tasks.calls_none')}>
        {followUps.map((task) => (
          <FollowUpRow page={page} task={task} />
        ))}
      </Section>
      <Section title={t('tasks.appointments', { days })} none={t('tasks.appointments_none')}>
        {appointments.map((task) => (
          <li class="row">
            <CaseLink page={page} task={task} number={task.referralNumber} />
            <p class="row-facts">
              <span>
                <Icon page={page} name="clock" />
                {page.when.full(task.at)}
              </span>
              <Holder page={page} task={task} />
            </p>
          </li>
        ))}
      </Section>
      <section class="after">
        <h2>{t('tasks.directory')}</h2>
        <p>
          <a href="/desk/directory/tasks">
            {t(checks === 0 ? 'tasks.checks_none' : 'tasks.checks', { count: checks })}
          </a>
          {' · '}
          <a href="/desk/directory?state=due">{t('tasks.due')}</a>
        </p>
      </section>
    </Layout>
  );
}

interface SectionProps {
  readonly title: string;
  readonly none: string;
  readonly children: readonly ComponentChildren[];
}

function Section({ title, none, children }: SectionProps) {
  return (
    <section class="after">
      <h2>{title}</h2>
      {children.length === 0 ? <p class="hint">{none}</p> : <ol class="queue">{children}</ol>}
    </section>
  );
}

function FollowUpRow({ page, task }: { readonly page: PageContext; readonly task: FollowUpTask }) {
  const { t, when } = page;
  return (
    <li class="row">
      <CaseLink page={page} task={task} number={task.referralNumber} />
      <p class="row-needs">{t(`follow_up_due.${task.what}`)}</p>
      <p class="row-facts">
        <span>
          <Icon page={page} name="clock" />
          {when.ago(task.since)}
        </span>
        <Holder page={page} task={task} />
      </p>
      <form method="post" action={`/desk/cases/${task.code}/follow-up-done`} class="row-end">
        <Csrf page={page} />
        <input type="hidden" name="event" value={String(task.eventId)} />
        <button type="submit" class="small">
          {t('tasks.done')}
          <span class="sr"> : {task.code}</span>
        </button>
      </form>
    </li>
  );
}

/** Where the task is done: on the referral it is about, or on the case. */
function CaseLink(props: { page: PageContext; task: TaskCase; number: number | null }) {
  const { page, task, number } = props;
  const address = `/desk/cases/${task.code}${number === null ? '' : `/referrals/${number}`}`;
  return (
    <a class="row-link" href={address}>
      <strong>{task.name ?? page.t('case.no_name')}</strong>{' '}
      <code>{number === null ? task.code : `${task.code}-${number}`}</code>
    </a>
  );
}

function Holder({ page: { t, staff }, task }: { page: PageContext; task: TaskCase }) {
  if (!task.holder) return <span class="soft">{t('tasks.nobody')}</span>;
  return <span class="soft">{task.holder.id === staff?.id ? t('case.mine') : task.holder.name}</span>;
}
