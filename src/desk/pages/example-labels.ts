import { needs } from '../../language/understanding.ts';
import type { Texts } from '../texts.ts';

const otherIntents = ['person', 'services', 'my_requests', 'reintegration', 'baos', 'travel'];

/** The lists of `understand.json` that words may be made an example for: wishes first. */
export const exampleLabels: readonly string[] = [
  ...needs.filter((need) => need !== 'other').map((need) => `intents.${need}`),
  ...otherIntents.map((intent) => `intents.${intent}`),
  'intents.none',
  'yes',
  'no',
  'unsure',
  'greetings',
];

/** What such a list is called on the page. */
export function labelText(t: Texts, label: string): string {
  const [list = '', name] = label.split('.');
  if (!name) return t(`misunderstood.label_${list}`);
  if (name === 'none') return t('misunderstood.label_none');
  return t(otherIntents.includes(name) ? `misunderstood.intent_${name}` : `need.${name}`);
}
