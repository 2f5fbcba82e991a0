import type { Command } from 'commander';
import { runStage, type StageRequest } from '#headless/follow.ts';
import { addExample, addGroup, addJson, given, type JsonOption, numberOption } from '#headless/options.ts';
import { printResult } from '#headless/output.ts';
import { saveReport } from '#headless/saveReport.ts';
import { withProject } from '#headless/session.ts';
import { asObject } from '#headless/stageCommand.ts';

interface ReportOptions extends JsonOption {
  readonly sweep?: string;
  readonly counterfactual?: string;
  readonly measure?: string;
  readonly atlas?: string;
  readonly out?: string;
  readonly title?: string;
  readonly units?: number;
  readonly starts?: number;
}

export function addReportCommands(program: Command): void {
  const report = addGroup(
    program,
    'report',
    'one page with what was run, key figures and pictures',
    'report build dogs.unitloom',
  );
  const command = report
    .command('build')
    .description('build the report of a sweep')
    .argument('<project>')
    .option('--out <folder>', 'also write it as index.html into this folder')
    .option('--title <title>', 'title of the page')
    .addOption(numberOption('--units <n>', 'strongest units shown (default: 12)'))
    .addOption(numberOption('--starts <n>', 'start pictures shown for each (default: 3)'))
    .option('--sweep <artifact>', 'sweep to report (default: the newest)')
    .option('--counterfactual <artifact>', 'counterfactuals beside it (default: the newest of the same linker)')
    .option('--atlas <artifact>', 'atlas beside it (default: the newest of the same linker)')
    .option('--measure <artifact>', 'measures of parts beside it (default: the newest of the same linker)')
    .action((path: string, options: ReportOptions) => buildReport(path, options));
  addExample(addJson(command), 'report build dogs.unitloom --out report');
}

async function buildReport(
  path: string,
  { sweep, counterfactual, measure, atlas, out, json, ...params }: ReportOptions,
): Promise<void> {
  await withProject(path, async (session) => {
    const request: StageRequest = {
      stage: 'report',
      ...given({ sweep, counterfactual, measure, atlas }),
      params: given(params),
    };
    const { artifact, title, line } = await runStage(session, request);
    const saved = out === undefined ? null : await saveReport(session, artifact.id, out);
    const result = { artifactId: artifact.id, ...asObject(artifact.summary), report: saved };
    printResult(json === true, result, [`${title}: ${line}`, ...(saved === null ? [] : [`Written to ${saved}`])]);
  });
}
