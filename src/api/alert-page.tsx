import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { AlertPage } from '../handoff/telling-store.ts';

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

const style = `body{font:1.1rem/1.5 system-ui,sans-serif;max-width:26rem;margin:0 auto;padding:1.5rem;color:#1b1b1b;background:#fff}
h1{font-size:1.4rem}button{font:inherit;font-weight:600;width:100%;padding:1rem;border:0;border-radius:.5rem;background:#0b5d4e;color:#fff}
a{color:#0b5d4e}button:focus-visible,a:focus-visible{outline:3px solid #f2b134;outline-offset:2px}`;
const styleHash = createHash('sha256').update(style).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/**
 * `/a/:token`: the page behind the link in an alert. Opening it changes nothing, because previews and scanners open
 * links too; the button on it takes the alert. The token is the only secret: there is nothing else to sign in with.
 */
export async function alertPageRoutes(app: FastifyInstance, deps: AlertPageDeps): Promise<void> {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    (_request, _body, done) => done(null, null),
  );
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
    });
  });
  app.get<{ Params: { token: string } }>('/a/:token', async (request, reply) => {
    const found = await deps.find(request.params.token);
    const page = found ? <Alert deps={deps} alert={found} /> : <Nothing deps={deps} />;
    return reply
      .code(found ? 200 : 404)
      .type('text/html; charset=utf-8')
      .send(`<!doctype html>${renderToString(page)}`);
  });
  app.post<{ Params: { token: string } }>('/a/:token', async (request, reply) => {
    await deps.acknowledge(request.params.token);
    return reply.redirect(`/a/${encodeURIComponent(request.params.token)}`, 303);
  });
}

function Page({ title, children }: { title: string; children: VNode | VNode[] }) {
  return (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        {/* A constant of this file, named in the policy by its hash. */}
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
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
