import { createTransport } from 'nodemailer';
import type { Notify } from '../handoff/telling-store.ts';
import type { TextLanguage } from '../language/languages.ts';
import type { Render, Say } from '../language/say.ts';
import type { Provider } from './channels/provider.ts';
import type { Template, TemplateName } from './templates.ts';

export interface NotifyDeps {
  readonly render: Render;
  /** What carries SMS to staff, and the number it is sent from. */
  readonly sms?: { readonly provider: Provider; readonly ours: string };
  /** What carries WhatsApp, and the words it may begin with. */
  readonly whatsapp?: { readonly provider: Provider; readonly templates: readonly Template[] };
  readonly mail?: { readonly url: string; readonly from: string };
  readonly serviceName: string;
}

/** Carries a few words by SMS or e-mail to staff, who read French, or to an actor in its own language. */
export function createNotify({ render, sms, whatsapp, mail, serviceName }: NotifyDeps): Notify {
  const transport = mail ? createTransport(mail.url) : null;
  return async (to, say) => {
    if (to.whatsapp) return begin(whatsapp, to.whatsapp, say, to.language ?? 'fr');
    const { text } = render([say], to.language ?? 'fr', to.phone ? 'sms' : 'whatsapp');
    if (to.phone) {
      if (!sms) return { told: false, fault: 'no SMS channel is configured' };
      const outgoing = { id: 0, channel: 'sms', to: to.phone, ours: sms.ours, text, options: [] } as const;
      const outcome = await sms.provider.send(outgoing);
      return 'sent' in outcome ? { told: true } : { told: false, fault: 'the SMS was not taken' };
    }
    if (!transport || !mail || !to.email) return { told: false, fault: 'no e-mail is configured' };
    return transport
      .sendMail({ from: mail.from, to: to.email, subject: serviceName, text })
      .then(() => ({ told: true }) as const)
      .catch((error: Error) => ({ told: false, fault: error.name }) as const);
  };
}

/** On WhatsApp only words that it has approved may begin: the template that says the same, in the same language. */
async function begin(
  whatsapp: NotifyDeps['whatsapp'],
  to: string,
  { key, values = {} }: Say,
  language: TextLanguage,
): ReturnType<Notify> {
  const name = templateFor[key];
  const template = whatsapp?.templates.find((one) => one.name === name && one.language === language);
  if (!template || !whatsapp?.provider.sendTemplate)
    return { told: false, fault: 'WhatsApp has no template for this' };
  const filled = Object.fromEntries(template.blanks.map((blank) => [blank, String(values[blank] ?? '')]));
  const outcome = await whatsapp.provider.sendTemplate(to, template, filled);
  if ('sent' in outcome) return { told: true };
  const waits = 'fault' in outcome && outcome.fault === 'window';
  return { told: false, fault: waits ? 'the WhatsApp template is not approved' : 'WhatsApp did not take it' };
}

/** Which template says what a text says. */
const templateFor: Readonly<Record<string, TemplateName>> = { 'bot.check.ask': 'actor_check' };
