import { interrupt } from './chain.ts';
import type { Context, ConversationState, Turn } from './dialog.ts';
import { afterPause } from './misunderstood.ts';
import { nameOf } from './who.ts';

/** Questions that were put since the person last wrote: what comes now answers them. */
const justPut = new Set<unknown>(['who', 'followup', 'pass_on', 'complaint', 'reminder', 'full']);

/** After hours of silence, or on another channel, a shared phone may be somebody else's: that is asked first. */
export function whoTurn(context: Context, state: ConversationState): Turn | null {
  const { writing, keeping, newHere } = context.facts;
  if (writing !== 'shared' || (keeping !== 'adult' && keeping !== 'minor')) return null;
  if (!newHere && (justPut.has(state.dialog?.name) || !afterPause(context, state))) return null;
  if (state.dialog?.name === 'who' || !nameOf(context, state.answers)) return null;
  return interrupt(context, state, 'who');
}
