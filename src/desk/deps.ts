import type { Forms } from '../dialogs/forms.ts';
import type { Directory } from '../directory/directory.ts';
import type { Duty } from '../handoff/duty.ts';
import type { Locales } from '../language/locales.ts';
import type { Jobs, Keys } from './reply-store.ts';
import type { Database } from './staff-store.ts';

/** What the desk needs from the rest of the program. */
export interface DeskDeps {
  readonly db: Database;
  readonly keys: Keys;
  readonly locales: Locales;
  readonly directory: Directory;
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
  /** Folder of the style sheet, the script and the icons. */
  readonly staticFolder: string;
}
