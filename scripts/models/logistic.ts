import {
  always,
  hashOf,
  type LinearModelFile,
  softmax,
  worthOf,
} from '../../src/language/understand/linear-model.ts';

/** One labelled text as the features that stand in it. */
export interface Sample {
  readonly label: string;
  readonly features: readonly string[];
}

const rounds = 20;
const rate = 0.1;
/** Pull of a weight towards zero at each of its steps. */
const pull = 1e-3;
/** Keeps the first step of a weight finite. */
const floor = 1e-8;
/** A feature of one sample alone says nothing of others. */
const leastSamples = 2;
const largestByte = 127;

interface Prepared {
  readonly label: number;
  /** Where the weights of its features begin. */
  readonly rows: Int32Array;
  readonly worth: number;
}

/** Trains a logistic regression by AdaGrad and gives the text of its file; the same samples always give the same file. */
export function train(samples: readonly Sample[], labels: readonly string[]): string {
  const width = labels.length;
  const features = knownFeatures(samples);
  const rowOf = new Map(features.map((feature, at) => [feature, at * width]));
  const prepared = samples.map(({ label, features: own }) => ({
    label: labels.indexOf(label),
    rows: Int32Array.from([always, ...own].flatMap((feature) => rowOf.get(feature) ?? [])),
    worth: worthOf(own.length + 1),
  }));
  const weights = new Float64Array(features.length * width);
  const squares = new Float64Array(features.length * width).fill(floor);
  const shuffled = shuffler();
  for (let round = 0; round < rounds; round += 1) {
    for (const sample of shuffled(prepared)) learn(sample, width, weights, squares);
  }
  return written(labels, features, weights);
}

function knownFeatures(samples: readonly Sample[]): string[] {
  const times = new Map<string, number>();
  for (const { features } of samples) {
    for (const feature of features) times.set(feature, (times.get(feature) ?? 0) + 1);
  }
  return [always, ...[...times].filter(([, seen]) => seen >= leastSamples).map(([feature]) => feature)];
}

function learn(sample: Prepared, width: number, weights: Float64Array, squares: Float64Array): void {
  const sums = new Float64Array(width);
  for (const row of sample.rows) {
    for (let at = 0; at < width; at += 1)
      sums[at] = (sums[at] ?? 0) + (weights[row + at] ?? 0) * sample.worth;
  }
  softmax(sums);
  for (let at = 0; at < width; at += 1) {
    const error = ((sums[at] ?? 0) - (at === sample.label ? 1 : 0)) * sample.worth;
    for (const row of sample.rows) {
      const weight = weights[row + at] ?? 0;
      const slope = error + pull * weight;
      const square = (squares[row + at] ?? 0) + slope * slope;
      squares[row + at] = square;
      weights[row + at] = weight - (rate * slope) / Math.sqrt(square);
    }
  }
}

/** Orders the samples anew at each call, by a chance that is the same in every run. */
function shuffler(): (samples: readonly Prepared[]) => readonly Prepared[] {
  let seed = 7;
  const chance = (): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed;
  };
  return (samples) =>
    samples
      .map((sample) => ({ sample, key: chance() }))
      .sort((one, other) => one.key - other.key)
      .map(({ sample }) => sample);
}

// All features are kept: with only those that tell most, rare ones crowd out what ordinary talk is known by.
function written(labels: readonly string[], features: readonly string[], weights: Float64Array): string {
  const step = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / largestByte;
  const file: LinearModelFile = {
    labels,
    step,
    features: base64(Uint32Array.from(features, (feature) => hashOf(feature))),
    weights: base64(Int8Array.from(weights, (weight) => Math.round(weight / step))),
  };
  return `${JSON.stringify(file)}\n`;
}

function base64(numbers: Uint32Array | Int8Array): string {
  return Buffer.from(numbers.buffer).toString('base64');
}
