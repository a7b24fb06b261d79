import type { Texts } from '../texts.ts';

/** Why a service stands where it stands, in words: `need.documents` → "répond au besoin papiers". */
export function reasonText(t: Texts, code: string): string {
  const [kind = '', detail = ''] = code.split('.');
  if (kind === 'need') return t('because.need', { need: t(`need.${detail}`) });
  if (kind === 'place') return t(`nearness.${detail}`);
  if (kind === 'language') return t('because.language', { language: t(`language.${detail}`) });
  if (kind === 'distance' || kind === 'doubts' || kind === 'let_down')
    return t(`because.${kind}`, { count: Number(detail) });
  return t.has(`because.${kind}_${detail}`) ? t(`because.${kind}_${detail}`) : t(`because.${kind}`);
}
