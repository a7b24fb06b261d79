import { interrupt } from './chain.ts';
import type { Context, ConversationState, Turn } from './dialog.ts';
import { afterPause } from './misunderstood.ts';
import { nameOf } from './who.ts';

/** Questions that were put since the person last wrote: what comes now answers them. */
const justPut = new Set<unknown>(['who', 'followup', 'pass_on', 'complaint', 'reminder', 'full']);

/** After hours of silence, or on another channel, a shared phone may be somebody else's: that is asked first. */
export function whoTurn(context: Context, state: ConversationState): Turn | null {
  if (state.dialog?.name === 'who' || !mayBeAnother(context, state)) return null;
  if (!context.facts.newHere && (justPut.has(state.dialog?.name) || !afterPause(context, state))) return null;
  return interrupt(context, state, 'who');
}

/** Others are known to write here beside somebody who has written before; or they may, and there is a name to ask by. */
function mayBeAnother(context: Context, state: ConversationState): boolean {
  const { writing, keeping } = context.facts;
  if (state.others) return state.lastAt !== null;
  const kept = keeping === 'adult' || keeping === 'minor';
  return writing === 'shared' && kept && nameOf(context, state.answers) !== null;
}
