import { beforeAll, describe, expect, it } from 'vitest';
import type { Context, DialogState, Input } from '../../src/dialogs/dialog.ts';
import { needs } from '../../src/dialogs/needs.ts';
import { services } from '../../src/dialogs/services.ts';
import { createDirectory } from '../../src/directory/create-directory.ts';
import type { Directory } from '../../src/directory/directory.ts';
import type { Opportunity } from '../../src/directory/opportunity.ts';
import type { Records } from '../../src/directory/records.ts';
import type { Look } from '../../src/language/say.ts';
import { smsSize } from '../../src/language/sms.ts';
import { senegalSnapshot } from '../directory/senegal.ts';
import { contextOf, render, tuesday } from './surroundings.ts';

const kolda: DialogState = { name: 'services', needs: ['documents'], place: 'SN0701-commune-kolda' };
const typed = (text: string): Input => ({ text, media: [] });
let directory: Directory;
beforeAll(async () => {
  directory = createDirectory(wellKnown(await senegalSnapshot()), () => tuesday);
});

/** The free legal help of Kolda with everything that an entry may say. */
function wellKnown(snapshot: Awaited<ReturnType<typeof senegalSnapshot>>) {
  const { records } = snapshot;
  const service = records.services.find((each) => each.key === 'ajs-kolda')!;
  const at = records.service_at_locations.find((each) => each.service_id === service.id)!;
  const documents = ['extrait de naissance', 'certificat de résidence'].map((document, i) => ({
    id: `d${i}`,
    service_id: service.id,
    document,
    uri: null,
    other: null,
  }));
  const more: Partial<Records> = {
    services: records.services.map((each) =>
      each === service ? { ...each, assured_date: '2026-11-01', fees_description: 'gratuit.' } : each,
    ),
    locations: records.locations.map((each) =>
      each.id === at.location_id
        ? { ...each, transportation: 'en face de la préfecture, à côté de la gare routière, deuxième porte' }
        : each,
    ),
    required_documents: documents,
    schedules: [
      {
        id: 's',
        service_id: service.id,
        location_id: null,
        service_at_location_id: null,
        valid_from: null,
        valid_to: null,
        freq: 'WEEKLY',
        byday: 'MO,TU,WE,TH,FR',
        opens_at: '08:00',
        closes_at: '16:00',
        description: 'lu-ve 8h-16h',
        closed: false,
        other: null,
      },
    ],
  };
  return { ...snapshot, records: { ...records, ...more } };
}

function contextIn(look: Look, changes: Partial<Context> = {}): Context {
  const context = contextOf({ directory, look, language: 'fr' });
  return { ...context, facts: { ...context.facts, keeping: 'adult' }, ...changes };
}

function said(context: Context, step: { says: Parameters<typeof render>[0] }): string {
  const { text } = render(step.says, 'fr', context.look);
  if (context.look === 'sms') expect(smsSize(text).segments).toBe(1);
  return text;
}

/** Lists the services of Kolda, then reads messages one after the other. */
function afterList(context: Context, ...messages: Input[]) {
  let step = services.reply(context, { ...kolda, shown: 0 }, typed('+'), {});
  let state = step.state!;
  for (const message of messages) {
    step = services.reply(context, state, message, {});
    state = step.state ?? state;
  }
  return step;
}

describe('a service in the chat', () => {
  it('says whether it is open now, in one SMS, and nothing of doubts when it was checked lately', () => {
    const context = contextIn('sms');
    expect(said(context, { says: services.ask(context, kolda, {}, false) })).toBe(
      "Boutique de droit AJS, Kolda, 800 805 805 (gratuit), ouvert. Appelez avant d'y aller. 1 Détails 2 Aidez-moi à y aller",
    );
    const night = contextIn('sms', { now: new Date('2026-11-24T19:00:00Z') });
    expect(said(night, { says: services.ask(night, kolda, {}, false) })).toContain('ouvre demain');
  });

  it('tells what to bring first, and as much of the rest as one SMS holds', () => {
    const sms = contextIn('sms');
    expect(said(sms, afterList(sms, typed('1')))).toMatch(
      /^Boutique de droit AJS, 800 805 805 \(gratuit\)\. Apportez: extrait de naissance, certificat de résidence\. /,
    );
    const whatsapp = contextIn('whatsapp');
    const all = said(whatsapp, afterList(whatsapp, typed('1')));
    expect(all).toContain('Accès: en face de la préfecture');
    expect(all).toContain('Heures: lu-ve 8h-16h.');
  });

  it('shows the pin on WhatsApp for whoever asks, and only where the very place is known', () => {
    const known = { ...directory, service: (...asked: Parameters<Directory['service']>) => pinned(...asked) };
    const pinned: Directory['service'] = (...asked) => {
      const service = directory.service(...asked);
      return service && { ...service, point: { latitude: 12.8939, longitude: -14.9412 } };
    };
    const context = contextIn('whatsapp', { directory: known });
    expect(said(context, afterList(context, typed('1')))).toContain('3 Voir la carte');
    const { says } = afterList(context, typed('1'), typed('3'));
    const pin = { latitude: 12.8939, longitude: -14.9412, label: 'Boutique de droit AJS, Kolda' };
    expect(render(says, 'fr', 'whatsapp')).toMatchObject({ text: pin.label, pin });
    expect(render(says, 'fr', 'sms')).not.toHaveProperty('pin');
    const sms = contextIn('sms', { directory: known });
    expect(said(sms, afterList(sms, typed('1')))).not.toContain('3 ');
    const unknown = contextIn('whatsapp');
    expect(said(unknown, afterList(unknown, typed('1')))).not.toContain('3 Voir');
  });

  it('"they were closed" is a report on the service, and the next one is a "+" away', () => {
    const step = afterList(contextIn('sms'), typed('1'), typed('2'));
    const { serviceId } = directory.nearest({ needs: ['documents'], place: 'SN0701', at: tuesday })[0]!;
    expect(step.effects).toEqual([{ type: 'report', about: { serviceId }, said: 'closed' }]);
  });

  it('"help me go there" opens a case that knows where, from the list and from the details', () => {
    for (const messages of [[typed('2')], [typed('1'), typed('1')]]) {
      const step = afterList(contextIn('sms'), ...messages);
      expect(step.effects).toMatchObject([{ type: 'open_case', opening: { needs: ['documents'] } }]);
      expect(step.answers?.wanted_service).toMatchObject({ value: 'Boutique de droit AJS, Kolda' });
    }
  });

  it('whoever has not agreed that anything is kept is asked first, and nothing of it is kept', () => {
    const context = contextIn('sms');
    const anonymous = { ...context, facts: { ...context.facts, keeping: null } };
    const step = afterList(anonymous, typed('2'));
    expect([step.next, step.effects, step.answers]).toEqual([{ name: 'callback' }, undefined, undefined]);
  });

  it('several on WhatsApp are told apart by their towns and picked by number or button', () => {
    const context = contextIn('whatsapp');
    const dakar = { ...kolda, place: 'SN01', shown: 0 };
    const list = services.reply(context, dakar, typed('+'), {});
    expect(said(context, list)).toMatch(
      /1 Boutique de droit AJS, Dakar Médina\n2 Boutique de droit AJS, Pikine/,
    );
    const second = (list.state!.listed as string[])[1]!;
    for (const message of [typed('2'), { ...typed('…'), choice: second }])
      expect(services.reply(context, list.state!, message, {}).state).toMatchObject({ detail: second });
    expect(services.reply(context, list.state!, typed('bonjour'), {}).passOn).toMatchObject({
      text: 'bonjour',
    });
  });
});

it('the quick form counts the needs for which nothing could be told, once, by region', () => {
  const context = contextIn('sms');
  const at = tuesday.toISOString();
  const answers = {
    needs_now: { value: ['training', 'papers'], origin: 'bot', at },
    place: { value: 'SN0701-commune-kolda', origin: 'bot', at },
    urgent_today: { value: 'no', origin: 'bot', at },
  } as const;
  const { effects = [] } = needs.reply(context, { name: 'needs', question: 'contact' }, typed('1'), answers);
  expect(effects.filter(({ type }) => type === 'count')).toEqual([
    { type: 'count', measure: 'gap', detail: 'training/SN07' },
  ]);
});

describe('opportunities', () => {
  const intake: Opportunity = {
    id: 'intake',
    country: 'SEN',
    title: 'Entrée en formation couture',
    kind: 'training_intake',
    organizationId: null,
    needs: ['training'],
    areas: ['SN07'],
    conditions: '18 à 35 ans, femmes et hommes',
    howToApply: "dossier à déposer au centre avant midi avec deux photos d'identité",
    phone: '33 996 00 00',
    opensOn: null,
    closesOn: '2026-12-15',
    sourceUrl: null,
    assuredDate: null,
  };
  const told = async (look: Look, opportunities: readonly Opportunity[], state: DialogState) => {
    const snapshot = await senegalSnapshot();
    const context = contextIn(look, {
      directory: createDirectory({ ...snapshot, opportunities }, () => tuesday),
    });
    return { context, step: services.reply(context, { ...state, shown: 0 }, typed('+'), {}) };
  };

  it('are told where no service can be, one SMS each, and the honest answer comes after them', async () => {
    const { context, step } = await told('sms', [intake], { ...kolda, needs: ['training'] });
    expect(said(context, step)).toMatch(
      /^Entrée en formation couture, jusqu'au 15\/12\. 33 996 00 00\. 18 à 35 ans/,
    );
    expect(step.effects).toEqual([{ type: 'count', measure: 'gap', detail: 'training/SN07' }]);
    const help = services.reply(context, step.state!, typed('1'), {});
    expect(help.answers?.wanted_service).toMatchObject({ value: 'Entrée en formation couture' });
    const after = services.reply(context, step.state!, typed('+'), {});
    expect([said(context, after), after.effects]).toEqual([
      expect.stringContaining('rien de vérifié'),
      undefined,
    ]);
  });

  it('stand behind a digit beside services, on both channels, for whoever wants them', async () => {
    const papers = { ...intake, needs: ['documents' as const] };
    for (const [look, digit, place] of [
      ['sms', '3', 'SN0701-commune-kolda'],
      ['whatsapp', '9', 'SN01'],
    ] as const) {
      const { context, step } = await told(look, [{ ...papers, areas: ['SEN'] }], { ...kolda, place });
      expect(said(context, step)).toContain(`${digit} Offres ouvertes`);
      const offer = services.reply(context, step.state!, typed(digit), {});
      expect(said(context, offer)).toContain('Entrée en formation couture');
    }
  });

  it('are gone after their last day', async () => {
    const { context, step } = await told('sms', [{ ...intake, closesOn: '2026-11-23' }], {
      ...kolda,
      needs: ['training'],
    });
    expect(said(context, step)).toContain('rien de vérifié');
  });
});
