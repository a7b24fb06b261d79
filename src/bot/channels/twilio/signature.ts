import { createHmac, timingSafeEqual } from 'node:crypto';
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import type { Form } from './form.ts';

/** What Twilio puts in X-Twilio-Signature for these parameters, posted to this address. */
export function signatureOf(authToken: string, url: string, form: Form): string {
  let signed = url;
  for (const name of [...form.keys()].sort()) {
    const values = form.get(name) ?? [];
    // Twilio signs a repeated value once, in sorted order.
    for (const value of values.length > 1 ? [...new Set(values)].sort() : values) signed += name + value;
  }
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}

/**
 * Whether the webhook was signed with our auth token over this address (PUBLIC_URL, path and query) and every
 * parameter. The address as it stands is tried first; Twilio's own check then allows for ports and escapes.
 */
export function isSigned(authToken: string, signature: string | undefined, url: string, form: Form): boolean {
  if (!signature) return false;
  if (sameBytes(signature, signatureOf(authToken, url, form))) return true;
  return validateRequest(authToken, signature, url, asParameters(form));
}

/** The form as Twilio's library wants it: a list only where a name is repeated. */
export function asParameters(form: Form): Record<string, string | string[]> {
  const parameters: Record<string, string | string[]> = Object.create(null);
  for (const [name, values] of form) {
    const [only, ...more] = values;
    parameters[name] = only !== undefined && more.length === 0 ? only : [...values];
  }
  return parameters;
}

function sameBytes(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
