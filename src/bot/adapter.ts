import {
  type Activity,
  ActivityTypes,
  BotAdapter,
  type ConversationReference,
  EventFactory,
  type Middleware,
  type ResourceResponse,
  TurnContext,
} from 'botbuilder';
import {
  type Context,
  type ConversationState,
  dangerTurn,
  dialogTurn,
  eventTurn,
  type Input,
  optOutTurn,
  ownerTurn,
  readNewsTurn,
  type Turn,
  withoutEnded,
} from '../dialogs/index.ts';

/** One message on its way through the Bot Framework: what was known, what was said, what came of it. */
export interface Passage {
  readonly conversationId: number;
  readonly messageId: number;
  readonly context: Context;
  readonly state: ConversationState;
  readonly input: Input;
}

const passageKey = Symbol('passage');
const turnKey = Symbol('turn');

/**
 * The Bot Framework's door without a network: activities go into a buffer and nothing is sent. `onTurnError` stays
 * unset, because it would swallow the error and the transaction would commit.
 */
class BufferingAdapter extends BotAdapter {
  readonly #sent: Partial<Activity>[] = [];

  async sendActivities(_context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    return activities.map((activity) => ({ id: String(this.#sent.push(activity)) }));
  }

  async updateActivity(): Promise<void> {
    throw new Error('A message that was sent cannot be changed on SMS or WhatsApp.');
  }

  async deleteActivity(): Promise<void> {
    throw new Error('A message that was sent cannot be taken back on SMS or WhatsApp.');
  }

  async continueConversation(
    _reference: Partial<ConversationReference>,
    _logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    throw new Error('Conversations go on with the next stored message, never from memory.');
  }

  /** Runs one message through middleware and dialogs; returns what was decided and the activities that came of it. */
  async pass(passage: Passage): Promise<{ turn: Turn; activities: readonly Partial<Activity>[] }> {
    const context = new TurnContext(this, activityOf(passage));
    const state = withoutEnded(passage.context, passage.state);
    context.turnState.set(passageKey, { ...passage, state });
    this.#sent.length = 0;
    await this.runMiddleware(context, dialogsAnswer);
    const turn = context.turnState.get<Turn>(turnKey);
    if (!turn) throw new Error('The turn ended without a decision.');
    return { turn, activities: [...this.#sent] };
  }
}

/** Our dialect of an Activity: our own conversation id, never a phone number. */
function activityOf({ conversationId, messageId, input, context }: Passage): Partial<Activity> {
  return {
    type: ActivityTypes.Message,
    id: String(messageId),
    text: input.text,
    timestamp: context.now,
    channelId: context.look,
    from: { id: String(conversationId), name: '' },
    recipient: { id: 'bot', name: '' },
    conversation: { id: String(conversationId), isGroup: false, conversationType: 'personal', name: '' },
    ...(input.choice ? { value: input.choice } : {}),
  };
}

type Decide = (context: Context, state: ConversationState, input: Input) => Turn | null;

/** A middleware that may answer instead of what comes after it. */
function deciding(decide: Decide): Middleware {
  return {
    onTurn: async (context, next) => {
      const passage = context.turnState.get<Passage>(passageKey)!;
      const turn = decide(passage.context, passage.state, passage.input);
      return turn ? conclude(context, turn) : next();
    },
  };
}

async function dialogsAnswer(context: TurnContext): Promise<void> {
  const { context: known, state, input } = context.turnState.get<Passage>(passageKey)!;
  await conclude(context, dialogTurn(known, state, input));
}

/** Records the decision and sends its activities: the says, and the hand-off event when a case is opened. */
async function conclude(context: TurnContext, turn: Turn): Promise<void> {
  context.turnState.set(turnKey, turn);
  for (const effect of turn.effects)
    if (effect.type === 'open_case')
      await context.sendActivity(
        EventFactory.createHandoffInitiation(context, { code: effect.opening.code }),
      );
  if (turn.says.length > 0) await context.sendActivity({ type: ActivityTypes.Message, value: turn.says });
}

/** The adapter with its middleware in order: what happened without the person, opt-out, danger, news, owner; then the dialogs. */
export function createAdapter() {
  return new BufferingAdapter().use(
    deciding(eventTurn),
    deciding(optOutTurn),
    deciding(dangerTurn),
    deciding(readNewsTurn),
    deciding(ownerTurn),
  ) as BufferingAdapter;
}
export type Adapter = ReturnType<typeof createAdapter>;
