/**
 * A logistic regression over features of any name, as `npm run model` writes it. Features stand in the file by a hash
 * of 32 bits: nobody could read a hundred thousand weights, and what weighed in a message is said from the message.
 */
export interface LinearModel {
  readonly labels: readonly string[];
  /** What one step of a weight is worth. */
  readonly step: number;
  /** Hash of a feature → where its weights begin. */
  readonly rows: ReadonlyMap<number, number>;
  /** One signed byte for each feature and label. */
  readonly weights: Int8Array;
}

/** The file as it is written; lists of numbers in base 64. */
export interface LinearModelFile {
  readonly labels: readonly string[];
  readonly step: number;
  readonly features: string;
  readonly weights: string;
}

/** How likely each label is, in the order of the labels. */
export type Probabilities = readonly number[];

/** The feature that stands in every text. */
export const always = '';

/** Reads the model file; its form is that of the build command, so it is trusted. */
export function parseLinearModel(json: string): LinearModel {
  const { labels, step, features, weights } = JSON.parse(json) as LinearModelFile;
  const bytes = Buffer.from(features, 'base64');
  const rows = new Map<number, number>();
  for (let at = 0; at < bytes.length / 4; at += 1) rows.set(bytes.readUInt32LE(at * 4), at * labels.length);
  return { labels, step, rows, weights: new Int8Array(Buffer.from(weights, 'base64')) };
}

/** The number by which a feature stands in the file (FNV-1a). */
export function hashOf(feature: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < feature.length; at += 1) {
    hash = Math.imul(hash ^ feature.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

/** Long texts have more features than short ones; each counts less. */
export function worthOf(features: number): number {
  return 1 / Math.sqrt(features);
}

/** Turns sums of weights into probabilities, in place. */
export function softmax(sums: Float64Array): Float64Array {
  const most = Math.max(...sums);
  let total = 0;
  for (let at = 0; at < sums.length; at += 1) {
    const odds = Math.exp((sums[at] ?? 0) - most);
    sums[at] = odds;
    total += odds;
  }
  for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] ?? 0) / total;
  return sums;
}

/** How likely each label is for a text of these features. */
export function probabilities(model: LinearModel, features: readonly string[]): Probabilities {
  const sums = new Float64Array(model.labels.length);
  const worth = worthOf(features.length + 1) * model.step;
  for (const feature of features) add(sums, model, feature, worth);
  add(sums, model, always, worth);
  return [...softmax(sums)];
}

/** The share of features that the model has learnt something of. */
export function shareKnown(model: LinearModel, features: readonly string[]): number {
  const known = features.filter((feature) => model.rows.has(hashOf(feature)));
  return features.length === 0 ? 0 : known.length / features.length;
}

/** What features say for one label against another. */
export function evidence(
  model: LinearModel,
  features: readonly string[],
  label: string,
  against: string,
): number {
  const sums = new Float64Array(model.labels.length);
  for (const feature of features) add(sums, model, feature, model.step);
  return (sums[model.labels.indexOf(label)] ?? 0) - (sums[model.labels.indexOf(against)] ?? 0);
}

function add(sums: Float64Array, model: LinearModel, feature: string, worth: number): void {
  const row = model.rows.get(hashOf(feature));
  if (row === undefined) return;
  for (let at = 0; at < sums.length; at += 1) {
    sums[at] = (sums[at] ?? 0) + (model.weights[row + at] ?? 0) * worth;
  }
}
