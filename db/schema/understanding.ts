import { index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { growingId, moment } from './columns.ts';

/**
 * Words that the bot did not understand, without names, numbers and places, and what somebody made of them. Nothing leads
 * to a person: no id, the day instead of the moment, the same words in one row.
 */
export const misunderstanding = pgTable(
  'misunderstanding',
  {
    id: growingId(),
    language: text('language').notNull(),
    /** Dialog and question, such as `needs.place`. */
    question: text('question').notNull(),
    words: text('words').notNull(),
    /** The last day on which it was written. */
    day: text('day').notNull(),
    count: integer('count').notNull().default(1),
    /** List of `understand.json` that it is an example for (`intents.training`, `yes`), `-` when put aside. */
    label: text('label'),
    decidedAt: moment('decided_at'),
  },
  (t) => [
    unique('misunderstanding_words').on(t.language, t.question, t.words),
    index('misunderstanding_day').on(t.day),
  ],
);
