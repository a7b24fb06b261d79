import type { Hotline } from '../directory/directory.ts';
import type { Say, Value } from '../language/say.ts';
import type { Context } from './dialog.ts';

type LineKind = Hotline['kinds'][number];

/** One sentence about an emergency line: which text of `bot.line`, and which kind of line it names. */
export type LineText = readonly [text: string, kind: LineKind];

/**
 * Sentences with emergency numbers, as the directory has them; "free" stands only where the row says so. A line the
 * directory does not have is left out rather than guessed.
 */
export function lines({ directory }: Context, ...wanted: readonly LineText[]): Value {
  const hotlines = directory.hotlines();
  const list = wanted.flatMap(([text, kind]): Say[] => {
    const hotline = hotlines.find((line) => line.kinds.includes(kind));
    if (!hotline) return [];
    return [{ key: `bot.line.${text}`, values: valuesOf(hotline) }];
  });
  return { list, join: ' ' };
}

/** The same number bare, with "free", and with its hours too: each sentence takes what it has room for. */
function valuesOf({ name, number, free, alwaysOpen }: Hotline): Say['values'] & object {
  const bare = { number };
  const withPrice = { key: free ? 'bot.line.free' : 'bot.line.plain', values: bare };
  const withHours = { key: free ? 'bot.line.free_always' : 'bot.line.always', values: bare };
  return { name, plain: number, number: withPrice, always: alwaysOpen ? withHours : withPrice };
}
