import { describe, expect, it } from 'vitest';
import { errorCodes, faultOf, meaningOf } from '../../../src/bot/channels/twilio/errors.ts';

/** The codes that FACTS.md names, by what they lead to. */
const named = {
  stopped: [21610, 63014, 63033],
  bad_address: [21211, 21614, 21635, 21612, 21408, 63003, 63024, 30005, 30006],
  window: [63016, 63027, 63028, 21656, 63013, 63032, 63049],
  try_later: [30001, 30003, 30008, 63018, 63012, 20429, 20500],
  filtered: [30004, 30007],
  configuration: [63007, 21703, 63015, 63019, 21620, 21617],
} as const;

describe('Twilio’s error codes', () => {
  it.each(Object.entries(named))('lead to %s', (fault, codes) => {
    for (const code of codes) expect(faultOf(code, 400), String(code)).toBe(fault);
  });

  it('each have one sentence for the desk', () => {
    for (const code of errorCodes) expect(meaningOf(code), String(code)).toMatch(/^[A-Z].+\.$/);
    expect(meaningOf(12345)).toBeUndefined();
  });

  it('that are not in the table are judged by the HTTP status', () => {
    expect(faultOf(null, 429)).toBe('try_later');
    expect(faultOf(20009, 401)).toBe('configuration');
    expect(faultOf(99999, 400)).toBe('unknown_error');
  });
});
