/** The value below which the given share (0–1) of the values lies; NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
}

/** Two digits after the point are more than a benchmark can know. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** One line of JSON a measurement, for people and programs alike. */
export function print(line: Readonly<Record<string, unknown>>): void {
  console.log(JSON.stringify(line));
}

/** `--name=value` from the command line, or what counts without it. */
export function option(name: string, otherwise: string): string {
  const found = process.argv.find((word) => word.startsWith(`--${name}=`));
  return found?.slice(name.length + 3) ?? otherwise;
}
