import type { FastifyInstance } from 'fastify';
import type { Diagram } from '../../dialogs/picture.ts';
import { type Desk, Layout, type PageContext, pageContext, sendPage } from '../page.tsx';
import { DiagramPicture } from '../picture/diagram.tsx';
import { only } from '../sessions.ts';

/** The picture of the conversation, for supervisors: drawn from the dialogs and forms themselves. */
export function conversationRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/conversation', { onRequest: only('team') }, async (request, reply) => {
    const page = pageContext(request, reply, desk);
    return sendPage(reply, <ConversationPage page={page} {...desk.picture()} />);
  });
}

interface ConversationPageProps {
  readonly page: PageContext;
  readonly forms: readonly Diagram[];
  readonly dialogs: readonly Diagram[];
}

function ConversationPage({ page, forms, dialogs }: ConversationPageProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t('conversation.title')}>
      <h1>{t('conversation.title')}</h1>
      <p>{t('conversation.why')}</p>
      <Group page={page} heading={t('conversation.forms')} diagrams={forms} />
      <Group page={page} heading={t('conversation.dialogs')} diagrams={dialogs} />
    </Layout>
  );
}

interface GroupProps {
  readonly page: PageContext;
  readonly heading: string;
  readonly diagrams: readonly Diagram[];
}

function Group({ page: { t }, heading, diagrams }: GroupProps) {
  const nameOf = (name: string) =>
    t.has(`conversation.name.${name}`) ? t(`conversation.name.${name}`) : name;
  return (
    <>
      <h2>{heading}</h2>
      {diagrams.map((diagram) => (
        <details class="card" id={`dialog-${diagram.name}`}>
          <summary>
            {nameOf(diagram.name)} <code>{diagram.name}</code>
          </summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide drawing must be scrollable with the keyboard */}
          <section class="scroll" tabIndex={0} aria-label={`${heading} · ${nameOf(diagram.name)}`}>
            <DiagramPicture
              diagram={diagram}
              nameOf={nameOf}
              label={t('conversation.of', { name: nameOf(diagram.name), count: diagram.boxes.length })}
            />
          </section>
        </details>
      ))}
    </>
  );
}
