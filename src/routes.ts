import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { alertPageRoutes } from './api/alert-page.tsx';
import { campaignLinkRoutes } from './api/campaign-links.ts';
import { checkPageRoutes } from './api/check-page.tsx';
import { hsdsRoutes } from './api/hsds.ts';
import { listingPageRoutes } from './api/listing-page.tsx';
import { pageTexts } from './api/page-texts.ts';
import { statusRoutes } from './api/status.ts';
import { simulatorRoutes } from './bot/channels/simulator/routes.tsx';
import { twilioRoutes } from './bot/channels/twilio/routes.ts';
import { addArrivals, campaignCodes } from './campaigns/store.ts';
import { deskRoutes } from './desk/desk.tsx';
import { signedInOnly, withSessions } from './desk/sessions.ts';
import { deskTexts } from './desk/texts.ts';
import { askActor } from './directory/asking-store.ts';
import { answerCheck, type CheckAnswer, checkPage } from './directory/check-store.ts';
import { isNumber } from './directory/country.ts';
import type { ActorPatch } from './directory/edit-store.ts';
import { requestListing } from './directory/listing-request-store.ts';
import { readNeedsFile } from './directory/seed.ts';
import { dutyAt } from './handoff/duty.ts';
import { rosterEntries } from './handoff/roster-store.ts';
import { acknowledgeAlert, alertOfToken } from './handoff/telling-store.ts';
import { checkDatabase, waitingCounts } from './messages/watch-store.ts';
import type { App } from './parts.ts';

/** Every address that the program answers (DESIGN 2.3). */
export async function withRoutes(app: Omit<App, 'close'>): Promise<void> {
  const { config, server, bot, open } = app;
  server.get('/', (_request, reply) => reply.redirect('/desk/'));
  await server.register((scope) =>
    statusRoutes(scope, { check: () => checkDatabase(open.db), waiting: () => waitingCounts(open.db) }),
  );
  await server.register((scope) =>
    campaignLinkRoutes(scope, { chat: chatOf(config), count: (code) => countLink(app, code) }),
  );
  await server.register((scope) => alertPageRoutes(scope, alertPageDeps(app)));
  await server.register((scope) => checkPageRoutes(scope, checkPageDeps(app)));
  await server.register((scope) => listingPageRoutes(scope, listingPageDeps(app)));
  if (config.twilio)
    await server.register(
      twilioRoutes({
        config: { publicUrl: config.publicUrl, twilio: config.twilio },
        receive: (message) => bot.receive(message),
        report: (status) => bot.report(status),
      }),
    );
  await server.register(deskRoutes(await deskDeps(app)), { prefix: '/desk' });
  await server.register(hsdsRoutes({ snapshot: app.directory.snapshot, publicUrl: config.publicUrl }), {
    prefix: '/hsds',
  });
  await server.register(
    async (scope) => {
      if (!isSimulatorOpen(config)) await forStaffOnly(scope, app);
      await simulatorRoutes(scope, simulatorOptions(app));
    },
    { prefix: '/simulator' },
  );
}

/** Open to all only where no real person can be meant by it. */
function isSimulatorOpen({ databaseUrl, twilio }: App['config']): boolean {
  return !databaseUrl && !twilio;
}

/** Where real people write too, the made-up ones are for signed-in staff. */
async function forStaffOnly(scope: FastifyInstance, app: Omit<App, 'close'>): Promise<void> {
  const { sessionSecret } = app.secrets;
  await withSessions(scope, { db: app.open.db, sessionSecret, publicUrl: app.config.publicUrl });
  scope.addHook('onRequest', signedInOnly);
}

function chatOf({ twilio }: App['config']) {
  return {
    ...(twilio?.whatsappFrom ? { whatsapp: twilio.whatsappFrom } : {}),
    ...(twilio?.smsFrom ? { sms: twilio.smsFrom } : {}),
  };
}

async function countLink({ open, now }: Omit<App, 'close'>, code: string): Promise<boolean> {
  const known = (await campaignCodes(open.db)).has(code);
  if (known) await addArrivals(open.db, [{ campaign: code, kind: 'link', channel: null, at: now() }]);
  return known;
}

function alertPageDeps({ open, keys, locales, config, now }: Omit<App, 'close'>) {
  const door = { db: open.db, keys };
  return {
    find: (token: string) => alertOfToken(door, token),
    acknowledge: (token: string) => acknowledgeAlert(door, token, now()),
    text: deskTexts(locales, 'fr'),
    kind: (kind: string) =>
      locales.texts.get('fr')?.get(`bot.alert.kind.${kind === 'minor' ? 'minor_alone' : kind}`) ?? kind,
    serviceName: config.serviceName,
  };
}

function checkPageDeps({ open, locales, config, directory, now }: Omit<App, 'close'>) {
  return {
    find: (token: string) => checkPage(open.db, directory.snapshot(), token, now()),
    answer: async (token: string, answer: CheckAnswer, words: string) => {
      const kept = await answerCheck(open.db, token, answer, words, now());
      if (kept) await directory.refresh();
      return kept;
    },
    texts: pageTexts(locales, directory.country),
    serviceName: config.serviceName,
  };
}

function listingPageDeps({ open, locales, config, directory, now }: Omit<App, 'close'>) {
  return {
    ask: (cells: ActorPatch) => requestListing(open.db, cells, now()),
    isNumber: (number: string) => isNumber(number, directory.country),
    texts: pageTexts(locales, directory.country),
    serviceName: config.serviceName,
  };
}

async function deskDeps(app: Omit<App, 'close'>) {
  const { config, open, jobs, keys, locales, directory, forms, picture, guess, now, secrets } = app;
  const { timezone } = directory.country;
  return {
    db: open.db,
    jobs,
    keys,
    locales,
    directory,
    forms,
    picture,
    guess,
    needsOf: await readNeedsFile(join(config.paths.seed, config.country)),
    now,
    duty: async (at: Date) => dutyAt(await rosterEntries(open.db), app.openingHours, at, timezone),
    timeZone: timezone,
    sessionSecret: secrets.sessionSecret,
    publicUrl: config.publicUrl,
    serviceName: config.serviceName,
    controllerName: config.controllerName,
    staticFolder: config.paths.deskStatic,
    askActor: (serviceId: string) => askActor(app.asking, serviceId, now()),
  };
}

/** Towns whose position a simulated person can share with one tap: those that gave their region its name. */
function townsToShare(directory: App['directory']) {
  return directory.places().flatMap(({ level, name, region, latitude, longitude }) => {
    const capital = level === 'town' && region === name;
    return capital && latitude && longitude ? [{ label: name, latitude, longitude }] : [];
  });
}

function simulatorOptions({ config, simulator, bot, directory, now }: Omit<App, 'close'>) {
  return {
    simulator,
    receive: (message: Parameters<typeof bot.receive>[0]) => bot.receive(message),
    idle: () => bot.idle(),
    serviceName: config.serviceName,
    towns: townsToShare(directory),
    staticFolder: config.paths.simulatorStatic,
    now,
  };
}
