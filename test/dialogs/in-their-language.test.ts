import { expect, it } from 'vitest';
import type { Context, ConversationState, Input, Turn } from '../../src/dialogs/dialog.ts';
import { inTheirLanguage } from '../../src/dialogs/in_their_language.ts';

/** Nobody of whom anything is known, where a country's pack puts these languages first; only "salut" is French for sure. */
const contextOf = (languages: readonly string[]) =>
  ({
    settings: { languages },
    facts: { textLanguage: null },
    understand: {
      command: () => null,
      language: (text: string) => ({ language: text === 'salut la famille' ? 'fr' : null }),
    },
  }) as unknown as Context;

const answeredIn = (languages: readonly string[], text: string, lastAt: string | null = null) => {
  const input = { text } as Input;
  let read: string | null = null;
  inTheirLanguage(contextOf(languages), { lastAt } as ConversationState, input, (known) => {
    read = known.facts.textLanguage;
    return { says: [], effects: [], state: {} } as unknown as Turn;
  });
  return read;
};

it.each([
  [['en', 'wo', 'ff', 'fr'], 'hm', null, 'en'],
  [['en', 'wo', 'ff', 'fr'], 'salut la famille', null, 'fr'],
  [['fr', 'wo', 'ff', 'en'], 'hm', null, null],
  // Whoever has written before and is read in French stays there.
  [['en', 'wo', 'ff', 'fr'], 'hm', '2026-11-20T10:00:00Z', null],
])('of %j, "%s" (written before: %s) is answered in %s', (languages, text, lastAt, expected) => {
  expect(answeredIn(languages, text, lastAt)).toBe(expected);
});
