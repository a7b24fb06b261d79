import type { FastifyInstance } from 'fastify';
import { type Desk, Layout, pageContext, sendPage } from '../page.tsx';
import { may } from '../roles.ts';
import { staffOf } from '../sessions.ts';
import { startPage } from './sign-in.tsx';

/** The cases that wait, danger first. */
export function queueRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/', async (request, reply) => {
    const staff = staffOf(request);
    if (!may(staff.role, 'cases')) return reply.redirect(startPage(staff), 303);
    const page = pageContext(request, reply, desk);
    return sendPage(
      reply,
      <Layout page={page} title={page.t('nav.queue')}>
        <h1>{page.t('nav.queue')}</h1>
      </Layout>,
    );
  });
}
