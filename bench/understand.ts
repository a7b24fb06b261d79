// npm run bench -- understand: time per message of each kind, on the labelled messages, and beside it the list matcher of
// @bpinternal/entities on the same places when that package is installed. Prints JSON lines.
import { loadLocales } from '../src/language/locales.ts';
import { parseLanguageModel } from '../src/language/understand/language-model.ts';
import { parseLinearModel } from '../src/language/understand/linear-model.ts';
import { createUnderstanding } from '../src/language/understand/understand.ts';
import type { PlaceName, WiderUnderstanding } from '../src/language/understanding.ts';
import { casesOf, type Kind, kinds } from '../test/understanding/cases.ts';
import { choicesOf } from '../test/understanding/evaluation.ts';
import { seededPlaces } from '../test/understanding/gazetteer.ts';
import { hostile } from '../test/understanding/hostile.ts';

const rounds = 20;
/** Variants of each hostile message. */
const tries = 9;
const places = seededPlaces();
const started = performance.now();
const locales = loadLocales('locales');
const loaded = performance.now();
const understanding = createUnderstanding(locales, places);
/** From the text of each file to a model that answers. */
const loads: Readonly<Record<string, () => unknown>> = {
  language: () => parseLanguageModel(locales.model ?? ''),
  intent: () => parseLinearModel(locales.intentModel ?? ''),
  danger: () => parseLinearModel(locales.dangerModel ?? ''),
  yesno: () => parseLinearModel(locales.yesNoModel ?? ''),
};
report({
  measure: 'start',
  locales_ms: round(loaded - started),
  build_ms: round(performance.now() - loaded),
});
for (const [name, load] of Object.entries(loads))
  report({ measure: `${name} model`, load_ms: round(timeOf(load)), aim_ms: 50 });
const needs = choicesOf('needs_now', ['fr'], locales);
for (const kind of kinds)
  report({
    measure: kind,
    ...timed(
      casesOf(kind).map(({ text }) => text),
      readerOf(kind, understanding),
    ),
  });
reportHostile();
await compare(places);

type Read = (text: string) => unknown;

/** How long it takes once, as at the start of the program. */
function timeOf(load: () => unknown): number {
  const start = performance.now();
  load();
  return performance.now() - start;
}

/** The slowest reader on each hostile message, each time another message, so that nothing is remembered. */
function reportHostile(): void {
  const all = kinds.flatMap((kind) => {
    const read = readerOf(kind, understanding);
    return Object.entries(hostile).map(([name, text]) => ({ name, kind, ms: median(variants(text), read) }));
  });
  all.sort((a, b) => b.ms - a.ms);
  const [slowest] = all;
  report({
    measure: 'hostile messages',
    messages: all.length,
    p99_ms: round(all[Math.floor(all.length * 0.01)]?.ms ?? 0),
    max_ms: round(slowest?.ms ?? 0),
    slowest: `${slowest?.kind}: ${slowest?.name}`,
    aim_ms: 5,
  });
}

function variants(text: string): string[] {
  return Array.from({ length: tries }, (_, at) => `${at} ${text}`);
}

function median(texts: readonly string[], read: Read): number {
  const times = texts.map((text) => one(text, read)).sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? 0;
}

function readerOf(kind: Kind, u: WiderUnderstanding): Read {
  const readers: Readonly<Record<Kind, Read>> = {
    language: (text) => u.language(text),
    place: (text) => u.place(text, 'fr'),
    choice: (text) => u.choice(text, needs, 'fr', true),
    number: (text) => u.number(text, 'fr'),
    date: (text) => u.time(text, 'fr'),
    yesno: (text) => u.yesNo(text, 'fr'),
    intent: (text) => u.intent(text, 'fr'),
    danger: (text) => u.danger(text, 'fr'),
  };
  return readers[kind];
}

function timed(texts: readonly string[], read: Read, times = rounds): Record<string, number> {
  for (const text of texts) read(text);
  const each = Array.from({ length: times }, () => texts.map((text) => one(text, read))).flat();
  each.sort((a, b) => a - b);
  const mean = each.reduce((sum, ms) => sum + ms, 0) / each.length;
  return {
    messages: texts.length,
    mean_ms: round(mean),
    p99_ms: round(each[Math.floor(each.length * 0.99)] ?? 0),
  };
}

function one(text: string, read: Read): number {
  const start = performance.now();
  read(text);
  return performance.now() - start;
}

/** The rival for fuzzy places, on the same names; right when it finds the expected name in a bare or whole sentence. */
async function compare(all: readonly PlaceName[]): Promise<void> {
  const cases = casesOf('place').filter(({ expected }) => !expected.endsWith('?'));
  const own = cases.filter(
    ({ text, expected }) => (understanding.place(text, 'fr').place?.name ?? '-') === expected,
  );
  report({ measure: 'places: ours', right: own.length, of: cases.length });
  const rival = await rivalReader(all);
  if (rival === null) return report({ measure: 'places: @bpinternal/entities', skipped: 'not installed' });
  const right = cases.filter(({ text, expected }) => (rival(text) ?? '-') === expected);
  const times = timed(
    cases.slice(0, 60).map(({ text }) => text),
    rival,
    1,
  );
  report({ measure: 'places: @bpinternal/entities', right: right.length, of: cases.length, ...times });
}

async function rivalReader(all: readonly PlaceName[]): Promise<((text: string) => string | null) | null> {
  const library = await import('@bpinternal/entities').catch(() => null);
  if (library === null) return null;
  const values = [...new Set(all.map((place) => place.name))].map((name) => ({
    name,
    synonyms: [name, ...all.filter((one) => one.name === name).flatMap((one) => one.spellings)],
  }));
  const engine = new library.lists.ListEntityExtractor([{ name: 'place', fuzzy: 'medium', values }], {
    engine: 'wasm',
  });
  return (text) => engine.extract(text).sort((a, b) => b.confidence - a.confidence)[0]?.value ?? null;
}

function round(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}

function report(line: Record<string, unknown>): void {
  console.log(JSON.stringify(line));
}
