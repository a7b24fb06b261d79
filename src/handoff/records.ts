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
  /** Names of the staff who opened their case, each once. */
  readonly readers: readonly string[];
  /** Bodies that may be told something, by a yes that holds today. */
  readonly agreements: readonly {
    readonly receiver: string;
    readonly name: string;
    /** Something has left for them already. */
    readonly sent: boolean;
  }[];
}
