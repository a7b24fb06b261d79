import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { alert } from '../../db/schema/index.ts';
import { rosterAdd, rosterLines, rosterRemove } from '../../src/cli/roster.ts';
import { raiseAlerts } from '../../src/handoff/alert-store.ts';
import { openCases, reserveCaseNumbers } from '../../src/handoff/case-store.ts';
import { claimCase } from '../../src/handoff/claim-store.ts';
import { codeOf } from '../../src/handoff/code.ts';
import { caseFile } from '../../src/handoff/file-store.ts';
import { rosterFault } from '../../src/handoff/roster-store.ts';
import {
  type AlertDoor,
  acknowledgeAlert,
  alertOfToken,
  type Notify,
  tellAlerts,
} from '../../src/handoff/telling-store.ts';
import type { Say } from '../../src/language/say.ts';
import { databases, freshDatabase } from '../support/database.ts';
import { addPerson, addStaff, keys, opening } from './people.ts';

const at = new Date('2026-11-20T10:00:00Z');
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000);

describe.each(databases)('alerts on the %s database', (kind) => {
  let open: OpenDatabase;
  let told: { to: string; say: Say }[];
  let door: AlertDoor;
  beforeEach(async () => {
    open = await freshDatabase(kind);
    told = [];
    const notify: Notify = async ({ phone, email }, say) => {
      told.push({ to: phone ?? email ?? '', say });
      return phone?.endsWith('99') ? { told: false, fault: '21211' } : { told: true };
    };
    const outside = { publicUrl: 'https://example.org', serviceName: 'Ndimbal', timeZone: 'Africa/Dakar' };
    door = { db: open.db, keys, notify, ...outside };
  });
  afterEach(() => open.close());

  const deps = () => ({ db: open.db, keys, now: () => at });
  const onDuty = (phone: string, more: { email?: string } = {}) =>
    rosterAdd(deps(), { name: `P${phone.slice(-2)}`, phone, hours: 'always', ...more });

  async function danger(over: Parameters<typeof opening>[0] = {}) {
    const someone = await addPerson(open.db);
    const [number] = await reserveCaseNumbers(open.db, 1);
    const emergency = { priority: 'emergency', reason: 'danger', danger: 'medical', dueAt: at } as const;
    const row = { ...someone, opening: opening({ code: codeOf(number!), ...emergency, ...over }), at };
    return open.db.transaction(async (tx) => {
      const [caseId] = await openCases(tx, [row]);
      const raised = { caseId: caseId!, kind: over.minor ? 'minor' : 'medical', at };
      await raiseAlerts(tx, [raised, raised]);
      return { caseId: caseId!, code: row.opening.code };
    });
  }
  const tokenOf = (say: Say) => String(say.values?.link).split('/a/')[1]!;

  it('tell the code and the kind only, go on after ten minutes, and stop when the link is used', async () => {
    await onDuty('+221770000001');
    await onDuty('+221770000002');
    const { code, caseId } = await danger();
    expect(await tellAlerts(door, at)).toBe(1);
    expect(told[0]).toMatchObject({ to: '+221770000001', say: { key: 'bot.alert.duty' } });
    expect(Object.keys(told[0]!.say.values!).sort()).toEqual(['code', 'kind', 'link', 'service_name']);
    expect(told[0]!.say.values).toMatchObject({ code, kind: { key: 'bot.alert.kind.medical' } });
    expect(await tellAlerts(door, later(9))).toBe(0);
    expect(await tellAlerts(door, later(10))).toBe(1);
    expect(told[1]).toMatchObject({ to: '+221770000002', say: { key: 'bot.alert.duty_next' } });
    const token = tokenOf(told[1]!.say);
    expect(await alertOfToken(door, token)).toMatchObject({ code, open: true });
    expect(await acknowledgeAlert(door, token, later(11))).toBe(true);
    expect(await acknowledgeAlert(door, tokenOf(told[0]!.say), later(12))).toBe(false);
    expect(await alertOfToken(door, token)).toMatchObject({ open: false, acknowledgedBy: 'P02' });
    expect(await tellAlerts(door, later(60))).toBe(0);
    const viewer = await addStaff(open.db);
    const kinds = (await caseFile(open.db, keys, caseId, viewer, later(60)))!.events.map(
      (event) => event.kind,
    );
    expect(kinds).toEqual(['opened', 'alert_raised', 'alert_told', 'alert_told', 'alert_acknowledged']);
  });

  it('stop when somebody claims the case', async () => {
    await onDuty('+221770000001');
    const { caseId } = await danger();
    await claimCase(open.db, caseId, await addStaff(open.db), later(1));
    expect(await tellAlerts(door, later(2))).toBe(0);
    const [row] = await open.db.select().from(alert).where(eq(alert.caseId, caseId));
    expect(row).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'Fatou' });
  });

  it('go to the supervisors of the region after thirty minutes', async () => {
    await onDuty('+221770000001');
    await addStaff(open.db, { role: 'supervisor', regions: ['SN07'], email: 'kolda@example.org' });
    await addStaff(open.db, { role: 'supervisor', regions: ['SN01'], email: 'dakar@example.org' });
    await danger();
    for (const minutes of [0, 10, 30]) await tellAlerts(door, later(minutes));
    expect(told.map(({ to }) => to)).toEqual(['+221770000001', '+221770000001', 'kolda@example.org']);
  });

  it('name on a restricted case those who are told, and keep its kind out of e-mails', async () => {
    const awa = await addStaff(open.db, { email: 'awa@example.org', name: 'Awa' });
    await onDuty('+221770000001', { email: 'awa@example.org' });
    const { caseId, code } = await danger({ restricted: true, danger: 'violence' });
    expect(await caseFile(open.db, keys, caseId, awa, at)).toBeNull();
    await tellAlerts(door, at);
    expect(await caseFile(open.db, keys, caseId, awa, at)).not.toBeNull();
    expect(told.map(({ to, say }) => [to, say.key])).toEqual([
      ['+221770000001', 'bot.alert.duty'],
      ['awa@example.org', 'bot.alert.look'],
    ]);
    expect(Object.keys(told[1]!.say.values!)).not.toContain('kind');
    expect(told[1]!.say.values).toMatchObject({ code });
  });

  it('tell a child-protection focal point on duty first of a minor', async () => {
    await addStaff(open.db, { email: 'focal@example.org', childProtection: true });
    await onDuty('+221770000001');
    await onDuty('+221770000002', { email: 'focal@example.org' });
    await danger({ minor: true, restricted: true });
    await tellAlerts(door, at);
    expect(told[0]!.to).toBe('+221770000002');
  });

  it('are told again after a crash between telling and writing it down', async () => {
    await onDuty('+221770000001');
    await danger();
    const crash: Notify = () => Promise.reject(new Error('killed'));
    await expect(tellAlerts({ ...door, notify: crash }, at)).rejects.toThrow('killed');
    expect(await tellAlerts(door, later(1))).toBe(0);
    expect(await tellAlerts(door, later(3))).toBe(1);
  });

  it('go to the next person at once when the first cannot be reached', async () => {
    await onDuty('+221770000099');
    await onDuty('+221770000002');
    await danger();
    for (const minutes of [0, 1, 2, 3]) await tellAlerts(door, later(minutes));
    expect(told.map(({ to }) => to.slice(-2))).toEqual(['99', '99', '99', '02']);
  });
});

describe.each(databases)('the duty roster on the %s database', (kind) => {
  let open: OpenDatabase;
  beforeEach(async () => {
    open = await freshDatabase(kind);
  });
  afterEach(() => open.close());
  const deps = () => ({ db: open.db, keys, now: () => at });

  it('is written, listed and crossed out', async () => {
    expect(await rosterLines(deps())).toEqual(['Nobody is on the duty roster.']);
    const hours = 'Mo-Fr 08:00-17:00';
    expect(await rosterAdd(deps(), { name: 'Awa', phone: '00221 77 000 00 01', hours })).toContain(
      'number 1',
    );
    await rosterAdd(deps(), { name: 'Omar', email: 'Omar@Example.org', hours: 'always' });
    expect(await rosterLines(deps())).toEqual([
      `1\tAwa\t${hours}\t+221770000001`,
      '2\tOmar\talways\tomar@example.org',
    ]);
    expect(await rosterRemove(deps(), '1')).not.toContain('Nobody is left');
    expect(await rosterRemove(deps(), '2')).toContain('Nobody is left');
    await expect(rosterRemove(deps(), '2')).rejects.toThrow('Nobody on the duty roster has the number 2');
  });

  it('refuses with every fault at once', async () => {
    const wrong = rosterAdd(deps(), { name: ' ', phone: '77 000 00 01', email: 'omar', hours: 'Mo-Fr' });
    await expect(wrong).rejects.toThrow(
      /the name is empty; "77 000 00 01" is no phone.*; "omar" is no e-mail.*; "Mo-Fr" has no times/,
    );
    await expect(rosterAdd(deps(), { name: randomUUID(), hours: 'always' })).rejects.toThrow(
      'a phone or an e-mail',
    );
  });

  it('keeps the real channels closed when nobody can be told', () => {
    const ways = { realChannels: true, canSendSms: true, canSendMail: false };
    expect(rosterFault([], { ...ways, realChannels: false })).toBeNull();
    expect(rosterFault([], ways)).toMatch(/Nobody is on the duty roster.*roster add/);
    expect(rosterFault([{ phone: null, email: 'awa@example.org' }], ways)).toMatch(
      /can be reached.*SMTP_URL/,
    );
    expect(rosterFault([{ phone: '+221770000001', email: null }], ways)).toBeNull();
  });
});
