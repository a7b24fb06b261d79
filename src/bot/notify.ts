import { createTransport } from 'nodemailer';
import type { Notify } from '../handoff/telling-store.ts';
import type { Render } from '../language/say.ts';
import type { Provider } from './channels/provider.ts';

export interface NotifyDeps {
  readonly render: Render;
  /** What carries SMS to staff, and the number it is sent from. */
  readonly sms?: { readonly provider: Provider; readonly ours: string };
  readonly mail?: { readonly url: string; readonly from: string };
  readonly serviceName: string;
}

/** Carries a few words by SMS or e-mail to staff, who read French, or to an actor in its own language. */
export function createNotify({ render, sms, mail, serviceName }: NotifyDeps): Notify {
  const transport = mail ? createTransport(mail.url) : null;
  return async (to, say) => {
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
