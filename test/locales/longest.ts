import { fill, smsText, type Texts } from './texts.ts';

/** Which answers stand in `{{options}}` of a text: a list of `forms.choice`, and which of its ids. */
const optionsOf: Readonly<Record<string, readonly [list: string, ...ids: string[]]>> = {
  'bot.first_contact.hello': ['writing'],
  'bot.first_contact.hello_free': ['writing'],
  'bot.first_contact.again': ['writing'],
  'bot.first_contact.simpler': ['writing'],
  'bot.consent.ask': ['consent'],
  'bot.consent.simpler': ['consent'],
  'bot.callback.consent': ['consent'],
  'bot.callback.consent_simpler': ['consent'],
  'bot.consent.refused': ['refused'],
  'bot.callback.language': ['spoken'],
  'bot.callback.language_simpler': ['spoken'],
  'bot.services.none_near': ['none_near'],
  'bot.services.which_need': ['needs_now'],
  'bot.handoff.pass_on_ask': ['pass_on'],
  'bot.minor.adult_with_you': ['yes_no', 'yes', 'no', 'not_said'],
  'bot.minor.adult_with_you_simpler': ['yes_no', 'yes', 'no', 'not_said'],
  'bot.minor.town': ['yes_no', 'not_said'],
  'bot.minor.town_simpler': ['yes_no', 'not_said'],
  'bot.menu.body': ['menu', 'needs', 'services', 'information', 'person', 'requests', 'language', 'my_data'],
  'bot.my_data.body': ['my_data'],
  'bot.language.ask': ['text_language'],
  'bot.voice.received': ['voice_language'],
  'bot.full.offer': ['go_on'],
  'bot.voice.done': ['voice_answer'],
  'bot.voice.done_any': ['voice_answer'],
  'bot.information.useful': ['useful'],
  'bot.information.which_group': ['topic_group'],
  'bot.my_data.correct_ask': ['correct'],
  'bot.leaving.intro': ['leaving'],
  'bot.relative.intro': ['relative'],
  'bot.for_other.ask': ['for_other'],
  'bot.for_other.whose_phone': ['whose_phone'],
  'forms.followup.ask': ['followup'],
  'forms.followup.simpler': ['followup'],
  'forms.followup.why': ['followup_why'],
  'bot.services.list': ['service', 'details', 'refer', 'offers'],
  'bot.services.list_more': ['service', 'details', 'refer', 'offers'],
  'bot.services.offer': ['offer', 'help'],
  'bot.services.offer_more': ['offer', 'help'],
  'bot.services.details': ['service', 'refer', 'closed'],
  'bot.services.details_more': ['service', 'refer', 'closed'],
};

type Line = readonly [key: string, number: string];

/** Which lines a text may carry at most (the table of locales/README.md). */
const linesOf: readonly (readonly [texts: RegExp, ...lines: Line[]])[] = [
  [
    /bot\.consent\.refused|bot\.callback\.done|bot\.handoff\.done|danger\.(?:other|call_)/,
    ['urgent', '1515'],
  ],
  [/urgent_kind|danger\.nobody_on_duty$/, ['medical', '1515'], ['police', '17'], ['women_children', '116']],
  [/danger\.medical/, ['call_medical', '1515'], ['fire', '18']],
  [/danger\.violence/, ['violence', '116'], ['police', '17']],
  [/danger\.self_harm/, ['danger_now', '1515']],
  [/danger\.trafficking/, ['danger', '17']],
  [/danger\.no_shelter/, ['danger', '17'], ['women_children_always', '116']],
  [/minor\.adult_with_you/, ['children', '116']],
  [/minor\.(?:safe_tonight|told$)/, ['child_medical', '1515']],
  [/minor\.told/, ['children', '116']],
  [/minor\.(?:done|waiting)/, ['child_before', '116']],
  [/minor\.night|nobody_on_duty_minor/, ['child_afraid', '116']],
];

/** The text of a key on SMS, every placeholder filled with the longest likely value. */
export function longest(texts: Texts, key: string): string {
  const values: Record<string, string> = { ...longestValues(texts) };
  values.options = options(texts, key);
  values.lines = lines(texts, key);
  return fill(fill(smsText(texts, key), values), values);
}

function longestValues(texts: Texts): Record<string, string> {
  const say = (key: string, values: Record<string, string> = {}) => fill(smsText(texts, key), values);
  const free = say('bot.line.free', { number: '800 805 805' });
  const service = 'Maison de justice Kolda';
  const facts = `${service}, Vélingara Ferlo2, ${free}`;
  const item = say('bot.services.item', { facts });
  const found = say('bot.services.found_no_town', { need: longestNeed(texts), service, phone: free });
  return {
    caller: 'Marième',
    place: 'Vélingara Ferlo2',
    town: 'Vélingara Ferlo2',
    region: 'Ziguinchor',
    service,
    phone: free,
    code: 'K7M4',
    hour: say('bot.when.hour', { hours: '17' }),
    hours: longestHours(texts),
    when: longestWhen(texts),
    service_name: 'Ndimbal',
    controller: 'DGASE',
    example_place: 'Vélingara',
    authority: say('bot.complaint.authority', { name: 'CDP', town: 'Dakar' }),
    name: 'Abdoulayeson',
    retention: say('bot.when.months_other', { count: '12' }),
    others: otherLanguages(texts),
    spoken: longestOf(texts, 'bot.spoken.'),
    reach: longestText([
      say('bot.my_data.by_call', { spoken: longestOf(texts, 'bot.spoken.') }),
      say('bot.my_data.by_message'),
    ]),
    language: longestOf(texts, 'bot.language_name.'),
    need: longestNeed(texts),
    kind: longestOf(texts, 'bot.alert.kind.'),
    services: `${found} ${say('bot.services.searching', { need: longestOf(texts, 'forms.choice.needs_now.', ['promised_help']) })}`,
    item,
    items: say('bot.services.to_check', { item }),
    facts,
    area: 'Ziguinchor',
    km: '120',
    title: 'x'.repeat(50),
    text: 'x'.repeat(60),
    fields: [say('bot.field.name'), say('bot.field.phone')]
      .join(', ')
      .concat(` ${say('bot.field.and')} ${say('bot.field.need')}`),
    bring: say('bot.handoff.bring', { what: 'extrait de naissance' }),
    what: 'prénom, téléphone, ville, besoins',
    needs: [longestNeed(texts), longestNeed(texts)].join(', '),
    who: '2 conseillers, 1 responsable',
    wish: longestOf(texts, 'forms.choice.menu.'),
    link: 'https://ndimbal.example.org/e/8Kq2mZ7wZm9vYmFy',
    move_code: 'K7M4-3821',
    count: '7',
    day: longestOf(texts, 'bot.when.day.'),
  };
}

/** Two other languages are offered at first contact; the rest follow by their own word. */
function otherLanguages(texts: Texts): string {
  const words = ['fr', 'wo', 'ff', 'en'].map((code) => smsText(texts, `bot.language_word.${code}`));
  const own = smsText(texts, 'bot.language_word.own');
  return words
    .filter((word) => word !== own)
    .slice(0, 2)
    .join(', ');
}

function longestWhen(texts: Texts): string {
  const hour = fill(smsText(texts, 'bot.when.hour'), { hours: '17' });
  const day = longestOf(texts, 'bot.when.day.');
  const names = ['now', 'opening', 'today_before', 'tomorrow_before', 'day_before', 'two_days'];
  return longestText(names.map((name) => fill(smsText(texts, `bot.when.${name}`), { hour, day })));
}

function longestHours(texts: Texts): string {
  const hour = (hours: string) => fill(smsText(texts, 'bot.when.hour'), { hours });
  const day = (name: string) => smsText(texts, `bot.when.day.${name}`);
  const span = { from: hour('8'), to: hour('17'), first_day: day('mon'), last_day: day('fri') };
  return fill(smsText(texts, 'bot.when.hours'), span);
}

function longestNeed(texts: Texts): string {
  return longestOf(texts, 'bot.need.');
}

function longestOf(texts: Texts, prefix: string, except: readonly string[] = []): string {
  const keys = [...texts.keys()].filter((key) => key.startsWith(prefix) && !key.endsWith('_sms'));
  const kept = keys.filter((key) => !except.includes(key.slice(prefix.length)));
  return longestText(kept.map((key) => smsText(texts, key)));
}

function longestText(all: readonly string[]): string {
  return all.reduce((one, other) => (other.length > one.length ? other : one), '');
}

function options(texts: Texts, variant: string): string {
  const key = variant.replace(/_minor$/, '');
  const [list, ...ids] = optionsOf[key] ?? [
    formList(texts, key) ?? 'yes_no',
    ...(formList(texts, key) ? [] : ['yes', 'no']),
  ];
  if (key === 'bot.place.which') return placeOptions(texts);
  const shown = ids.length > 0 ? ids : idsOf(texts, list);
  return shown.map((id, index) => `${digit(id, index, list)} ${label(texts, list, id)}`).join(' ');
}

/** Two places with their region and "another": the usual doubt. */
function placeOptions(texts: Texts): string {
  const place = fill(smsText(texts, 'bot.place.option'), { place: 'Médina Gounass', region: 'Tambacounda' });
  return `1 ${place} 2 ${place} 3 ${label(texts, 'place', 'other')}`;
}

function formList(texts: Texts, key: string): string | null {
  const name = /^forms\.(?:quick|full)\.(\w+)\./.exec(key)?.[1];
  return name && idsOf(texts, name).length > 0 ? name : null;
}

function idsOf(texts: Texts, list: string): string[] {
  const prefix = `forms.choice.${list}.`;
  const keys = [...texts.keys()].filter((key) => key.startsWith(prefix) && !key.endsWith('_sms'));
  return keys.map((key) => key.slice(prefix.length));
}

function digit(id: string, index: number, list: string): string {
  const isZero = id === 'not_said' || id === 'message' || (list === 'needs_now' && id === 'other');
  return isZero ? '0' : String(index + 1);
}

function label(texts: Texts, list: string, id: string): string {
  return smsText(texts, `forms.choice.${list}.${id}`);
}

function lines(texts: Texts, key: string): string {
  const found = linesOf.find(([pattern]) => pattern.test(key));
  const [, ...all] = found ?? [/./];
  return all.map((line) => sentence(texts, line)).join(' ');
}

/** Every number as a free line that is always open: the longest it can be. */
function sentence(texts: Texts, [key, plain]: Line): string {
  const number = fill(smsText(texts, 'bot.line.free'), { number: plain });
  const always = fill(smsText(texts, 'bot.line.free_always'), { number: plain });
  return fill(smsText(texts, `bot.line.${key}`), { name: 'SAMU', number, plain, always });
}
