import { resolve } from 'node:path';
import type { ProjectSession } from './session.ts';

/** @returns path of the page, `index.html` inside the folder */
export async function saveReport(session: ProjectSession, report: string, folder: string): Promise<string> {
  const { client, project } = session;
  return (await client.report.save({ project, report, to: resolve(folder) })).path;
}
