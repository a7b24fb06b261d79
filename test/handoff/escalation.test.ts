import { describe, expect, it } from 'vitest';
import { escalate, type Reachable, type Told } from '../../src/handoff/escalation.ts';

const opened = new Date('2026-11-20T10:00:00Z');
const later = (minutes: number) => new Date(opened.getTime() + minutes * 60_000);

/** Lives through an alert that nobody takes, and writes down who was told when. */
function live(people: Reachable, until: number): string[] {
  const told: Told[] = [];
  const log: string[] = [];
  for (let now = 0; now <= until; ) {
    const plan = escalate(opened, told, people, later(now));
    for (const to of plan.tell) {
      const rosterId = 'rosterId' in to ? to.rosterId : null;
      const userId = 'userId' in to ? to.userId : null;
      log.push(`${now} ${rosterId ?? userId}`);
      told.push({ lane: to.lane, rosterId, userId, at: later(now), failed: false });
    }
    expect(plan.nextAt.getTime()).toBeGreaterThan(later(now).getTime());
    now = Math.ceil((plan.nextAt.getTime() - opened.getTime()) / 60_000);
  }
  return log;
}

describe('an alert that nobody takes', () => {
  it('goes to the next person after 10 minutes and to the supervisors after 30', () => {
    const people = { onDuty: [1, 2], nextDutyAt: opened, supervisors: ['amy'] };
    expect(live(people, 40).slice(0, 3)).toEqual(['0 1', '10 2', '30 amy']);
  });

  it('is told a second time to the only one on duty, then each hour', () => {
    const people = { onDuty: [1], nextDutyAt: opened, supervisors: ['amy'] };
    expect(live(people, 100)).toEqual(['0 1', '10 1', '30 amy', '70 1', '90 amy']);
  });

  it('goes through everybody on duty, ten minutes apart', () => {
    const people = { onDuty: [1, 2, 3], nextDutyAt: opened, supervisors: [] };
    expect(live(people, 25)).toEqual(['0 1', '10 2', '20 3']);
  });

  it('waits at night for the first who comes on duty, and tells the supervisors meanwhile', () => {
    const plan = (minutes: number) =>
      escalate(opened, [], { onDuty: [], nextDutyAt: later(600), supervisors: ['amy'] }, later(minutes));
    expect(plan(0)).toEqual({ tell: [], nextAt: later(30) });
    expect(plan(30)).toEqual({ tell: [{ lane: 'supervisor', userId: 'amy' }], nextAt: later(90) });
  });

  it('does not wait for somebody who could not be reached', () => {
    const told: Told[] = [{ lane: 'duty', rosterId: 1, userId: null, at: opened, failed: true }];
    const people = { onDuty: [1, 2], nextDutyAt: opened, supervisors: [] };
    expect(escalate(opened, told, people, later(1)).tell).toEqual([{ lane: 'duty', rosterId: 2 }]);
  });

  it('is told less and less often, but never falls silent', () => {
    const people = { onDuty: [1], nextDutyAt: opened, supervisors: [] };
    const log = live(people, 60 * 24 * 7);
    expect(log.length).toBeGreaterThan(15);
    expect(log.length).toBeLessThan(40);
  });
});
