import type { Forms } from '../dialogs/forms.ts';
import type { Diagram } from '../dialogs/picture.ts';
import type { Directory } from '../directory/directory.ts';
import type { LiveDirectory } from '../directory/live-store.ts';
import type { Duty } from '../handoff/duty.ts';
import type { TextLanguage } from '../language/languages.ts';
import type { Locales } from '../language/locales.ts';
import type { Need } from '../language/understanding.ts';
import type { Jobs, Keys } from './reply-store.ts';
import type { Database } from './staff-store.ts';

/** The directory as the desk uses it: its answers, everything it is made from, and a fresh look after a change. */
export type DeskDirectory = Directory & Pick<LiveDirectory, 'snapshot' | 'refresh'>;

/** What the desk needs from the rest of the program. */
export interface DeskDeps {
  readonly db: Database;
  readonly keys: Keys;
  readonly locales: Locales;
  readonly directory: DeskDirectory;
  /** Wording of a service → the needs that it answers, from the country's pack. */
  readonly needsOf: ReadonlyMap<string, readonly Need[]>;
  readonly forms: Forms;
  /** Wakes the sender for a caseworker's reply. */
  readonly jobs: Pick<Jobs, 'add'>;
  readonly now: () => Date;
  /** What the roster and the opening hours allow to promise at a moment. */
  readonly duty: (at: Date) => Duty | Promise<Duty>;
  /** Of the country served, such as Africa/Dakar. */
  readonly timeZone: string;
  readonly sessionSecret: string;
  /** Without a slash at the end; its scheme decides on Secure cookies and HSTS. */
  readonly publicUrl: string;
  readonly serviceName: string;
  readonly controllerName: string;
  /** Asks the actor of an entry whether it is right; false: it cannot be written to. */
  readonly askActor: (serviceId: string) => Promise<boolean>;
  /** The conversation, drawn from its own definitions. */
  readonly picture: () => { readonly forms: readonly Diagram[]; readonly dialogs: readonly Diagram[] };
  /** The likeliest wish behind words that were not understood; null: no idea. */
  readonly guess: (words: string, language: TextLanguage) => string | null;
  /** Folder of the style sheet, the script and the icons. */
  readonly staticFolder: string;
}
