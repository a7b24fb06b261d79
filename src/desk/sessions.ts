import cookie from '@fastify/cookie';
import session from '@fastify/session';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { notYours } from './refusal.ts';
import { may, type Right } from './roles.ts';
import { createSessionStore } from './session-store.ts';
import { type Database, type StaffMember, staffMember } from './staff-store.ts';

declare module 'fastify' {
  interface Session {
    userId?: string;
  }
  interface FastifyRequest {
    /** Who is signed in; set in the parts of the site that ask for it. */
    staff: StaffMember | null;
  }
}

/** What signed-in pages anywhere on the site need (the simulator too, when it is not open to all). */
export interface SessionDeps {
  readonly db: Database;
  readonly sessionSecret: string;
  readonly publicUrl: string;
}

const workingDay = 12 * 3600 * 1000;

/** Gives the scope of `app` signed-in sessions: `request.session` and `request.staff`. */
export async function withSessions(app: FastifyInstance, deps: SessionDeps): Promise<void> {
  const secure = deps.publicUrl.startsWith('https:');
  app.addHook('onRequest', async (request) => {
    // Behind a proxy that ends TLS the connection here is plain; what counts is what the browser sees.
    if (secure) Object.defineProperty(request, 'protocol', { value: 'https' });
  });
  await app.register(cookie);
  await app.register(session, {
    secret: deps.sessionSecret,
    cookieName: 'dellusi',
    store: createSessionStore(deps.db),
    saveUninitialized: false,
    rolling: false,
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: workingDay },
  });
  app.decorateRequest('staff', null);
  app.addHook('onRequest', async (request) => {
    const { userId } = request.session;
    request.staff = userId ? await staffMember(deps.db, userId) : null;
  });
}

/** Hook that sends everybody who is not signed in to the sign-in page, and back afterwards. */
export async function signedInOnly(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (request.staff) return;
  const to = request.method === 'GET' ? `?to=${encodeURIComponent(request.url)}` : '';
  const page = `/desk/sign-in${to}`;
  // htmx would put the sign-in page into a corner of the page: it is told to go there instead.
  if (request.headers['hx-request']) await reply.code(401).header('HX-Redirect', page).send('');
  else await reply.redirect(page, 303);
}

/** Hook for pages that need a right: others get a plain "not for you". */
export function only(right: Right) {
  return async (request: FastifyRequest): Promise<void> => {
    if (!may(staffOf(request).role, right)) throw notYours();
  };
}

/** Who is signed in, on pages behind `signedInOnly`. */
export function staffOf(request: FastifyRequest): StaffMember {
  if (!request.staff) throw new Error('This route lacks the signedInOnly hook.');
  return request.staff;
}
