import type { CaseWords } from '../handoff/case.ts';
import { touched } from './chain.ts';
import type { Context, ConversationState, Input, Turn } from './dialog.ts';
import { nameAndHour } from './thanks.ts';
import { addedSay } from './waiting.ts';
import { nameOf } from './who.ts';

/**
 * The hour of a call, or the name beside it, in a message of its own after the rest was answered ("Awa", "demain 10h"):
 * it goes where it belongs, and costs no second SMS where both came at once.
 */
export function lateHourTurn(context: Context, state: ConversationState, input: Input): Turn | null {
  const { facts, now } = context;
  const asked = state.answers.call_name_and_hour;
  const idle = !state.dialog || state.dialog.name === 'waiting';
  if (!idle || !asked || !facts.case || facts.keeping !== 'adult') return null;
  const known = nameOf(context, state.answers);
  const words = restOfAnswer(context, known, input);
  if (!words) return null;
  const value = [known, input.text.trim()].filter(Boolean).join(' ');
  const call_name_and_hour = { value, origin: 'bot' as const, at: now.toISOString() };
  return {
    says: facts.unsent ? [] : [addedSay(context)],
    state: { ...touched(context, state), answers: { ...state.answers, call_name_and_hour } },
    effects: [{ type: 'patch_case', patch: { words } }],
  };
}

/** A clear hour and nothing else at any time; a name too only while nothing of the answer has gone out. */
function restOfAnswer(context: Context, known: string | null, { text, choice }: Input): CaseWords | null {
  if (choice || text.includes('?') || !/\p{L}/u.test(text)) return null;
  const { name, hour } = nameAndHour(context, text);
  const named = name && !known && context.facts.unsent === true;
  if (name && !named) return null;
  const clear = hour !== undefined && (context.facts.unsent === true || /:/.test(hour));
  if (!clear && !(named && text.trim().split(/\s+/).length <= mostNames)) return null;
  return { ...(named ? { name } : {}), ...(clear ? { hour } : {}) };
}

const mostNames = 2;
