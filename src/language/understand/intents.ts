import { needs } from '../understanding.ts';

/** Wishes beside the needs: things to ask of the bot, and subjects that no need covers. */
export const otherIntents = ['person', 'services', 'my_requests', 'reintegration', 'baos', 'travel'] as const;

/** Ordinary talk that wishes nothing; learnt like a wish, never answered as one. */
export const noIntent = 'none';

/** Every value that a reading of the intent can have: the needs but "other", and the wishes beside them. */
export const intents: readonly string[] = [...needs.filter((need) => need !== 'other'), ...otherIntents];
