import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { actorLines } from '../../directory/actor-cells.ts';
import type { Changes } from '../../directory/changes.ts';
import { type Import, largestImport, readImport } from '../../directory/import.ts';
import { applyImport, previewImport } from '../../directory/import-store.ts';
import type { Records } from '../../directory/records.ts';
import { keepUpload, takeUpload, type Upload } from '../../directory/upload-store.ts';
import { groundOf } from '../directory/ground.ts';
import {
  cellsBetween,
  DonePage,
  type ImportWork,
  PreviewPage,
  type TouchedService,
  UploadPage,
} from '../directory/import.tsx';
import { formOf } from '../form.ts';
import { type Desk, pageContext, sendPage } from '../page.tsx';
import { notYours } from '../refusal.ts';
import { only, staffOf } from '../sessions.ts';

type UploadRequest = FastifyRequest<{ Params: { id: string } }>;

/** A whole file into the directory: all faults, or a preview, and only then, after a yes, the import of the command. */
export function directoryImportRoutes(app: FastifyInstance, desk: Desk): void {
  app.register(async (scope) => {
    scope.addHook('onRequest', only('listings'));
    // A file knows no regions: whoever answers for some only corrects entry by entry.
    scope.addHook('onRequest', async (request) => {
      if (staffOf(request).regions.length > 0) throw notYours();
    });
    await scope.register(multipart, {
      attachFieldsToBody: 'keyValues',
      limits: { files: 1, fileSize: largestImport, fields: 10, fieldSize: 10_000 },
      onFile: async (part) => {
        Object.assign(part, { value: { name: part.filename, bytes: await part.toBuffer() } });
      },
    });
    scope.get('/directory/import', async (request, reply) =>
      sendPage(reply, <UploadPage page={pageContext(request, reply, desk)} faults={[]} />),
    );
    scope.post('/directory/import', async (request, reply) => preview(request, reply, desk));
    scope.post('/directory/import/:id', async (request: UploadRequest, reply) => write(request, reply, desk));
  });
}

function uploadIn(request: FastifyRequest): Upload | null {
  const { file } = (request.body ?? {}) as { file?: Upload };
  return file?.name && Buffer.isBuffer(file.bytes) ? file : null;
}

function readUpload(desk: Desk, { name, bytes }: Upload): Import | null {
  const ground = groundOf(desk);
  return ground && readImport(new Map([[name, bytes]]), ground);
}

async function preview(request: FastifyRequest, reply: FastifyReply, desk: Desk) {
  const page = pageContext(request, reply, desk);
  const upload = uploadIn(request);
  if (!upload) return reply.redirect('/desk/directory/import', 303);
  const read = readUpload(desk, upload);
  if (!read?.records) return sendPage(reply, <UploadPage page={page} faults={read?.faults ?? []} />, 422);
  const { records, fromTable = false } = read;
  const found = await previewImport(desk.db, { records, fromTable });
  const id = await keepUpload(desk.db, upload, staffOf(request).email, desk.now());
  const work = workOf(desk, found, found.before, found.after);
  const view = (
    <PreviewPage page={page} areaName={areaName(desk)} work={work} upload={{ id, name: upload.name }} />
  );
  return sendPage(reply, view);
}

async function write(request: UploadRequest, reply: FastifyReply, desk: Desk) {
  const { email } = staffOf(request);
  const upload = await takeUpload(desk.db, request.params.id, email);
  const read = upload && readUpload(desk, upload);
  // Confirmed already (the button was pressed twice), or a day too late: the file is asked for again.
  if (!read?.records) return reply.redirect('/desk/directory/import', 303);
  const { records, fromTable = false } = read;
  const retireGone = formOf(request).ticked('retire');
  const before = desk.directory.snapshot().records;
  const done = await applyImport(desk.db, { records, fromTable }, { by: email, at: desk.now(), retireGone });
  await desk.directory.refresh();
  const work = workOf(desk, done, before, desk.directory.snapshot().records);
  const page = pageContext(request, reply, desk);
  return sendPage(reply, <DonePage page={page} areaName={areaName(desk)} work={work} retired={retireGone} />);
}

const areaName = (desk: Desk) => (code: string) => desk.directory.place(code)?.name ?? null;

function workOf(desk: Desk, changes: Changes, before: Records, after: Records): ImportWork {
  const cellsOf = (records: Records) =>
    new Map(
      actorLines({ ...desk.directory.snapshot(), records }).map(({ serviceId, cells }) => [serviceId, cells]),
    );
  const [had, has] = [cellsOf(before), cellsOf(after)];
  const touched = (id: string): TouchedService => ({
    id,
    name: changes.names.get(id) ?? id,
    cells: cellsBetween(had.get(id), has.get(id)),
  });
  return {
    added: changes.added.map(touched),
    changed: changes.changed.map(touched),
    unchanged: changes.unchanged.length,
    gone: changes.gone.map((id) => ({ ...touched(id), cells: [] })),
  };
}
