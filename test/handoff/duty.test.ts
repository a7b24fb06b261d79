import { describe, expect, it } from 'vitest';
import { dutyAt, peopleOnDuty, type RosterEntry } from '../../src/handoff/duty.ts';
import { isOpenAt, nextOpening, parseOpeningHours } from '../../src/handoff/opening-hours.ts';

const dakar = 'Africa/Dakar';

function hours(text: string) {
  const reading = parseOpeningHours(text);
  if ('faults' in reading) throw new Error(reading.faults.join('; '));
  return reading.hours;
}

/** 2026-11-20 is a Friday. */
const on = (text: string) => new Date(`${text}:00Z`);
const weekday: Record<string, string> = {
  Thu: '2026-11-19',
  Fri: '2026-11-20',
  Sat: '2026-11-21',
  Sun: '2026-11-22',
  Mon: '2026-11-23',
  Tue: '2026-11-24',
  Wed: '2026-11-25',
  'next Mon': '2026-11-30',
};
function day(text: string) {
  const [, name, time] = /^(.*) (\d\d:\d\d)$/.exec(text)!;
  return on(`${weekday[name!]}T${time}`);
}

describe('opening hours', () => {
  it.each([
    ['Mo-Fr 08:00-17:00', 'Fri 08:00', true],
    ['Mo-Fr 08:00-17:00', 'Fri 16:59', true],
    ['Mo-Fr 08:00-17:00', 'Fri 17:00', false],
    ['Mo-Fr 08:00-17:00', 'Sat 10:00', false],
    ['Mo,We 9:00-12:00', 'Wed 09:00', true],
    ['Mo,We 9:00-12:00', 'Tue 09:00', false],
    ['Mo-Th 08:00-17:00; Fr 08:00-13:00', 'Fri 14:00', false],
    ['Mo-Fr 08:00-12:00,14:00-17:00', 'Fri 13:00', false],
    ['Mo-Fr 08:00-12:00,14:00-17:00', 'Fri 14:00', true],
    ['Fr-Su 22:00-06:00', 'Sat 03:00', true],
    ['Fr-Su 22:00-06:00', 'Mon 05:59', true],
    ['Fr-Su 22:00-06:00', 'Fri 05:00', false],
    ['Sa-Mo 10:00-11:00', 'Sun 10:30', true],
    ['08:00-20:00', 'Sun 19:00', true],
    ['Lu-Ve 8h-17h30', 'Fri 17:15', true],
    ['24/7', 'Sun 03:00', true],
    ['always', 'Sun 23:59', true],
  ])('%s at %s: %s', (text, at, open) => expect(isOpenAt(hours(text), day(at), dakar)).toBe(open));

  it.each([
    ['Mo-Fr 08:00-17:00', 'Fri 18:00', 'Mon 08:00'],
    ['Mo-Fr 08:00-17:00', 'Fri 07:00', 'Fri 08:00'],
    ['Mo-Fr 08:00-17:00', 'Fri 09:30', 'Fri 09:30'],
    ['Mo 08:00-09:00', 'Mon 09:00', 'next Mon 08:00'],
  ])('%s after %s opens %s', (text, at, next) =>
    expect(nextOpening(hours(text), day(at), dakar)).toEqual(day(next)),
  );

  it('follow the clock of another zone, through the change of summer time', () => {
    const paris = hours('Mo-Fr 08:00-17:00');
    expect(isOpenAt(paris, on('2026-07-01T06:30'), 'Europe/Paris')).toBe(true);
    expect(isOpenAt(paris, on('2026-12-01T06:30'), 'Europe/Paris')).toBe(false);
    expect(nextOpening(paris, on('2026-03-28T12:00'), 'Europe/Paris')).toEqual(on('2026-03-30T06:00'));
  });

  it('tell all faults at once', () => {
    const reading = parseOpeningHours('Xx-Yy 08:00-17:00; Mo 25:00-26:00; Tu');
    expect('faults' in reading && reading.faults).toEqual([
      expect.stringMatching(/"Xx" is no day.*write "always"/),
      expect.stringContaining('"Yy" is no day'),
      expect.stringContaining('"25:00-26:00" is no time span'),
      '"Tu" has no times',
    ]);
    expect(parseOpeningHours(' ')).toHaveProperty('faults');
    expect(parseOpeningHours('Mo-Fr 08:00-08:00')).toHaveProperty('faults');
    expect(parseOpeningHours('Mo-We-Fr 08:00-09:00')).toHaveProperty('faults');
  });
});

function roster(...texts: string[]): RosterEntry[] {
  return texts.map((text, i) => ({ id: i + 1, name: `P${i + 1}`, hours: hours(text), userId: null }));
}

describe('duty', () => {
  const office = hours('Mo-Fr 08:00-17:00');

  it.each([
    ['normal', 'Fri 10:00', 'Tue 17:00'],
    ['normal', 'Sun 10:00', 'Tue 17:00'],
    ['normal', 'Thu 23:00', 'Mon 17:00'],
    ['urgent', 'Fri 10:00', 'Fri 17:00'],
    ['urgent', 'Fri 16:30', 'Mon 17:00'],
    ['urgent', 'Sat 10:00', 'Mon 17:00'],
    ['emergency', 'Fri 10:00', 'Fri 10:00'],
    ['emergency', 'Fri 22:00', 'Mon 08:00'],
  ] as const)('%s at %s: first contact due %s', (priority, at, due) =>
    expect(dutyAt(roster('Mo-Fr 08:00-17:00'), office, day(at), dakar).dueAt(priority)).toEqual(day(due)),
  );

  it('answers an emergency at night when somebody is always on duty', () => {
    const duty = dutyAt(roster('Mo-Fr 08:00-17:00', 'always'), office, day('Sat 02:00'), dakar);
    expect(duty.onDuty).toBe(true);
    expect(duty.open).toBe(false);
    expect(duty.dueAt('emergency')).toEqual(day('Sat 02:00'));
    expect(duty.opensAt).toEqual(day('Mon 08:00'));
  });

  it('says the hours of the next open day', () => {
    const short = hours('Mo-Th 08:00-12:00,14:00-17:00; Fr 08:00-13:00');
    const shown = (at: string) => {
      const { opens, closes } = dutyAt([], short, day(at), dakar);
      return `${opens}-${closes}`;
    };
    expect([shown('Fri 09:00'), shown('Sat 09:00')]).toEqual(['08:00-13:00', '08:00-17:00']);
    expect(dutyAt([], office, day('Fri 09:00'), dakar).days).toEqual({ from: 0, to: 4 });
  });

  it('without a roster promises an emergency answer when the service opens', () => {
    const duty = dutyAt([], office, day('Sat 02:00'), dakar);
    expect(duty.onDuty).toBe(false);
    expect(duty.dueAt('emergency')).toEqual(day('Mon 08:00'));
  });

  it('gives two working days even to a service that opens once a week', () => {
    const weekly = hours('Mo 09:00-12:00');
    expect(dutyAt([], weekly, day('Fri 10:00'), dakar).dueAt('normal')).toEqual(day('next Mon 12:00'));
    expect(dutyAt([], weekly, day('Mon 10:00'), dakar).dueAt('normal')).toEqual(on('2026-12-07T12:00'));
  });

  it('names who is on duty in the order of the roster', () => {
    const people = roster('Mo-Fr 08:00-17:00', 'Sa-Su 08:00-17:00', 'always');
    expect(peopleOnDuty(people, day('Sat 09:00'), dakar).map((p) => p.name)).toEqual(['P2', 'P3']);
  });
});
