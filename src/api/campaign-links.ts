import type { FastifyInstance } from 'fastify';

export interface CampaignLinkDeps {
  /** Counts that a link was followed; false when no campaign has this code. */
  readonly count: (code: string) => Promise<boolean>;
  /** Where the chat is; null while no real channel is configured. */
  readonly chat: { readonly whatsapp?: string; readonly sms?: string };
}

/** `/c/:code`: counts, then redirects to the chat with the campaign's word already typed. */
export async function campaignLinkRoutes(
  app: FastifyInstance,
  { count, chat }: CampaignLinkDeps,
): Promise<void> {
  app.get<{ Params: { code: string } }>('/c/:code', async (request, reply) => {
    const code = request.params.code.toUpperCase();
    const known = await count(code);
    const text = known ? encodeURIComponent(code) : '';
    if (chat.whatsapp)
      return reply.redirect(`https://wa.me/${chat.whatsapp.replace(/\D/g, '')}?text=${text}`);
    if (chat.sms) return reply.redirect(`sms:${chat.sms}?body=${text}`);
    return reply.redirect('/simulator');
  });
}
