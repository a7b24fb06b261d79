/** The parameters of one webhook as Twilio sent them: untrimmed, repeated names kept. */
export type Form = ReadonlyMap<string, readonly string[]>;

/** A webhook whose bytes are not what the form encoding allows; answered with 400. */
export class FormFault extends Error {
  override readonly name = 'FormFault';
  readonly statusCode = 400;
}

// Fastify's form parser repairs invalid UTF-8 in silence; then the signature fails or, worse, another text is kept.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads the raw bytes of a form; throws FormFault when they are not valid UTF-8 or not valid percent-encoding. */
export function readForm(bytes: Uint8Array): Form {
  const form = new Map<string, string[]>();
  for (const pair of decodeBytes(bytes).split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decoded(pair.slice(equals + 1));
    const values = form.get(name);
    if (values) values.push(value);
    else form.set(name, [value]);
  }
  return form;
}

/** The first value of a parameter, or undefined where it is absent or empty. */
export function first(form: Form, name: string): string | undefined {
  return form.get(name)?.[0] || undefined;
}

function decodeBytes(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new FormFault('The body is not valid UTF-8.');
  }
}

function decoded(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    throw new FormFault('The body is not valid percent-encoded UTF-8.');
  }
}
