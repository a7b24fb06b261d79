import type { Country } from './country.ts';
import type { Place } from './directory.ts';
import type { Opportunity } from './opportunity.ts';
import type { Outline } from './outlines.ts';
import type { Records } from './records.ts';

/** Everything that a directory in memory is made from, as it was read at one moment. */
export interface Snapshot {
  readonly version: number;
  readonly countries: readonly Country[];
  readonly places: readonly Place[];
  readonly outlines: readonly Outline[];
  readonly records: Records;
  /** How many people could not find a service since it was last checked, by service id. */
  readonly doubts: ReadonlyMap<string, number>;
  /** How many referrals of the last half year it declined or did not answer, by service id. */
  readonly letDown: ReadonlyMap<string, number>;
  /** Services whose actor was asked and has not answered. */
  readonly silent: ReadonlySet<string>;
  /** Those whose last day has not come. */
  readonly opportunities: readonly Opportunity[];
}
