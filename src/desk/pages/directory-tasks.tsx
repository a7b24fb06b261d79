import type { FastifyInstance } from 'fastify';
import { type CheckTask, checkTasks } from '../../directory/check-store.ts';
import type { Snapshot } from '../../directory/snapshot.ts';
import { doubted, entryOf, type Found } from '../directory/search.ts';
import { type Desk, Icon, Layout, type PageContext, pageContext, sendPage } from '../page.tsx';

/** What waits for a human in the directory: answers of actors, silence, and what people could not find. */
export function directoryTaskRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/directory/tasks', async (request, reply) => {
    const page = pageContext(request, reply, desk);
    const tasks = tasksIn(desk.directory.snapshot(), await checkTasks(desk.db), page.now);
    return sendPage(reply, <TasksPage page={page} tasks={tasks} />);
  });
}

interface Task {
  readonly found: Found;
  readonly why: CheckTask['why'] | 'doubted';
  readonly words: string;
  readonly at: Date | null;
}

/** What people and actors have said first, then what was only silent. */
const order: readonly Task['why'][] = ['closed', 'changed', 'doubted', 'silent', 'call'];

function tasksIn(snapshot: Snapshot, checks: readonly CheckTask[], now: Date): readonly Task[] {
  const asked = checks.flatMap(({ serviceId, ...task }) => {
    const found = entryOf(snapshot, serviceId, now);
    return found ? [{ ...task, found }] : [];
  });
  const doubts = doubted(snapshot, now).map((found) => ({
    found,
    why: 'doubted' as const,
    words: '',
    at: null,
  }));
  return [...asked, ...doubts].sort((a, b) => order.indexOf(a.why) - order.indexOf(b.why));
}

function TasksPage({ page, tasks }: { readonly page: PageContext; readonly tasks: readonly Task[] }) {
  const { t } = page;
  return (
    <Layout page={page} title={t('directory.tasks_title')} kind="middle">
      <p class="back">
        <a href="/desk/directory">← {t('directory.title')}</a>
      </p>
      <h1>{t('directory.tasks_title')}</h1>
      <p class="hint">{t(tasks.length === 0 ? 'directory.tasks_none' : 'directory.tasks_hint')}</p>
      <ol class="queue">
        {tasks.map((task) => (
          <TaskRow page={page} task={task} />
        ))}
      </ol>
    </Layout>
  );
}

function TaskRow({ page, task }: { readonly page: PageContext; readonly task: Task }) {
  const { t, when } = page;
  const { service, location, doubts, shownPhone } = task.found.listing;
  return (
    <li class="row">
      <a class="row-link" href={`/desk/directory/${service.id}`}>
        <strong>{[service.alternate_name ?? service.name, location.town].filter(Boolean).join(', ')}</strong>
      </a>
      <p class="row-needs">{t(`directory.task_${task.why}`, { count: doubts })}</p>
      {task.words && <p class="soft row-needs">{task.words}</p>}
      <p class="row-facts">
        <span>
          <Icon page={page} name="phone" />
          {shownPhone ?? t('services.no_phone')}
        </span>
        {task.at && <span>{when.moment(task.at)}</span>}
      </p>
    </li>
  );
}
