import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { PageText } from './page-texts.ts';

const style = `body{font:1.1rem/1.5 system-ui,sans-serif;max-width:26rem;margin:0 auto;padding:1.5rem;color:#1b1b1b;background:#fff}
h1{font-size:1.4rem}button{font:inherit;font-weight:600;width:100%;padding:1rem;border:0;border-radius:.5rem;background:#0b5d4e;color:#fff}
a{color:#0b5d4e}button:focus-visible,a:focus-visible{outline:3px solid #f2b134;outline-offset:2px}
dt{font-weight:600}dd{margin:0 0 .6rem}fieldset{border:0;margin:0;padding:0}label{display:block;padding:.4rem 0}
input[type=text],input[type=tel],input[type=email],textarea,select{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.5rem}
.fault{border-left:.3rem solid #b3261e;padding-left:.8rem}.trap{position:absolute;left:-99rem}`;
const styleHash = createHash('sha256').update(style).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** The longest form that an open page takes. */
const longestForm = 16_384;

/**
 * Makes the pages of this scope safe to open for anybody with a link: no script, nothing loaded, never kept by a
 * browser, no address passed on. A form arrives as the fields that were typed.
 */
export function plainPages(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: longestForm },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
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
}

/** What was typed into a form of a plain page; empty when nothing came. */
export function fieldsOf(body: unknown): URLSearchParams {
  return body instanceof URLSearchParams ? body : new URLSearchParams();
}

/** Sends a plain page. */
export function sendPlainPage(reply: FastifyReply, page: VNode, status = 200): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>${renderToString(page)}`);
}

interface PlainPageProps {
  readonly title: string;
  /** Its language, and those it can be read in besides; without it the page is in French alone. */
  readonly text?: Pick<PageText, 'language' | 'others'>;
  readonly children: ComponentChildren;
}

/** The frame of a page without script, picture or sign-in. */
export function PlainPage({ title, text, children }: PlainPageProps) {
  return (
    <html lang={text?.language ?? 'fr'}>
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
          {text?.others.map(([code, name]) => (
            <p lang={code}>
              <a href={`?lang=${code}`}>{name}</a>
            </p>
          ))}
        </main>
      </body>
    </html>
  );
}
