import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  exportHxl,
  exportPackage,
  exportTable,
  exportWorkbook,
  type TemplateTexts,
  tableTemplate,
  templateWorkbook,
} from '../../directory/export.ts';
import { publicRecords } from '../../directory/public-records.ts';
import type { Snapshot } from '../../directory/snapshot.ts';
import { writeZip } from '../../directory/zip.ts';
import { type Desk, pageContext } from '../page.tsx';
import type { Texts } from '../texts.ts';

interface File {
  readonly name: string;
  readonly type: string;
  readonly make: (snapshot: Snapshot, t: Texts) => string | Buffer;
}

const csv = 'text/csv; charset=utf-8';
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Files of the directory to take away; only the tables of actors hold what must not leave the desk. */
const files: readonly File[] = [
  { name: 'modele.xlsx', type: xlsx, make: (_, t) => templateWorkbook(templateTexts(t)) },
  { name: 'modele.csv', type: csv, make: () => tableTemplate() },
  { name: 'repertoire.xlsx', type: xlsx, make: exportWorkbook },
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
    app.get(`/directory/files/${file.name}`, async (request, reply: FastifyReply) =>
      reply
        .type(file.type)
        .header('content-disposition', `attachment; filename="${file.name}"`)
        .send(file.make(desk.directory.snapshot(), pageContext(request, reply, desk).t)),
    );
}

function templateTexts(t: Texts): TemplateTexts {
  return {
    table: t('template.table'),
    columns: t('template.columns'),
    heading: [t('template.column'), t('template.required'), t('template.meaning'), t('template.choices')],
    required: t('cell.yes'),
    meaning: (column) => t(t.has(`column_hint.${column}`) ? `column_hint.${column}` : `column.${column}`),
  };
}
