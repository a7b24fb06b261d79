export { knownState, withoutEnded } from './chain.ts';
export { consentSay } from './consent.ts';
export {
  converse,
  dangerTurn,
  dialogTurn,
  eventTurn,
  freshState,
  optOutTurn,
  ownerTurn,
  readNewsTurn,
} from './conversation.ts';
export type { Context, ConversationState, Effect, Facts, Input, Settings, Turn } from './dialog.ts';
export { factsAfter, languageOf } from './facts.ts';
export { followUpSay, followUpState } from './followup.ts';
export { type Forms, loadForms } from './forms.ts';
export { type PassOnQuestion, passOnSay, passOnState } from './pass_on.ts';
export { withoutQuestion, withQuestion } from './questions.ts';
export { sorryTurn } from './sorry.ts';
