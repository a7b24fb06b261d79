import type { TextLanguage } from './languages.ts';

/**
 * What the voice path says between the language and the queue. For people who do not read, each of these is to be
 * spoken by a native speaker in at most twenty seconds, in each of three languages: twelve clips, needed at launch.
 */
export const clipKeys = ['bot.consent.ask', 'bot.voice.place', 'bot.voice.urgent', 'bot.voice.done'] as const;
export const clipLanguages: readonly TextLanguage[] = ['fr', 'wo', 'ff'];

/** A place for a recorded clip beside its text. */
export interface ClipSlot {
  readonly language: TextLanguage;
  readonly key: (typeof clipKeys)[number];
  /** Below the folder of the locales. */
  readonly path: string;
  readonly recorded: boolean;
}

/** All slots (`<code>/audio/<key>.ogg`), and whether a clip is there. */
export function clipSlots(isThere: (path: string) => boolean): readonly ClipSlot[] {
  return clipLanguages.flatMap((language) =>
    clipKeys.map((key) => {
      const path = `${language}/audio/${key}.ogg`;
      return { language, key, path, recorded: isThere(path) };
    }),
  );
}
