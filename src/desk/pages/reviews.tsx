import type { FastifyInstance } from 'fastify';
import type { TextLanguage } from '../../language/languages.ts';
import { isCritical } from '../../language/review.ts';
import { type Desk, Layout, type PageContext, pageContext, sendPage } from '../page.tsx';
import { only } from '../sessions.ts';

/** Texts that no native speaker has read yet: a draft cannot carry a consent. */
export function reviewRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/texts', { onRequest: only('team') }, async (request, reply) => {
    const page = pageContext(request, reply, desk);
    return sendPage(reply, <ReviewsPage page={page} desk={desk} />);
  });
}

function ReviewsPage({ page, desk }: { readonly page: PageContext; readonly desk: Desk }) {
  const { t } = page;
  const languages = desk.locales.languages
    .map((code) => ({ code, keys: desk.locales.reviews.waiting(code) }))
    .filter(({ keys }) => keys.length > 0);
  return (
    <Layout page={page} title={t('reviews.title')} kind="middle">
      <h1>{t('reviews.title')}</h1>
      <p>{t('reviews.why')}</p>
      {languages.length === 0 && <p class="empty">{t('reviews.none')}</p>}
      {languages.map(({ code, keys }) => (
        <Language page={page} desk={desk} code={code} keys={keys} />
      ))}
    </Layout>
  );
}

interface LanguageProps {
  readonly page: PageContext;
  readonly desk: Desk;
  readonly code: TextLanguage;
  readonly keys: readonly string[];
}

function Language({ page, desk, code, keys }: LanguageProps) {
  const { t } = page;
  const texts = desk.locales.texts.get(code);
  const french = desk.locales.texts.get('fr');
  const critical = keys.filter(isCritical);
  return (
    <details class="card">
      <summary>
        {t(`language.${code}`)} : {t('reviews.waiting', { count: keys.length })}
        {critical.length > 0 && `, ${t('reviews.critical', { count: critical.length })}`}
      </summary>
      <dl class="facts">
        {critical.map((key) => (
          <div>
            <dt>
              <code>{key}</code>
            </dt>
            <dd>
              <span lang={code}>{texts?.get(key)}</span>
              <span class="origin">{french?.get(key)}</span>
            </dd>
          </div>
        ))}
      </dl>
      {keys.length > critical.length && (
        <p class="hint">{t('reviews.others', { count: keys.length - critical.length })}</p>
      )}
    </details>
  );
}
