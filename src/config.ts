import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { textLanguages } from './language/languages.ts';

/** Where the files that are not code lie, found from source and from dist alike. */
export interface Paths {
  readonly root: string;
  readonly locales: string;
  readonly forms: string;
  readonly migrations: string;
  readonly seed: string;
  readonly deskStatic: string;
  readonly simulatorStatic: string;
}

export interface TwilioConfig {
  readonly accountSid: string;
  readonly authToken: string;
  readonly whatsappFrom?: string;
  readonly smsFrom?: string;
  readonly messagingServiceSid?: string;
  readonly apiUrl?: string;
}

/** Everything the environment says, checked and frozen. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly databaseUrl?: string;
  readonly dataDir: string;
  readonly twilio?: TwilioConfig;
  /** `id:base64` of 32 bytes each, newest first; absent on the embedded database until they are made. */
  readonly encryptionKeys?: readonly { readonly id: string; readonly secret: Buffer }[];
  readonly sessionSecret?: string;
  readonly role: 'all' | 'web' | 'worker';
  readonly country: string;
  readonly serviceName: string;
  readonly controllerName: string;
  /** Opening hours such as "Mo-Fr 08:00-17:00". */
  readonly openingHours: string;
  readonly smsFreeToUser: boolean;
  readonly languages: readonly string[];
  readonly draftTexts: 'critical' | 'all';
  readonly retentionUnconsentedHours: number;
  readonly retentionClosedMonths: number;
  readonly smtpUrl?: string;
  readonly mailFrom?: string;
  readonly logLevel: string;
  readonly paths: Paths;
}

/** Whether npm started this process, with a shell between the two. */
export function isUnderNpm(env: NodeJS.ProcessEnv = process.env): boolean {
  return env.npm_lifecycle_event !== undefined;
}

/** All that is wrong with the environment, told together. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((f) => `  - ${f}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

const text = z.string().trim().min(1);
const url = text.regex(/^https?:\/\/[^/]+/, 'must be an address such as https://example.org');
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const listed = (codes: string) => codes.split(',').flatMap((code) => code.trim() || []);
const isTextLanguage = (code: string) => textLanguages.some((language) => language === code);

const environment = z.object({
  PORT: whole(0, 65_535).default(3000),
  HOST: text.default('127.0.0.1'),
  PUBLIC_URL: url.optional(),
  DATABASE_URL: text.regex(/^postgres(ql)?:\/\//, 'must start with postgres://').optional(),
  DATA_DIR: text.default('./data'),
  TWILIO_ACCOUNT_SID: text.regex(/^AC[0-9a-zA-Z]{32}$/, 'must be AC and 32 letters or digits').optional(),
  TWILIO_AUTH_TOKEN: text.optional(),
  TWILIO_WHATSAPP_FROM: text
    .regex(/^(whatsapp:)?\+\d{6,15}$/, 'must be a number such as whatsapp:+14155238886')
    .optional(),
  TWILIO_SMS_FROM: text.optional(),
  TWILIO_MESSAGING_SERVICE_SID: text
    .regex(/^MG[0-9a-zA-Z]{32}$/, 'must be MG and 32 letters or digits')
    .optional(),
  TWILIO_API_URL: url.optional(),
  ENCRYPTION_KEYS: text.optional(),
  SESSION_SECRET: text.min(32, 'must have at least 32 characters').optional(),
  ROLE: z.enum(['all', 'web', 'worker'], 'must be all, web or worker').default('all'),
  COUNTRY: text.regex(/^[A-Za-z]{3}$/, 'must be a three-letter country code such as SEN').default('SEN'),
  SERVICE_NAME: text
    .max(12, 'must have at most 12 characters, or messages no longer fit one SMS')
    .default('Ndimbal'),
  CONTROLLER_NAME: text.max(30, 'must have at most 30 characters').default('BAOS'),
  OPENING_HOURS: text.default('Mo-Fr 08:00-17:00'),
  SMS_FREE_TO_USER: z.enum(['true', 'false'], 'must be true or false').default('false'),
  LANGUAGES: text
    .default('fr,wo,ff,en')
    .transform(listed)
    .refine((codes) => codes.length > 0 && codes.every(isTextLanguage), {
      error: ({ input }) => `must list languages of ${textLanguages.join(', ')}; it has "${input}"`,
    }),
  DRAFT_TEXTS: z.enum(['critical', 'all'], 'must be critical or all').default('critical'),
  RETENTION_UNCONSENTED_HOURS: whole(1, 720).default(72),
  RETENTION_CLOSED_MONTHS: whole(1, 120).default(12),
  SMTP_URL: text.regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://').optional(),
  MAIL_FROM: text.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
});

/** The names of every setting, for the check that `.env.example` lists them all. */
export const settingNames = Object.keys(environment.shape);

/** Reads and checks the environment; throws one ConfigError that carries every fault. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const known = Object.fromEntries(settingNames.map((name) => [name, blankIsAbsent(env[name])]));
  const parsed = environment.safeParse(known);
  const faults = parsed.success ? [] : parsed.error.issues.map((i) => `${i.path.join('.')} ${i.message}`);
  const keys = readKeys(known.ENCRYPTION_KEYS, faults);
  faults.push(...togetherFaults(known));
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);
  return freeze(parsed.data, keys);
}

function blankIsAbsent(value: string | undefined): string | undefined {
  return value?.trim() ? value : undefined;
}

/** Faults of settings that only make sense together. */
function togetherFaults(env: Record<string, string | undefined>): string[] {
  const faults: string[] = [];
  if (env.DATABASE_URL) {
    for (const name of ['ENCRYPTION_KEYS', 'SESSION_SECRET'])
      if (!env[name]) faults.push(`${name} is needed with DATABASE_URL`);
  } else if (env.ROLE === 'web' || env.ROLE === 'worker') {
    faults.push(`ROLE=${env.ROLE} needs DATABASE_URL: the embedded database belongs to one process`);
  }
  const twilio = [
    'TWILIO_ACCOUNT_SID',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_WHATSAPP_FROM',
    'TWILIO_SMS_FROM',
    'TWILIO_MESSAGING_SERVICE_SID',
  ];
  if (twilio.some((name) => env[name])) faults.push(...twilioFaults(env));
  if (env.SMTP_URL && !env.MAIL_FROM) faults.push('MAIL_FROM is needed with SMTP_URL');
  return faults;
}

function twilioFaults(env: Record<string, string | undefined>): string[] {
  const faults: string[] = [];
  for (const name of ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'])
    if (!env[name]) faults.push(`${name} is needed with the other TWILIO settings`);
  if (!env.TWILIO_WHATSAPP_FROM && !env.TWILIO_SMS_FROM && !env.TWILIO_MESSAGING_SERVICE_SID)
    faults.push(
      'TWILIO_WHATSAPP_FROM, TWILIO_SMS_FROM or TWILIO_MESSAGING_SERVICE_SID is needed to send with Twilio',
    );
  if (!env.PUBLIC_URL)
    faults.push('PUBLIC_URL is needed with Twilio: its signatures are made over that address');
  return faults;
}

function readKeys(value: string | undefined, faults: string[]) {
  if (!value) return undefined;
  const keys = value.split(',').map((part) => {
    const [id = '', base64 = ''] = part.trim().split(':');
    const secret = Buffer.from(base64, 'base64');
    if (!id || secret.length !== 32)
      faults.push(
        'ENCRYPTION_KEYS must be id:base64 of 32 bytes, several with a comma (make one: openssl rand -base64 32)',
      );
    return { id, secret };
  });
  if (new Set(keys.map(({ id }) => id)).size < keys.length)
    faults.push('ENCRYPTION_KEYS gives one id twice: each key needs its own');
  return keys;
}

type Environment = z.infer<typeof environment>;

function freeze(env: Environment, keys: Config['encryptionKeys']): Config {
  const config: Config = {
    port: env.PORT,
    host: env.HOST,
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
    dataDir: resolve(env.DATA_DIR),
    role: env.ROLE,
    country: env.COUNTRY.toLowerCase(),
    serviceName: env.SERVICE_NAME,
    controllerName: env.CONTROLLER_NAME,
    openingHours: env.OPENING_HOURS,
    smsFreeToUser: env.SMS_FREE_TO_USER === 'true',
    languages: env.LANGUAGES,
    draftTexts: env.DRAFT_TEXTS,
    retentionUnconsentedHours: env.RETENTION_UNCONSENTED_HOURS,
    retentionClosedMonths: env.RETENTION_CLOSED_MONTHS,
    logLevel: env.LOG_LEVEL,
    paths: findPaths(),
    ...present({
      databaseUrl: env.DATABASE_URL,
      encryptionKeys: keys,
      sessionSecret: env.SESSION_SECRET,
      smtpUrl: env.SMTP_URL,
      mailFrom: env.MAIL_FROM,
      twilio: twilioConfig(env),
    }),
  };
  return Object.freeze(config);
}

function twilioConfig(env: Environment): TwilioConfig | undefined {
  if (!env.TWILIO_ACCOUNT_SID || !env.TWILIO_AUTH_TOKEN) return undefined;
  const whatsapp = env.TWILIO_WHATSAPP_FROM?.replace(/^whatsapp:/, '');
  return {
    accountSid: env.TWILIO_ACCOUNT_SID,
    authToken: env.TWILIO_AUTH_TOKEN,
    ...present({
      whatsappFrom: whatsapp,
      smsFrom: env.TWILIO_SMS_FROM,
      messagingServiceSid: env.TWILIO_MESSAGING_SERVICE_SID,
      apiUrl: env.TWILIO_API_URL?.replace(/\/+$/, ''),
    }),
  };
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function present<T extends Record<string, unknown>>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}

/** The folders beside the code, wherever the running file was built to. */
export function findPaths(): Paths {
  let root = dirname(fileURLToPath(import.meta.url));
  while (!isProject(root)) {
    const above = dirname(root);
    if (above === root) throw new Error('The project folder (with locales/ and db/) was not found.');
    root = above;
  }
  return {
    root,
    locales: join(root, 'locales'),
    forms: join(root, 'src', 'dialogs', 'forms'),
    migrations: join(root, 'db', 'migrations'),
    seed: join(root, 'db', 'seed'),
    deskStatic: join(root, 'src', 'desk', 'static'),
    simulatorStatic: join(root, 'src', 'bot', 'channels', 'simulator', 'static'),
  };
}

function isProject(folder: string): boolean {
  const file = join(folder, 'package.json');
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'dellusi';
}
