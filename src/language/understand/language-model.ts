import type { TextLanguage } from '../languages.ts';

/**
 * How likely pieces of words are in each language: naive Bayes over pieces of one to four letters. Built by
 * `npm run model`; each piece has one character per language, its cost in steps (a = likely … ).
 */
export interface LanguageModel {
  readonly languages: readonly TextLanguage[];
  /** Nats that one step of cost is worth. */
  readonly step: number;
  /** Cost of a piece that was never seen, by its length and language, in steps. */
  readonly unseen: Readonly<Record<string, readonly number[]>>;
  readonly pieces: Readonly<Record<string, string>>;
}

/** The longest pieces looked at. */
export const longestPiece = 4;
const base = 'a'.charCodeAt(0);

/** Reads the model file; its form is that of the build command, so it is trusted. */
export function parseLanguageModel(json: string): LanguageModel {
  return JSON.parse(json) as LanguageModel;
}

/** The pieces of a plain word, its beginning and end marked by spaces. */
export function piecesOf(word: string): string[] {
  const padded = ` ${word} `;
  const pieces: string[] = [];
  for (let length = 2; length <= longestPiece; length += 1) {
    for (let at = 0; at + length <= padded.length; at += 1) pieces.push(padded.slice(at, at + length));
  }
  return pieces;
}

/** Writes costs in steps as one character each; the costliest share the last. */
export function writeCosts(steps: readonly number[]): string {
  return steps
    .map((step) => String.fromCharCode(base + Math.max(0, Math.min(60, Math.round(step)))))
    .join('');
}

/** Cost of a word in each language of the model, in nats per letter piece length; lower is likelier. */
export function costsOfWord(model: LanguageModel, word: string): number[] {
  const costs = model.languages.map(() => 0);
  for (const piece of piecesOf(word)) {
    const known = model.pieces[piece];
    const unseen = model.unseen[piece.length];
    for (let at = 0; at < costs.length; at += 1) {
      const steps = known === undefined ? (unseen?.[at] ?? 0) : known.charCodeAt(at) - base;
      costs[at] = (costs[at] ?? 0) + steps * model.step;
    }
  }
  return costs;
}
