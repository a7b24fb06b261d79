import { join } from 'node:path';
import Fastify, { LogController } from 'fastify';
import { openJobs } from '../db/jobs.ts';
import { type OpenDatabase, openDatabase } from '../db/open.ts';
import { createKeys } from '../db/seal.ts';
import { createActorChecks } from './bot/actor-checks.ts';
import { type Bot, type BotDeps, createBot } from './bot/bot.ts';
import type { Provider } from './bot/channels/provider.ts';
import { createSimulator, type Simulator } from './bot/channels/simulator/provider.ts';
import { createTwilio } from './bot/channels/twilio/twilio.ts';
import { createNotify } from './bot/notify.ts';
import { templatesOf } from './bot/templates.ts';
import type { Config } from './config.ts';
import { databaseOf, secretsOf } from './data-dir.ts';
import { loadForms, type Settings } from './dialogs/index.ts';
import type { AskingDoor } from './directory/asking-store.ts';
import type { Country } from './directory/country.ts';
import { type LiveDirectory, openDirectory } from './directory/live-store.ts';
import { checkPack } from './directory/seed.ts';
import { type Fault, FaultsError } from './fault.ts';
import { type OpeningHours, parseOpeningHours } from './handoff/opening-hours.ts';
import { type AlertDoor, type Notify, tellAlerts } from './handoff/telling-store.ts';
import { labelsFrom } from './language/labels.ts';
import { type TextLanguage, textLanguages } from './language/languages.ts';
import { type Locales, readLocales } from './language/locales.ts';
import { createRender } from './language/render.ts';
import type { Render } from './language/say.ts';
import { createUnderstanding } from './language/understand/understand.ts';
import type { App, Parts } from './parts.ts';
import { withRoutes } from './routes.ts';
import { fitsFrom, openSurroundings, pictureFrom } from './surroundings.ts';

export interface AppOptions {
  /** A database that is already open (tests); otherwise as the configuration says. */
  readonly open?: OpenDatabase;
  readonly now?: () => Date;
  readonly codes?: BotDeps['codes'];
  /** More ways to reach people than the configuration names (the terminal). */
  readonly providers?: readonly Provider[];
  /** Told while the directory is loaded. */
  readonly progress?: (done: number, total: number) => void;
}

/** Builds every part once and joins them; nothing listens and no message is handled before `bot.start`. */
export async function createApp(config: Config, options: AppOptions = {}): Promise<App> {
  const now = options.now ?? (() => new Date());
  const { pack, ...texts } = await readFiles(config);
  const secrets = secretsOf(config);
  const keys = createKeys(secrets.encryptionKeys);
  const server = Fastify({
    logger: { level: config.logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: true,
  });
  const open = options.open ?? (await openDatabase(databaseOf(config)));
  const jobs = openJobs(open, (error) => server.log.error({ fault: error.name }, 'the job queue'));
  await jobs.start();
  const directory = await openDirectory({
    db: open.db,
    pack,
    now,
    ...(options.progress ? { progress: options.progress } : {}),
  });
  const simulator = createSimulator({ now, callingCode: pack.country.calling_code });
  const twilio = config.twilio ? await createTwilio(config.twilio, config.publicUrl) : null;
  const notify = notifyBy(config, texts, twilio, simulator);
  const asking = askingDoor(config, open.db, directory, notify);
  const parts = {
    config,
    server,
    open,
    jobs,
    keys,
    secrets,
    directory,
    simulator,
    now,
    twilio,
    notify,
    asking,
    ...texts,
  };
  const { bot, picture, guess } = await buildBot(parts, options);
  // A tick on a simulated phone that comes after the database was closed is nobody's loss.
  simulator.reportTo((status) =>
    bot
      .report(status)
      .catch((error: Error) => server.log.warn({ fault: error.name }, 'a tick was not recorded')),
  );
  const app = { ...parts, bot, picture, guess, close: () => closeAll(parts, bot) };
  await withRoutes(app);
  return app;
}

/** Everything people write by hand, checked together before anything is opened: forms, texts, seed, opening hours. */
async function readFiles(config: Config) {
  const { forms, faults: formFaults } = loadForms(config.paths.forms);
  const { locales, faults: localeFaults } = readLocales(config.paths.locales);
  const { pack, faults: packFaults } = await checkPack(join(config.paths.seed, config.country));
  const hours = parseOpeningHours(config.openingHours);
  const hourFaults = 'faults' in hours ? hours.faults.map(ofOpeningHours) : [];
  const faults = [...formFaults, ...localeFaults, ...packFaults, ...hourFaults];
  if (!pack || faults.length > 0) throw new FaultsError('Nothing was started', faults);
  const { hours: openingHours } = hours as { hours: OpeningHours };
  const names = { controller: config.controllerName, example_place: pack.country.example_place };
  const render = createRender(locales, names);
  const carefulRender = createRender(locales, names, config.draftTexts);
  return { forms, locales, pack, render, carefulRender, openingHours };
}

function ofOpeningHours(message: string): Fault {
  return { file: 'OPENING_HOURS', line: 0, message };
}

async function buildBot(parts: Parts, options: AppOptions): Promise<Pick<App, 'bot' | 'picture' | 'guess'>> {
  const { config, open, jobs, keys, directory, locales, render, simulator, server, now, twilio } = parts;
  const settings = settingsOf(config, locales, directory.country);
  const understand = createUnderstanding(locales, directory.places());
  const surroundings = await openSurroundings({
    db: open.db,
    directory,
    understand,
    forms: parts.forms,
    topics: locales.topics,
    settings,
    openingHours: parts.openingHours,
  });
  const renderFor = (provider: string) => (provider === twilio?.name ? parts.carefulRender : render);
  const door = alertDoor(parts, settings.timeZone);
  const labels = labelsFrom(locales);
  const words = { labels, render, texts: locales.texts.get('fr') ?? new Map<string, string>() };
  const bot = createBot({
    db: open.db,
    jobs,
    keys,
    now,
    renderFor,
    labels,
    fits: fitsFrom(renderFor),
    surroundings: surroundings.at,
    refresh: surroundings.refresh,
    tellAlerts: () => tellAlerts(door, now()),
    askActors: createActorChecks(parts.asking, settings.timeZone),
    providers: [...(twilio ? [twilio] : []), simulator, ...(options.providers ?? [])],
    unconsentedHours: config.retentionUnconsentedHours,
    closedMonths: config.retentionClosedMonths,
    alone: open.kind === 'embedded',
    log: server.log,
    ...(options.codes ? { codes: options.codes } : {}),
  });
  const guess: App['guess'] = (words, language) => understand.intent(words, language).best[0]?.intent ?? null;
  return { bot, guess, picture: pictureFrom(surroundings.at, words, now) };
}

/** Carries words to staff and actors: SMS by Twilio where it is configured, into the simulator otherwise. */
function notifyBy(
  config: Config,
  { render, locales }: { readonly render: Render; readonly locales: Locales },
  twilio: Provider | null,
  simulator: Simulator,
): Notify {
  const { serviceName, smtpUrl, mailFrom } = config;
  const sms = twilio
    ? { provider: twilio, ours: config.twilio?.smsFrom ?? '' }
    : { provider: simulator, ours: simulator.ours };
  const mail = smtpUrl ? { mail: { url: smtpUrl, from: mailFrom ?? '' } } : {};
  const whatsapp = twilio ? { whatsapp: { provider: twilio, templates: templatesOf(locales) } } : {};
  return createNotify({ render, serviceName, sms, ...mail, ...whatsapp });
}

function alertDoor({ config, open, keys, notify }: Parts, timeZone: string): AlertDoor {
  const { serviceName, publicUrl } = config;
  return { db: open.db, keys, notify, publicUrl, serviceName, timeZone };
}

function askingDoor(
  { publicUrl, serviceName, smtpUrl, twilio }: Config,
  db: OpenDatabase['db'],
  { snapshot }: LiveDirectory,
  tell: Notify,
): AskingDoor {
  const ways = new Set<'sms' | 'email' | 'whatsapp'>(['sms']);
  if (smtpUrl) ways.add('email');
  if (twilio?.whatsappFrom) ways.add('whatsapp');
  return { db, snapshot, tell, ways, publicUrl, serviceName };
}

function settingsOf(config: Config, locales: Locales, country: Country): Settings {
  const known = (code: string): code is TextLanguage => textLanguages.some((language) => language === code);
  return {
    serviceName: config.serviceName,
    retentionMonths: config.retentionClosedMonths,
    smsFreeToUser: config.smsFreeToUser,
    languages: inOrderOf(country.languages, config.languages.filter(known)).filter((code) =>
      locales.languages.includes(code),
    ),
    timeZone: country.timezone,
    dataAuthority: country.data_authority ?? null,
  };
}

/** The country's languages first, in its own order: the first is what somebody of whom nothing is known is answered in. */
function inOrderOf<Code extends string>(order: readonly string[], codes: readonly Code[]): Code[] {
  const rank = (code: string) => (order.includes(code) ? order.indexOf(code) : order.length);
  return [...codes].sort((a, b) => rank(a) - rank(b));
}

async function closeAll({ server, directory, open }: Parts, bot: Bot): Promise<void> {
  await server.close();
  await bot.stop();
  directory.close();
  await open.close();
}
