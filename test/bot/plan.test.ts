import { describe, expect, it } from 'vitest';
import { addTurn, emptyPlan, inputOf } from '../../src/bot/plan.ts';
import { type Effect, freshState } from '../../src/dialogs/index.ts';
import type { CasePatch } from '../../src/handoff/case.ts';
import { opening } from '../handoff/people.ts';

const planOf = (...effects: Effect[]) => {
  const plan = emptyPlan(freshState);
  effects.forEach((effect, i) => {
    addTurn(plan, { says: [], state: freshState, effects: [effect] }, { id: i });
  });
  return plan;
};
const patch = (of: CasePatch): Effect => ({ type: 'patch_case', patch: of });

describe('what several messages of one turn want done', () => {
  it('a case that is opened and changed at once is opened as it was changed', () => {
    const plan = planOf(
      { type: 'open_case', opening: opening({ words: { ownWords: ['un'] } }) },
      patch({ contact: 'call', words: { name: 'Awa', ownWords: ['deux'] } }),
    );
    expect(plan.patch).toBeUndefined();
    expect(plan.opening).toMatchObject({ contact: 'call', words: { name: 'Awa', ownWords: ['un', 'deux'] } });
  });

  it('nothing learnt later makes it less urgent, later due or open to more people', () => {
    const [soon, later] = [new Date('2026-11-24T17:00:00Z'), new Date('2026-11-26T17:00:00Z')];
    const grave = { priority: 'emergency', restricted: true, minor: true, dueAt: soon } as const;
    const light = { priority: 'urgent', restricted: false, minor: false, dueAt: later } as const;
    expect(planOf({ type: 'open_case', opening: opening(grave) }, patch(light)).opening).toMatchObject(grave);
    expect(planOf({ type: 'open_case', opening: opening(light) }, patch(grave)).opening).toMatchObject(grave);
    expect(planOf(patch(grave), patch(light)).patch).toMatchObject(grave);
    expect(planOf(patch({ contact: 'call' }), patch({ needs: ['job'] })).patch).toEqual({
      contact: 'call',
      needs: ['job'],
    });
  });

  it('each consent keeps the message it was given with', () => {
    const consent = { type: 'consent', purpose: 'keep', given: true, form: 'adult', wording: 'v1' } as const;
    expect(planOf({ type: 'opt_out', out: false }, consent).consents).toEqual([{ ...consent, messageId: 1 }]);
  });
});

describe('a stored message', () => {
  it('is read as words, a tap, a position and kinds of files', () => {
    const media = ['audio/ogg; codecs=opus', 'image/jpeg', 'application/pdf'].map((contentType) => ({
      url: 'x',
      contentType,
    }));
    const inbound = {
      providerId: 'x',
      provider: 'x',
      channel: 'sms',
      from: '+1',
      ours: '+2',
      text: 'oui',
      media,
    } as const;
    expect(inputOf(inbound)).toEqual({ text: 'oui', media: ['voice', 'picture', 'file'] });
    const location = { latitude: 12.9, longitude: -14.9 };
    expect(inputOf({ ...inbound, media: [], choice: 'yes', location })).toEqual({
      ...{ text: 'oui', media: [], choice: 'yes', location },
    });
  });
});
