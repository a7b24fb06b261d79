import type { FastifyInstance, FastifyReply } from 'fastify';
import { exportHxl, exportPackage, exportTable, tableTemplate } from '../../directory/export.ts';
import { publicRecords } from '../../directory/public-records.ts';
import type { Snapshot } from '../../directory/snapshot.ts';
import { writeZip } from '../../directory/zip.ts';
import type { Desk } from '../page.tsx';

interface File {
  readonly name: string;
  readonly type: string;
  readonly make: (snapshot: Snapshot) => string | Buffer;
}

const csv = 'text/csv; charset=utf-8';

/** Files of the directory to take away; only the table of actors holds what must not leave the desk. */
const files: readonly File[] = [
  { name: 'modele.csv', type: csv, make: () => tableTemplate() },
  { name: 'repertoire.csv', type: csv, make: exportTable },
  { name: 'repertoire.hxl.csv', type: csv, make: exportHxl },
  {
    name: 'repertoire-hsds.zip',
    type: 'application/zip',
    make: ({ records }) => writeZip(exportPackage(publicRecords(records))),
  },
];

/** The names of the files, for links. */
export const directoryFiles = files.map(({ name }) => name);

/** The template to fill in, and the directory as a table, with HXL tags and as an HSDS package. */
export function directoryFileRoutes(app: FastifyInstance, desk: Desk): void {
  for (const file of files)
    app.get(`/directory/files/${file.name}`, async (_request, reply: FastifyReply) =>
      reply
        .type(file.type)
        .header('content-disposition', `attachment; filename="${file.name}"`)
        .send(file.make(desk.directory.snapshot())),
    );
}
