import formbody from '@fastify/formbody';
import type {
  FastifyError,
  FastifyInstance,
  FastifyPluginAsync,
  FastifyReply,
  FastifyRequest,
} from 'fastify';
import { loadAssets } from './assets.ts';
import { compressPages } from './compression.ts';
import type { DeskDeps } from './deps.ts';
import { type Desk, Layout, pageContext, sendPage } from './page.tsx';
import { casePageRoutes } from './pages/case.tsx';
import { caseMediaRoutes } from './pages/case-media.tsx';
import { caseStepRoutes } from './pages/case-steps.tsx';
import { conversationRoutes } from './pages/conversation.tsx';
import { countsRoutes } from './pages/counts.tsx';
import { dataRightsRoutes } from './pages/data-rights.tsx';
import { directoryRoutes } from './pages/directory.tsx';
import { liveRoutes } from './pages/live.ts';
import { misunderstoodRoutes } from './pages/misunderstood.tsx';
import { newCaseRoutes } from './pages/new-case.tsx';
import { placeRoutes } from './pages/places.tsx';
import { queueRoutes } from './pages/queue.tsx';
import { referralRoutes } from './pages/referrals.tsx';
import { reviewRoutes } from './pages/reviews.tsx';
import { rosterRoutes } from './pages/roster.tsx';
import { signInRoutes } from './pages/sign-in.tsx';
import { taskRoutes } from './pages/tasks.tsx';
import { teamRoutes } from './pages/team.tsx';
import { welcomeRoutes } from './pages/welcome.tsx';
import { isNotYours } from './refusal.ts';
import { protect } from './security.ts';
import { only, signedInOnly, withSessions } from './sessions.ts';

/** The caseworkers' door, to be registered with the prefix `/desk`. */
export function deskRoutes(deps: DeskDeps): FastifyPluginAsync {
  return async (app) => {
    const desk: Desk = { ...deps, assets: loadAssets(deps.staticFolder) };
    await app.register(formbody);
    await withSessions(app, deps);
    await protect(app, deps.publicUrl);
    compressPages(app);
    tellFaults(app, desk);
    desk.assets.routes(app);
    signInRoutes(app, desk);
    welcomeRoutes(app, desk);
    await app.register(async (inside) => {
      inside.addHook('onRequest', signedInOnly);
      signedInRoutes(inside, desk);
    });
  };
}

function signedInRoutes(app: FastifyInstance, desk: Desk): void {
  liveRoutes(app, desk);
  queueRoutes(app, desk);
  app.register(async (cases) => {
    cases.addHook('onRequest', only('cases'));
    casePageRoutes(cases, desk);
    caseStepRoutes(cases, desk);
    caseMediaRoutes(cases, desk);
    dataRightsRoutes(cases, desk);
    placeRoutes(cases, desk);
    newCaseRoutes(cases, desk);
    taskRoutes(cases, desk);
    referralRoutes(cases, desk);
  });
  directoryRoutes(app, desk);
  teamRoutes(app, desk);
  rosterRoutes(app, desk);
  reviewRoutes(app, desk);
  conversationRoutes(app, desk);
  countsRoutes(app, desk);
  misunderstoodRoutes(app, desk);
}

/** Pages for what went wrong: in the desk's words, without the message of the fault. */
function tellFaults(app: FastifyInstance, desk: Desk): void {
  const say = (request: FastifyRequest, reply: FastifyReply, status: number, why?: string) => {
    const page = pageContext(request, reply, desk);
    const kind = why ?? (page.t.has(`fault.${status}`) ? status : status < 500 ? 400 : 500);
    return sendPage(
      reply,
      <Layout page={page} title={page.t(`fault.${kind}`)} kind="narrow">
        <section class="card door">
          <h1>{page.t(`fault.${kind}`)}</h1>
          <p>{page.t(`fault.${kind}_do`)}</p>
          <p>
            <a href="/desk/">{page.t('fault.back')}</a>
          </p>
        </section>
      </Layout>,
      status,
    );
  };
  app.setNotFoundHandler((request, reply) => say(request, reply, 404));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode && error.statusCode >= 400 ? error.statusCode : 500;
    // A database fault carries the parameters, names included, in its message: only its kind is logged.
    if (status >= 500)
      request.log.error({ fault: error.name, code: error.code, stack: framesOf(error) }, 'desk');
    return say(request, reply, status, isNotYours(error) ? 'not_yours' : undefined);
  });
}

function framesOf(error: Error): readonly string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8);
}
