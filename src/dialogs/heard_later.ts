import type { Progress } from '../questionnaire/form.ts';
import type { Context, Input } from './dialog.ts';

/** Stands for an answer that is in a voice note: a human hears it. */
export const inVoiceNote = '(voice)';

/** A voice note without any words beside it. */
export function spokenUnheard(input: Input): boolean {
  return input.media.includes('voice') && !input.text.trim() && !input.choice && !input.location;
}

/** The answers with one more; null stands for one that is in a voice note. */
export function withSpoken(
  context: Context,
  answers: Progress,
  question: string,
  value: string | null,
): Progress {
  const answer = { value: value ?? inVoiceNote, origin: 'bot' as const, at: context.now.toISOString() };
  return { ...answers, [question]: answer };
}
