import { openDatabase } from '../../db/open.ts';
import { createKeys } from '../../db/seal.ts';
import { type Config, ConfigError, findPaths, readConfig } from '../config.ts';
import { DataDirInUse, databaseOf, lockDataDir, secretsOf } from '../data-dir.ts';
import { consentSay, loadForms } from '../dialogs/index.ts';
import { rosterFault, rosterList } from '../handoff/roster-store.ts';
import { textLanguages } from '../language/languages.ts';
import { checkLocales, loadLocales } from '../language/locales.ts';
import { createRender } from '../language/render.ts';
import { smsSize } from '../language/sms.ts';

/** One thing looked at: what it is, and what is wrong with how to mend it; null: in order. */
interface Finding {
  readonly what: string;
  readonly fault: string | null;
}

/** `dellusi doctor`: looks at everything that a start needs and says what to mend; true when all is in order. */
export async function doctor(print: (line: string) => void): Promise<boolean> {
  const findings = [...texts(), ...(await configured())];
  for (const { what, fault } of findings) print(fault ? `✗ ${what}: ${fault}` : `✓ ${what}`);
  return findings.every(({ fault }) => fault === null);
}

function texts(): Finding[] {
  const paths = findPaths();
  const lines = [...loadForms(paths.forms).faults, ...checkLocales(paths.locales)].map(
    ({ file, line, message }) => `${file}:${line} ${message}`,
  );
  return [{ what: 'forms and locales', fault: lines.length > 0 ? lines.join('\n    ') : null }];
}

async function configured(): Promise<Finding[]> {
  try {
    const config = readConfig();
    return [
      { what: 'configuration', fault: nameFault(config) },
      ...(await database(config)),
      ...(await twilio(config)),
    ];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [{ what: 'configuration', fault: error.faults.join('\n    ') }];
  }
}

/** A name so long that "may we keep your answers?" takes two SMS; null: it fits in every language. */
export function nameFault({ controllerName, languages, paths }: Config): string | null {
  const render = createRender(loadLocales(paths.locales), { controller: controllerName, example_place: '' });
  const long = textLanguages
    .filter((language) => languages.includes(language))
    .filter((language) => smsSize(render([consentSay], language, 'sms').text).segments > 1);
  if (long.length === 0) return null;
  return `CONTROLLER_NAME "${controllerName}" makes the question of consent two SMS long in ${long.join(', ')}: give a shorter one`;
}

async function database(config: Config): Promise<Finding[]> {
  const what = config.databaseUrl ? 'PostgreSQL' : `embedded database in ${config.dataDir}`;
  let unlock = () => {};
  try {
    if (!config.databaseUrl) unlock = lockDataDir(config.dataDir);
    const open = await openDatabase(databaseOf(config));
    const keys = createKeys(secretsOf(config).encryptionKeys);
    const fault = rosterFault(await rosterList({ db: open.db, keys }), waysOf(config));
    await open.close();
    return [
      { what, fault: null },
      { what: 'duty roster', fault },
    ];
  } catch (error) {
    // A running server holds it, which is as good as an answer.
    if (error instanceof DataDirInUse)
      return [{ what: `${what} (in use by the running server)`, fault: null }];
    return [{ what, fault: `${(error as Error).message}. Check DATABASE_URL and that the server runs.` }];
  } finally {
    unlock();
  }
}

/** By what means staff on duty can be reached with this configuration. */
export function waysOf(config: Config) {
  return {
    realChannels: config.twilio !== undefined,
    canSendSms: Boolean(config.twilio?.smsFrom ?? config.twilio?.messagingServiceSid),
    canSendMail: config.smtpUrl !== undefined,
  };
}

/** Asks Twilio for the account: a wrong token shows here and not with the first person who writes. */
async function twilio(config: Config): Promise<Finding[]> {
  const { twilio: account } = config;
  if (!account)
    return [{ what: 'Twilio: not configured, only the simulator and the terminal work', fault: null }];
  const address = `${account.apiUrl ?? 'https://api.twilio.com'}/2010-04-01/Accounts/${account.accountSid}.json`;
  const authorization = `Basic ${Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64')}`;
  const answer = await fetch(address, {
    headers: { authorization },
    signal: AbortSignal.timeout(10_000),
  }).catch((error: Error) => error);
  if (answer instanceof Error) return [{ what: 'Twilio', fault: `does not answer (${answer.name})` }];
  if (answer.status === 401)
    return [{ what: 'Twilio', fault: 'refuses TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN' }];
  return [{ what: 'Twilio', fault: answer.ok ? null : `answers ${answer.status}` }];
}
