import type { SpokenLanguage } from '../language/languages.ts';
import type { Need } from '../language/understanding.ts';
import type { CaseStatus } from './case.ts';

/** What a person may see of what is kept and done about them; read only when they ask. */
export interface Records {
  /** Their requests, the newest first. */
  readonly requests: readonly {
    readonly code: string;
    readonly status: CaseStatus;
    readonly dueAt: Date;
    readonly complaint: boolean;
    /** The body it was last sent to, and when we call them. */
    readonly sent: { readonly to: string; readonly callAt: Date } | null;
  }[];
  /** What their open case holds of them, as the desk may have changed it; null: none is open. */
  readonly kept: {
    readonly name: string | null;
    readonly place: string | null;
    readonly needs: readonly Need[];
    readonly contact: string | null;
    readonly spokenLanguage: SpokenLanguage | null;
  } | null;
  /** Names of the staff who opened any of their cases, each once. */
  readonly readers: readonly string[];
  /** Bodies that may be told something, by a yes that holds today. */
  readonly agreements: readonly {
    readonly receiver: string;
    readonly name: string;
    /** Something has left for them already. */
    readonly sent: boolean;
  }[];
}
