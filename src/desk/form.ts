import type { FastifyRequest } from 'fastify';

/** A posted form: every field is text, ticked boxes and repeated fields are lists. */
export interface Form {
  /** The field, trimmed; empty when it was not sent. */
  text(name: string): string;
  /** The field exactly as typed (passwords). */
  raw(name: string): string;
  list(name: string): readonly string[];
  ticked(name: string): boolean;
}

/** Reads the posted form of a request. */
export function formOf(request: FastifyRequest): Form {
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  const list = (name: string): readonly string[] => {
    const value = body[name];
    return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
  };
  const raw = (name: string) => list(name)[0] ?? '';
  return { list, raw, text: (name) => raw(name).trim(), ticked: (name) => list(name).length > 0 };
}

/** A field of the address (`?region=SN07`), trimmed; empty when it is not there. */
export function queryOf(request: FastifyRequest, name: string): string {
  const value = (request.query as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value.trim() : '';
}
