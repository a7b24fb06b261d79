import type { Form } from '../form.ts';
import type { CaseView } from './view.ts';

/** What was typed into a part of the work cannot be kept: it comes back as it was, with why above. */
export interface Refused {
  readonly said: string;
  readonly part: string;
}

/** One thing done with a case; it says in one word how that went. */
export type Step = (view: CaseView, form: Form) => Promise<string | Refused>;
