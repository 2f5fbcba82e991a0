import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { MEASURE_IDS, type MeasureId } from '#core/measure/measures.ts';
import { CHANGE_ORDERS, type ChangeOrder } from '#core/measure/orderChanges.ts';
import { formatTable } from '#headless/format.ts';
import { addExample, addGroup, addJson, given, type JsonOption, numberOption } from '#headless/options.ts';
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

interface ListOptions extends JsonOption {
  readonly quantity?: string;
  readonly metric?: MeasureId;
  readonly measure?: string;
  readonly apart?: boolean;
  readonly order?: ChangeOrder;
  readonly rising?: boolean;
  readonly limit?: number;
}

function addList(measure: Command): void {
  const command = measure
    .command('list')
    .description('what units change most, in standard deviations of the measure')
    .argument('<project>')
    .option('--quantity <part>', 'of this part alone, or of the whole picture: picture')
    .addOption(new Option('--metric <name>', 'of this measure alone').choices(MEASURE_IDS))
    .option('--apart', 'only those whose 95 % interval leaves 0 out')
    .addOption(new Option('--order <by>', 'put in order by').choices(CHANGE_ORDERS).default('strength'))
    .option('--rising', 'the least first')
    .option('--measure <id>', 'measures (default: the newest)')
    .addOption(numberOption('--limit <n>', `changes printed (default: ${ROWS_SHOWN})`))
    .action((path: string, options: ListOptions) => listChanges(path, options));
  addExample(addJson(command), 'measure list dogs.unitloom --quantity ear --metric extent');
}

async function listChanges(path: string, { json, limit, ...question }: ListOptions): Promise<void> {
  await withProject(path, async ({ client, project }) => {
    const page = await client.measure.changes({ project, ...given(question), limit: limit ?? ROWS_SHOWN });
    const rows = (page?.rows ?? []).map(({ direction, quantity, metric, delta, slope, standardised, monotonicity }) => [
      direction.kind === 'unit' ? `unit ${direction.unit}` : direction.kind,
      quantity,
      metric,
      standardised.toFixed(2),
      `${delta.value.toPrecision(3)} [${delta.low.toPrecision(3)}, ${delta.high.toPrecision(3)}]`,
      slope === null ? 'n/a' : slope.value.toPrecision(3),
      monotonicity.toFixed(2),
      String(delta.n),
    ]);
    const heads = ['direction', 'part', 'measure', 'sd', 'end to end, 95 %', 'slope', 'monotone', 'n'];
    const empty = ['Nothing is measured yet. Do it with: unitloom measure run'];
    printResult(json === true, { changes: page }, rows.length === 0 ? empty : formatTable([heads, ...rows]));
  });
}

interface ExportOptions extends JsonOption {
  readonly measure?: string;
  readonly reference?: boolean;
  readonly out: string;
}

function addExport(measure: Command): void {
  const command = measure
    .command('export')
    .description('write all measures as CSV, one row a picture and part')
    .argument('<project>')
    .requiredOption('--out <path>', 'the .csv file; with --reference the folder')
    .option('--reference', "write the reference implementation's two tables instead, for its notebook")
    .option('--measure <id>', 'measures (default: the newest)')
    .action((path: string, { json, measure: id, reference, out }: ExportOptions) =>
      withProject(path, async ({ client, project }) => {
        const request = { project, to: resolve(out), ...given({ measure: id }) };
        const written = await (reference === true
          ? client.measure.exportReference(request)
          : client.measure.exportFile(request));
        printResult(json === true, written, [`${written.rows} rows: ${written.path}`]);
      }),
    );
  addExample(
    addJson(command),
    'measure export dogs.unitloom --out measures.csv',
    'measure export dogs.unitloom --reference --out reference',
  );
}
