import type { Json } from '#core/json.ts';
import type { ReportParams } from '#core/params.ts';
import type { Stage } from '#core/stage.ts';
import type { ReportSummary } from '#core/summary.ts';
import { gatherReport } from './gatherReport.ts';
import { reportPage } from './page.ts';

/** One self-contained page on a sweep and everything it goes back to. Reads artifacts only; runs no model. */
export const reportStage: Stage<ReportParams> = {
  name: 'report',
  async run(inputs, params, tools) {
    const data = gatherReport(tools.reader, inputs, tools.writer.artifactId, params);
    const bytes = new TextEncoder().encode(reportPage(data));
    tools.writer.putArray('html', { data: bytes, shape: [bytes.length] });
    tools.checkpoint(1, 1);
    const summary: ReportSummary = { title: data.title, sizeBytes: bytes.length, fileName: fileNameOf(data.title) };
    return summary as unknown as Json;
  },
};

/** A name that every file system takes. */
function fileNameOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${plain.slice(0, 80) || 'report'}.html`;
}
