import type { Say } from '../language/say.ts';
import { askAgain, interrupt, touched } from './chain.ts';
import { readChoice } from './choose.ts';
import type { Context, ConversationState, DialogName, Effect, Input, Turn } from './dialog.ts';
import { languageOf } from './facts.ts';
import { openingOf } from './opening.ts';
import { offeredIn, type Wish, wishHeard, wishList } from './wishes.ts';

/**
 * Dialogs at which a wish in one's own words is heard once it is no answer to what was asked. Not before consent, not
 * with children, and not where a word decides about a person's data or silence.
 */
const openToWishes = new Set<DialogName>([
  'menu',
  'information',
  'services',
  'refused',
  'needs',
  'full',
  'callback',
  'requests',
  'wish',
]);

/** A wish instead of an answer: acted on where it is sure, asked back where it is half sure. */
export function wishTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  if (!state.dialog || !openToWishes.has(state.dialog.name)) return null;
  const heard = wishHeard(context, input);
  if (!heard) return null;
  if ('sure' in heard) return act(context, state, heard.sure);
  return interrupt(context, state, 'wish', { between: heard.between.map(({ id }) => id) });
}

/** One of the wishes that were offered, picked. */
export function pickedTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  if (state.dialog?.name !== 'wish') return null;
  const offered = offeredIn(context, state.dialog);
  const choice = readChoice(context, input, wishList(offered));
  const picked = offered.find(({ id }) => id === choice);
  return picked ? act(context, state, picked) : null;
}

/** Begins what was wished, says what was understood, and remembers how to undo it. */
function act(context: Context, state: ConversationState, wish: Wish): Turn {
  const { dialog, waiting, answers } = state;
  const turn = interrupt(context, state, wish.name, wish.options);
  if (turn.wants) return turn;
  const undo = { dialog, waiting, answers };
  return { ...turn, says: named(context, wish, turn.says), state: { ...turn.state, undo } };
}

/** "Understood: training. If not: BACK", as far as there is room. */
function named(context: Context, wish: Wish, says: readonly Say[]): readonly Say[] {
  const values = { wish: { key: wish.label } };
  const long = [{ key: 'bot.wish.heard', values }, ...says];
  if (context.fits(long, context.facts)) return long;
  const short = [{ key: 'bot.wish.heard_short', values }, ...says];
  return context.fits(short, context.facts) ? short : says;
}

/** BACK right after a wish was acted on: everything stands as before. */
export function undoTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  const { undo, ...now } = state;
  if (!undo || context.understand.command(input.text, languageOf(context.facts))?.command !== 'back')
    return null;
  const before: ConversationState = { ...now, ...undo, misses: 0 };
  const effects: Effect[] = context.facts.case
    ? [
        {
          type: 'patch_case',
          patch: { needs: openingOf(context, undo.answers, { reason: 'asked_call' }).needs },
        },
      ]
    : [];
  if (!before.dialog) return { ...interrupt(context, before, 'menu'), effects };
  return { says: askAgain(context, before, false), state: touched(context, before), effects };
}
