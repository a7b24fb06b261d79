/** Examples of one language in the shape of `understand.json`, ready to stand as `locales/<code>/examples.json`. */
export type ExampleFile = Record<string, string[] | Record<string, string[]>>;

/** Puts examples (`intents.training`, `yes`) into the lists that they belong to, in the order given. */
export function exampleFile(
  examples: readonly { readonly label: string | null; readonly words: string }[],
): ExampleFile {
  const file: ExampleFile = {};
  for (const { label, words } of examples) {
    const [list = '', name] = (label ?? '').split('.');
    if (!name) file[list] = added(file[list], words);
    else {
      const group = (file[list] ?? {}) as Record<string, string[]>;
      file[list] = { ...group, [name]: added(group[name], words) };
    }
  }
  return file;
}

function added(known: unknown, words: string): string[] {
  return [...new Set([...((known ?? []) as string[]), words])];
}
