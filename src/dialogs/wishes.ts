import { plain } from '../language/understand/letters.ts';
import type { Context, DialogName, Input } from './dialog.ts';
import { languageOf } from './facts.ts';

/** Where a wish in the person's own words leads. */
export interface Wish {
  readonly name: DialogName;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Wishes that are asked of the bot in words instead of a digit of the menu. */
const ways: Readonly<Record<string, Wish>> = {
  person: { name: 'callback', options: { reason: 'person_wanted' } },
  services: { name: 'services', options: {} },
  my_requests: { name: 'requests', options: {} },
  baos: { name: 'information', options: { topic: 'baos' } },
  reintegration: { name: 'information', options: { topic: 'how_help_works' } },
};

/** A sheet is opened by its own words only, not by any word that happens to stand in it. */
const sureNearness = 0.9;

/** The sheet that a message asks for by one of its words, or null. */
export function topicAsked(context: Context, { text }: Input): Wish | null {
  const said = ` ${plain(text).replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const near = context.understand
    .topics(text, languageOf(context.facts))
    .filter(({ nearness }) => nearness >= sureNearness);
  const found = near.find(({ topic }) =>
    context.topics.find(({ id }) => id === topic)?.words.some((word) => said.includes(` ${plain(word)} `)),
  );
  return found ? { name: 'information', options: { topic: found.topic } } : null;
}

/** What somebody at the menu wishes in their own words: a sheet, or something that the menu offers. */
export function wishOf(context: Context, input: Input): Wish | null {
  const topic = topicAsked(context, input);
  if (topic) return topic;
  const { intent } = context.understand.intent(input.text, languageOf(context.facts));
  return (intent && ways[intent]) || null;
}
