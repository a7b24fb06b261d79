import { z } from 'zod';
import { lists, parameters } from './hsds-parameters.ts';

/** The description of the public directory for programs: paths, parameters, and where the schemas are published. */
export function openApiOf(publicUrl: string): object {
  const paths = Object.entries(lists).flatMap(([path, resource]) => [
    [`/${path}`, { get: listOperation(resource) }],
    [`/${path}/{id}`, { get: oneOperation(resource) }],
  ]);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Directory of services for people who have come back',
      description: 'Open Referral HSDS 3.0, read only. Contacts that nobody has verified are left out.',
      version: '3.0',
    },
    servers: [{ url: `${publicUrl}/hsds` }],
    paths: Object.fromEntries([['/', { get: rootOperation }], ...paths]),
  };
}

const schemas = 'https://raw.githubusercontent.com/openreferral/specification/3.0/schema/compiled';

const rootOperation = {
  operationId: 'about',
  responses: { 200: { description: 'Version, profile, this document' } },
};

function listOperation(resource: string) {
  return {
    operationId: `list_${resource}`,
    parameters: listParameters(),
    responses: {
      200: {
        description: 'A page of the list',
        content: { 'application/json': { schema: pageSchema(resource) } },
      },
      304: { description: 'Nothing has changed since the ETag that was sent' },
      400: { description: 'A parameter cannot be read; which one is told' },
    },
  };
}

function oneOperation(resource: string) {
  return {
    operationId: `get_${resource}`,
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
    responses: {
      200: {
        description: 'Everything that belongs to it',
        content: { 'application/json': { schema: { $ref: `${schemas}/${resource}.json` } } },
      },
      404: { description: 'There is none with this id' },
    },
  };
}

function listParameters() {
  const { properties = {} } = z.toJSONSchema(parameters, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

function pageSchema(resource: string) {
  const counts = ['total_items', 'total_pages', 'page_number', 'size'].map((name) => [
    name,
    { type: 'integer' },
  ]);
  const flags = ['first_page', 'last_page', 'empty'].map((name) => [name, { type: 'boolean' }]);
  const contents = { type: 'array', items: { $ref: `${schemas}/${resource}.json` } };
  return { type: 'object', properties: { ...Object.fromEntries([...counts, ...flags]), contents } };
}
