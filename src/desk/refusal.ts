const code = 'NOT_YOURS';

/** To be thrown where somebody is signed in, and what they ask is for others to do. */
export function notYours(): Error {
  return Object.assign(new Error('Not for this role or region.'), { statusCode: 403, code });
}

/** Whether a fault says that somebody's role or region does not allow what they asked. */
export function isNotYours(error: { readonly code?: string }): boolean {
  return error.code === code;
}
