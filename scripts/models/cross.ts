import type { Locales } from '../../src/language/locales.ts';
import { dangerLabels, ordinary } from '../../src/language/understand/danger.ts';
import { parseLinearModel, probabilities } from '../../src/language/understand/linear-model.ts';
import { allExamples, dangerSamples } from './danger.ts';
import { train } from './logistic.ts';

/** Writers whose messages were written without having seen any of our lists. */
const strangers = ['a', 'b', 'c', 'm', 'n'];
const thresholds = [0.45, 0.5, 0.53, 0.56, 0.6];

/** How danger is read by models that have not seen the writer, at several thresholds; shares of a hundred. */
export interface CrossReport {
  readonly threshold: number;
  readonly found: number;
  readonly falseAlarms: number;
}

/** Trains once without each writer and reads that writer's messages: by this the threshold of danger is set. */
export function crossDanger(folder: string, locales: Locales): CrossReport[] {
  const examples = allExamples(folder, locales);
  const samples = dangerSamples(locales, examples);
  const read = strangers.flatMap((stranger) => {
    const others = samples.filter((_, at) => examples[at]?.author !== stranger);
    const model = parseLinearModel(train(others, dangerLabels));
    return samples
      .filter((_, at) => examples[at]?.author === stranger)
      .map(({ label, features }) => ({ label, danger: 1 - (probabilities(model, features)[0] ?? 1) }));
  });
  const dangers = read.filter(({ label }) => label !== ordinary);
  const talk = read.filter(({ label }) => label === ordinary);
  return thresholds.map((threshold) => {
    const share = (of: typeof read): number => {
      return Math.round((of.filter(({ danger }) => danger >= threshold).length / of.length) * 1000) / 10;
    };
    return { threshold, found: share(dangers), falseAlarms: share(talk) };
  });
}
