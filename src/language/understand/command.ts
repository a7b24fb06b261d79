import type { TextLanguage } from '../languages.ts';
import type { Command, Understanding } from '../understanding.ts';
import { type Lexicon, soundOfPhrase, without } from './lexicon.ts';
import { errorsAllowed, typingErrors } from './near.ts';

type Reading = { readonly command: Command; readonly language?: TextLanguage };

/** Longer messages hold an answer, not a command. */
const mostWords = 7;

/** Reads the global words: only a message that is that word or phrase, in any language. */
export function createCommandReader(lexicon: Lexicon): Understanding['command'] {
  const words = phraseTable(lexicon, (language) => commandEntries(lexicon, language));
  const names = phraseTable(lexicon, (language) => languageEntries(lexicon, language));
  const around = lexicon.around('language');
  const polite = new Set([...lexicon.phrases('polite'), ...lexicon.phrases('greetings')]);
  // "déedéet" is a no, and one letter away from "delete"
  const answers = new Set((['yes', 'no', 'unsure'] as const).flatMap((list) => [...lexicon.phrases(list)]));
  return (text, language) => {
    const message = lexicon.read(text);
    if (message.raw.trim() === '+') return { command: 'more' };
    if (message.words.length === 0 || message.words.length > mostWords) return null;
    const whole = message.fullSounds.join(' ');
    const bare = without(message.fullSounds, polite).join(' ');
    const own = words.get(language);
    const found = own?.get(whole) ?? anywhere(words, whole) ?? anywhere(words, message.sounds.join(' '));
    if (found !== undefined) return found;
    const name = languageNamed(message.full, names, around);
    if (name !== undefined) return name;
    return anywhere(words, bare) ?? (answers.has(whole) ? null : near(words, bare)) ?? null;
  };
}

type Table = ReadonlyMap<TextLanguage, ReadonlyMap<string, Reading>>;

function phraseTable(
  lexicon: Lexicon,
  entries: (language: TextLanguage) => readonly (readonly [string, Reading])[],
): Table {
  const languages = [...lexicon.locales.commands.keys()];
  return new Map(
    languages.map((language) => {
      const pairs = entries(language).map(([phrase, reading]) => [soundOfPhrase(phrase), reading] as const);
      return [language, new Map(pairs)] as const;
    }),
  );
}

function commandEntries(lexicon: Lexicon, language: TextLanguage): [string, Reading][] {
  const words = Object.entries(lexicon.locales.commands.get(language)?.words ?? {});
  return words.flatMap(([command, phrases]) =>
    phrases.map((phrase): [string, Reading] => [phrase, { command: command as Command }]),
  );
}

function languageEntries(lexicon: Lexicon, language: TextLanguage): [string, Reading][] {
  const names = Object.entries(lexicon.locales.commands.get(language)?.languages ?? {});
  return names.flatMap(([code, phrases]) =>
    phrases.map((name): [string, Reading] => [name, { command: 'language', language: code as TextLanguage }]),
  );
}

function anywhere(table: Table, key: string): Reading | undefined {
  if (key === '') return undefined;
  for (const phrases of table.values()) {
    const found = phrases.get(key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The name of a language, whatever the words around: "je veux parler en wolof". */
function languageNamed(
  words: readonly string[],
  names: Table,
  around: ReadonlySet<string>,
): Reading | undefined {
  const rest = words.filter((word) => !around.has(word));
  if (rest.length === 0 || rest.length > 2) return undefined;
  const key = soundOfPhrase(rest.join(' '));
  return anywhere(names, key) ?? (rest.length === 1 ? near(names, key) : undefined);
}

/** A typing error in the command itself; short words must be right, or real answers would be caught. */
function near(table: Table, key: string): Reading | undefined {
  const allowed = errorsAllowed(key.length);
  if (allowed === 0) return undefined;
  for (const phrases of table.values()) {
    for (const [phrase, reading] of phrases) {
      // STOP silences everything at once, so it is never guessed: "Dakar" is one letter away from Wolof "dakkal".
      if (reading.command === 'stop') continue;
      if (phrase.length < 5 || phrase[0] !== key[0]) continue;
      const limit = Math.min(allowed, errorsAllowed(phrase.length));
      if (typingErrors(phrase, key, limit) <= limit) return reading;
    }
  }
  return undefined;
}
