import type { Keys } from '../../db/seal.ts';
import type { Directory } from '../directory/directory.ts';
import type { Locales } from '../language/locales.ts';
import type { Database } from './staff-store.ts';

/** What the desk needs from the rest of the program. */
export interface DeskDeps {
  readonly db: Database;
  readonly keys: Keys;
  readonly locales: Locales;
  readonly directory: Directory;
  readonly now: () => Date;
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
