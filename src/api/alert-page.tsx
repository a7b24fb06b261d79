import type { FastifyInstance } from 'fastify';
import type { AlertPage } from '../handoff/telling-store.ts';
import { PlainPage as Page, plainPages, sendPlainPage } from './plain-page.tsx';

export interface AlertPageDeps {
  /** The alert behind a link; null: the link leads nowhere. */
  readonly find: (token: string) => Promise<AlertPage | null>;
  /** Acknowledges; true for the one who was first. */
  readonly acknowledge: (token: string) => Promise<boolean>;
  /** The desk's words by key, with values for `{{name}}`. */
  readonly text: (key: string, values?: Readonly<Record<string, string>>) => string;
  /** What a kind of danger is called in an alert. */
  readonly kind: (kind: string) => string;
  readonly serviceName: string;
}

/**
 * `/a/:token`: the page behind the link in an alert. Opening it changes nothing, because previews and scanners open
 * links too; the button on it takes the alert. The token is the only secret: there is nothing else to sign in with.
 */
export async function alertPageRoutes(app: FastifyInstance, deps: AlertPageDeps): Promise<void> {
  plainPages(app);
  app.get<{ Params: { token: string } }>('/a/:token', async (request, reply) => {
    const found = await deps.find(request.params.token);
    const page = found ? <Alert deps={deps} alert={found} /> : <Nothing deps={deps} />;
    return sendPlainPage(reply, page, found ? 200 : 404);
  });
  app.post<{ Params: { token: string } }>('/a/:token', async (request, reply) => {
    await deps.acknowledge(request.params.token);
    return reply.redirect(`/a/${encodeURIComponent(request.params.token)}`, 303);
  });
}

function Alert({ deps, alert }: { deps: AlertPageDeps; alert: AlertPage }) {
  const { text, kind, serviceName } = deps;
  const { code } = alert;
  const title = `${serviceName} ${code}`;
  if (!alert.open) {
    const by = alert.acknowledgedBy;
    return (
      <Page title={title}>
        <p role="status">{by ? text('alert_page.taken', { name: by }) : text('alert_page.over')}</p>
        <p>
          <a href={`/desk/cases/${code}`}>{text('alert_page.open_case')}</a>
        </p>
      </Page>
    );
  }
  return (
    <Page title={title}>
      <p>{alert.restricted ? text('alert_page.restricted') : kind(alert.kind)}</p>
      <form method="post">
        <button type="submit">{text('alert_page.take')}</button>
      </form>
      <p>{text('alert_page.after')}</p>
    </Page>
  );
}

function Nothing({ deps }: { deps: AlertPageDeps }) {
  return (
    <Page title={deps.serviceName}>
      <p>{deps.text('alert_page.unknown')}</p>
    </Page>
  );
}
