import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ComponentChildren, createElement, Fragment, type VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Assets } from './assets.ts';
import type { DeskDeps } from './deps.ts';
import { may, type Right } from './roles.ts';
import type { StaffMember } from './staff-store.ts';
import { deskTexts, type Texts } from './texts.ts';
import { type When, whenFrom } from './when.ts';

/** The desk's parts as every page's routes get them. */
export interface Desk extends DeskDeps {
  readonly assets: Assets;
}

/** What every page knows: its words, who reads it, and the token its forms carry. */
export interface PageContext {
  readonly t: Texts;
  readonly staff: StaffMember | null;
  readonly csrf: string;
  readonly assets: Assets;
  readonly serviceName: string;
  readonly path: string;
  readonly now: Date;
  readonly when: When;
}

/** The context of the page that answers a request. */
export function pageContext(request: FastifyRequest, reply: FastifyReply, desk: Desk): PageContext {
  const t = deskTexts(desk.locales, 'fr');
  const now = desk.now();
  return {
    t,
    staff: request.staff,
    csrf: reply.generateCsrf(),
    assets: desk.assets,
    serviceName: desk.serviceName,
    path: request.url.split('?')[0] ?? '',
    now,
    when: whenFrom(now, desk.timeZone, t),
  };
}

/** Sends a whole page. */
export function sendPage(reply: FastifyReply, page: VNode, status = 200): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>${renderToString(page)}`);
}

/** Sends a piece of a page that htmx puts in its place. */
export function sendFragment(reply: FastifyReply, piece: ComponentChildren, status = 200): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(renderToString(createElement(Fragment, null, piece)));
}

interface LayoutProps {
  readonly page: PageContext;
  readonly title: string;
  /** The browser's tab, where it is not the title and the service's name. */
  readonly heading?: string;
  readonly children: ComponentChildren;
  /** Live pages: the address of their feed. */
  readonly feed?: string;
  readonly kind?: 'narrow' | 'middle' | 'wide' | 'paper';
}

/** The frame of every page: head, bar, main part. */
export function Layout({ page, title, heading, children, feed, kind = 'wide' }: LayoutProps) {
  const { t, assets } = page;
  return (
    <html lang={t.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{heading ?? `${title} · ${page.serviceName}`}</title>
        <meta name="htmx-config" content='{"history":false,"includeIndicatorCSS":false}' />
        <link rel="icon" href={`${assets.icons}#home`} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.style} />
        <script src={assets.script} defer />
      </head>
      <body class={kind} data-offline={t('live.offline')} data-sending={t('reply.sending')}>
        <a class="skip" href="#main">
          {t('layout.skip')}
        </a>
        {page.staff && <Bar page={page} staff={page.staff} />}
        {feed && (
          <div id="feed" hx-sse:connect={feed} hx-swap="none" class="live" role="status">
            <span class="live-dot" />
            <span class="live-text" data-live={t('live.on')} data-lost={t('live.lost')} />
          </div>
        )}
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </body>
    </html>
  );
}

const entries: readonly { readonly path: string; readonly key: string; readonly right: Right }[] = [
  { path: '/desk/', key: 'queue', right: 'cases' },
  { path: '/desk/tasks', key: 'tasks', right: 'cases' },
  { path: '/desk/new', key: 'new_case', right: 'cases' },
  { path: '/desk/directory', key: 'directory', right: 'directory' },
  { path: '/desk/counts', key: 'counts', right: 'counts' },
  { path: '/desk/team', key: 'team', right: 'team' },
  { path: '/desk/roster', key: 'roster', right: 'team' },
  { path: '/desk/texts', key: 'texts', right: 'team' },
  { path: '/desk/conversation', key: 'conversation', right: 'team' },
  { path: '/desk/misunderstood', key: 'misunderstood', right: 'examples' },
];

function Bar({ page, staff }: { readonly page: PageContext; readonly staff: StaffMember }) {
  const { t } = page;
  return (
    <header class="bar">
      <a class="brand" href="/desk/">
        <Icon page={page} name="home" />
        <span>{page.serviceName}</span>
      </a>
      <nav aria-label={t('layout.nav')}>
        {entries
          .filter((entry) => may(staff.role, entry.right))
          .map((entry) => (
            <a href={entry.path} aria-current={page.path === entry.path ? 'page' : undefined}>
              {t(`nav.${entry.key}`)}
            </a>
          ))}
      </nav>
      <form method="post" action="/desk/sign-out" class="who">
        <Csrf page={page} />
        <span class="who-name">{staff.name}</span>
        <button type="submit" class="quiet">
          {t('layout.sign_out')}
        </button>
      </form>
    </header>
  );
}

/** The hidden token that every form carries. */
export function Csrf({ page }: { readonly page: PageContext }) {
  return <input type="hidden" name="_csrf" value={page.csrf} />;
}

/** A picture from the sheet of icons; it says nothing that the words beside it do not say. */
export function Icon({ page, name }: { readonly page: Pick<PageContext, 'assets'>; readonly name: string }) {
  return (
    <svg class="icon" aria-hidden="true" focusable="false">
      <use href={`${page.assets.icons}#${name}`} />
    </svg>
  );
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'email' | 'password' | 'number' | 'tel';
  readonly value?: string;
  readonly hint?: string;
  readonly autocomplete?: string;
  readonly required?: boolean;
  readonly minLength?: number;
}

/** A labelled text field with an optional hint below. */
export function Field(props: FieldProps) {
  const { name, label, hint, type = 'text', value, autocomplete, required, minLength } = props;
  return (
    <p class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        // Which attributes fit depends on the type; all of these fit each of the five.
        type={type as 'text'}
        value={value}
        autocomplete={autocomplete}
        required={required}
        minLength={minLength}
        aria-describedby={hint ? `${name}-hint` : undefined}
      />
      {hint && (
        <small id={`${name}-hint`} class="hint">
          {hint}
        </small>
      )}
    </p>
  );
}

/** A message above the page's content: something went wrong, or was done. */
export function Notice({
  kind,
  children,
}: {
  readonly kind: 'fault' | 'done' | 'note';
  readonly children: ComponentChildren;
}) {
  return (
    <div class={`notice ${kind}`} role={kind === 'fault' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
