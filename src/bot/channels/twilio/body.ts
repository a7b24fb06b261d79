import type { Channel } from '../../../messages/inbound.ts';

/**
 * The words of a message, untrimmed. A long SMS sometimes arrives as base64: it is decoded only where nothing else
 * is plausible, because a wrong guess would put words in somebody's mouth.
 */
export function bodyText(body: string, channel: Channel): string {
  return channel === 'sms' ? (decodedBase64(body) ?? body) : body;
}

/** Shorter than this an SMS is never split, so there is no reason for base64. */
const shortestSplit = 70;

function decodedBase64(body: string): string | undefined {
  if (body.length < shortestSplit || body.length % 4 !== 0) return undefined;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return undefined;
  const bytes = Buffer.from(body, 'base64');
  if (bytes.toString('base64') !== body) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return isWriting(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Several words and no control characters: random letters practically never decode to this. */
function isWriting(text: string): boolean {
  return /\S\s+\S/.test(text) && !/[^\P{Cc}\r\n\t]/u.test(text);
}
