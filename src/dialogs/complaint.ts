import type { Say } from '../language/say.ts';
import { askChoice, readYesNo, yesNo } from './choose.ts';
import type { Context, Dialog, DialogState, Effect, Input, Step } from './dialog.ts';
import { languageOf } from './facts.ts';
import { inVoiceNote } from './heard_later.ts';
import { lines } from './lines.ts';
import { openingOf } from './opening.ts';
import { whenSay } from './when.ts';

/** PLAINTE: words or a voice note to a supervisor outside the office, anonymous when the person types 1. */
export const complaint: Dialog = {
  begin: (_context, { answered }) => {
    const state: DialogState = answered
      ? { name: 'complaint', answered }
      : { name: 'complaint', anonymous: false };
    return { says: ask(state), state };
  },

  reply(context, state, input) {
    if (state.answered) return readAgreement(context, state, input);
    if (wantsNoName(context, input.text)) {
      const anonymous = { ...state, anonymous: true };
      return { says: ask(anonymous), state: anonymous };
    }
    return input.text.trim() || input.media.length > 0
      ? kept(context, state, input)
      : { says: [], state, missed: true };
  },

  ask: (_context, state) => ask(state),
};

/** The digit 1, or the word that the text itself prints beside it, however it is spelled. */
function wantsNoName({ understand, facts }: Context, text: string): boolean {
  if (/^\W*1\W*$/.test(text)) return true;
  return understand.command(text, languageOf(facts))?.command === 'anonymous';
}

function ask({ answered, anonymous }: DialogState) {
  if (answered) return [askChoice('bot.complaint.answered', yesNo, { code: String(answered) })];
  return [{ key: anonymous ? 'bot.complaint.anonymous' : 'bot.complaint.start' }];
}

function kept(context: Context, state: DialogState, input: Input): Step {
  const anonymous = state.anonymous === true;
  const words = input.text.trim() || inVoiceNote;
  const opening = openingOf(context, {}, { reason: 'complaint', priority: 'urgent', ownWords: words });
  const code = opening.code;
  const says: Say[] = anonymous
    ? [{ key: 'bot.complaint.kept_anonymous' }]
    : [{ key: 'bot.complaint.kept', values: { code, when: whenSay(context, opening.dueAt) } }];
  if (context.understand.danger(words, languageOf(context.facts))) says.push(inDanger(context));
  return { says, state: null, effects: [{ type: 'complaint', opening, anonymous }] };
}

function inDanger(context: Context): Say {
  const now = lines(context, ['danger', 'police'], ['women_children', 'violence']);
  return { key: 'bot.complaint.in_danger', values: { lines: now } };
}

/** The supervisor has answered: a yes closes the complaint, a no has it looked at again. */
function readAgreement(context: Context, state: DialogState, input: Input): Step {
  const agreed = readYesNo(context, input);
  if (agreed === null) return { says: [], state, missed: true };
  const code = String(state.answered);
  const dueAt = context.duty.dueAt('urgent');
  const effects: Effect[] = [{ type: 'complaint_answered', code, agreed, dueAt }];
  const again = { key: 'bot.complaint.open', values: { code, when: whenSay(context, dueAt) } };
  return { says: [agreed ? { key: 'forms.followup.thanks_yes' } : again], state: null, effects };
}
