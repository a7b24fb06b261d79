import type { FastifyInstance } from 'fastify';
import type { Jobs } from '../db/jobs.ts';
import type { OpenDatabase } from '../db/open.ts';
import type { Keys } from '../db/seal.ts';
import type { Bot } from './bot/bot.ts';
import type { Provider } from './bot/channels/provider.ts';
import type { Simulator } from './bot/channels/simulator/provider.ts';
import type { Config } from './config.ts';
import type { Secrets } from './data-dir.ts';
import type { Forms } from './dialogs/index.ts';
import type { AskingDoor } from './directory/asking-store.ts';
import type { LiveDirectory } from './directory/live-store.ts';
import type { OpeningHours } from './handoff/opening-hours.ts';
import type { Notify } from './handoff/telling-store.ts';
import type { TextLanguage } from './language/languages.ts';
import type { Locales } from './language/locales.ts';
import type { Render } from './language/say.ts';
import type { Picture } from './surroundings.ts';

/** The whole program, built and not yet listening. */
export interface App {
  readonly config: Config;
  readonly server: FastifyInstance;
  readonly bot: Bot;
  readonly open: OpenDatabase;
  readonly jobs: Jobs;
  readonly keys: Keys;
  readonly secrets: Secrets;
  readonly directory: LiveDirectory;
  readonly locales: Locales;
  readonly render: Render;
  /** Says drafts in French where DRAFT_TEXTS keeps them from real people. */
  readonly carefulRender: Render;
  readonly simulator: Simulator;
  /** Null where it is not configured. */
  readonly twilio: Provider | null;
  /** Carries words to staff outside the desk. */
  readonly notify: Notify;
  /** Carries questions to actors. */
  readonly asking: AskingDoor;
  readonly forms: Forms;
  readonly openingHours: OpeningHours;
  /** The conversation, drawn. */
  readonly picture: () => Picture;
  /** The likeliest wish behind words that were not understood, for whoever sorts them. */
  readonly guess: (words: string, language: TextLanguage) => string | null;
  readonly now: () => Date;
  close(): Promise<void>;
}

/** Everything that is built before the door for people is. */
export type Parts = Omit<App, 'bot' | 'picture' | 'guess' | 'close'>;
