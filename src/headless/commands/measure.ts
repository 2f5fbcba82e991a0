import { resolve } from 'node:path';
import type { Command } from 'commander';
import { formatTable } from '#headless/format.ts';
import { addExample, addGroup, addJson, given, type JsonOption } from '#headless/options.ts';
import { printResult } from '#headless/output.ts';
import { withProject } from '#headless/session.ts';
import { type RunOptions, runStageCommand } from '#headless/stageCommand.ts';

export function addMeasureCommands(program: Command): void {
  const measure = addGroup(
    program,
    'measure',
    'colour, texture and shape of every part of every swept picture',
    'measure run dogs.unitloom',
  );
  addRun(measure);
  addList(measure);
  addExport(measure);
}

interface MeasureRunOptions extends RunOptions {
  readonly maps?: string;
}

function addRun(measure: Command): void {
  const command = measure
    .command('run')
    .description('measure the parts that a segmenter found in a sweep')
    .argument('<project>')
    .option('--maps <id>', 'label maps (default: the newest)')
    .action((path: string, { json, dryRun, maps }: MeasureRunOptions) =>
      runStageCommand(path, given({ json, dryRun }), { stage: 'measure', ...given({ maps }), params: {} }),
    );
  addExample(addJson(command), 'measure run dogs.unitloom');
}

const ROWS_SHOWN = 30;

function addList(measure: Command): void {
  const command = measure
    .command('list')
    .description('what units change most, in standard deviations of the measure')
    .argument('<project>')
    .action((path: string, options: JsonOption) => listChanges(path, options));
  addExample(addJson(command), 'measure list dogs.unitloom');
}

async function listChanges(path: string, { json }: JsonOption): Promise<void> {
  await withProject(path, async ({ client, project }) => {
    const view = await client.measure.show({ project });
    const rows = (view?.changes ?? [])
      .slice(0, ROWS_SHOWN)
      .map(({ direction, quantity, metric, delta, standardised, monotonicity }) => [
        direction.kind === 'unit' ? `unit ${direction.unit}` : direction.kind,
        quantity,
        metric,
        standardised.toFixed(2),
        `${delta.value.toPrecision(3)} [${delta.low.toPrecision(3)}, ${delta.high.toPrecision(3)}]`,
        monotonicity.toFixed(2),
        String(delta.n),
      ]);
    const heads = ['direction', 'part', 'measure', 'sd', 'end to end, 95 %', 'monotone', 'n'];
    const empty = ['Nothing is measured yet. Do it with: unitloom measure run'];
    printResult(json === true, { measure: view }, rows.length === 0 ? empty : formatTable([heads, ...rows]));
  });
}

interface ExportOptions extends JsonOption {
  readonly measure?: string;
  readonly out: string;
}

function addExport(measure: Command): void {
  const command = measure
    .command('export')
    .description('write all measures as CSV, one row a picture and part')
    .argument('<project>')
    .requiredOption('--out <file>', 'the .csv file')
    .option('--measure <id>', 'measures (default: the newest)')
    .action((path: string, { json, measure: id, out }: ExportOptions) =>
      withProject(path, async ({ client, project }) => {
        const written = await client.measure.exportFile({ project, to: resolve(out), ...given({ measure: id }) });
        printResult(json === true, written, [`${written.rows} rows: ${written.path}`]);
      }),
    );
  addExample(addJson(command), 'measure export dogs.unitloom --out measures.csv');
}
