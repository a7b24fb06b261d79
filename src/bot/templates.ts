import { createHash } from 'node:crypto';
import type { TextLanguage } from '../language/languages.ts';
import type { Locales } from '../language/locales.ts';

/** Words with which we may begin on WhatsApp, outside the 24 hours: WhatsApp approves them beforehand, as they are. */
export const templateNames = ['actor_check'] as const;
export type TemplateName = (typeof templateNames)[number];

/** A template in one language, with its blanks numbered as WhatsApp wants them. */
export interface Template {
  /** What it is called at the provider; other words are another template. */
  readonly title: string;
  readonly name: TemplateName;
  readonly language: TextLanguage;
  readonly body: string;
  /** The names of the blanks, in the order of their numbers. */
  readonly blanks: readonly string[];
}

/** The templates of the locale files (`actors.template.…`), in every language that has them. */
export function templatesOf({ texts }: Pick<Locales, 'texts'>): readonly Template[] {
  return templateNames.flatMap((name) =>
    [...texts].flatMap(([language, own]) => {
      const text = own.get(`actors.template.${name}`);
      return text === undefined ? [] : [templateOf(name, language, text)];
    }),
  );
}

function templateOf(name: TemplateName, language: TextLanguage, text: string): Template {
  const blanks: string[] = [];
  const body = text.replaceAll(/\{\{(\w+)\}\}/g, (_, blank: string) => {
    if (!blanks.includes(blank)) blanks.push(blank);
    return `{{${blanks.indexOf(blank) + 1}}}`;
  });
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 8);
  return { title: `dellusi_${name}_${language}_${hash}`, name, language, body, blanks };
}
