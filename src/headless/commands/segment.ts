import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type MapsParams, SEGMENT_STANDARDS, type SegmentParams } from '#core/params.ts';
import { ARCHITECTURES } from '#core/segment/network.ts';
import { RECIPES } from '#core/segment/recipe.ts';
import { RESAMPLINGS } from '#core/segment/segmenter.ts';
import type { SegmenterRow } from '#core/views/segment.ts';
import { formatFixed, formatInterval, formatTable } from '#headless/format.ts';
import { addExample, addGroup, addJson, given, type JsonOption, numberOption, readLimit } from '#headless/options.ts';
import { printResult } from '#headless/output.ts';
import { withProject } from '#headless/session.ts';
import { type RunOptions, runStageCommand } from '#headless/stageCommand.ts';

export function addSegmentCommands(program: Command): void {
  const segment = addGroup(
    program,
    'segment',
    'parts found in pictures, learned from a few masks',
    'segment train dogs.unitloom',
  );
  addTrain(segment);
  addApply(segment);
  addEvaluate(segment);
  addExport(segment);
  addImport(segment);
}

interface TrainOptions extends RunOptions, Partial<Omit<SegmentParams, 'directions'>> {
  readonly directions?: number | 'all';
  readonly mask?: string;
  readonly from?: string;
}

function addTrain(segment: Command): void {
  const command = segment
    .command('train')
    .description('learn to find the parts, from the sealed masks')
    .argument('<project>')
    .option('--mask <id>', 'sealed masks (default: the newest)')
    .option('--from <id>', 'segmenter to go on from')
    .addOption(
      new Option('--architecture <name>', "compact, or the reference's S, M, L (default: compact)").choices(
        ARCHITECTURES,
      ),
    )
    .addOption(numberOption('--members <n>', 'networks of the ensemble (default: 5)'))
    .addOption(
      new Option(
        '--recipe <name>',
        'how it is trained: tuned, or as the reference does, then with its network, every channel and whole pictures (default: tuned)',
      ).choices(RECIPES),
    )
    .option('--directions <n>', 'directions kept of each tap, or all for every channel (default: 16)', readLimit)
    .addOption(
      new Option('--resampling <name>', 'how maps become as large as the picture (default: bilinear)').choices(
        RESAMPLINGS,
      ),
    )
    .option('--no-crops-margin', 'keep what taps show beyond the edges of the picture')
    .addOption(numberOption('--max-epochs <n>', 'epochs at most (default: 6)'))
    .addOption(numberOption('--retrain-epochs <n>', 'epochs at most when it goes on from another (default: 2)'))
    .addOption(numberOption('--batch-size <n>', 'pictures a step (default: 2)'))
    .addOption(numberOption('--learning-rate <r>', 'falls to nothing along half a cosine (default: 0.003)'))
    .addOption(numberOption('--crop <share>', 'sides of the part of a picture that a step sees (default: 0.75)'))
    .option('--flip', 'learn from mirrored pictures too: where the generator draws both sides alike')
    .addOption(numberOption('--seed <n>', 'seed (default: 0)'))
    .action((path: string, { json, dryRun, mask, from, directions, ...params }: TrainOptions) =>
      runStageCommand(path, given({ json, dryRun }), {
        stage: 'segment',
        ...given({ mask, start: from }),
        params: {
          ...SEGMENT_STANDARDS[params.recipe ?? 'tuned'],
          ...given({ ...params, directions: directions === 'all' ? null : directions }),
        },
      }),
    );
  addExample(addJson(command), 'segment train dogs.unitloom', 'segment train dogs.unitloom --recipe reference');
}

interface ApplyOptions extends RunOptions, Partial<MapsParams> {
  readonly segment?: string;
  readonly sweep?: string;
}

function addApply(segment: Command): void {
  const command = segment
    .command('apply')
    .description('find the parts in every picture of a sweep')
    .argument('<project>')
    .option('--segment <id>', 'segmenter (default: the newest)')
    .option('--sweep <id>', 'sweep (default: the newest)')
    .addOption(numberOption('--members <n>', 'networks that are asked (default: 1)'))
    .action((path: string, { json, dryRun, segment: segmenter, sweep, ...params }: ApplyOptions) =>
      runStageCommand(path, given({ json, dryRun }), {
        stage: 'maps',
        ...given({ segment: segmenter, sweep }),
        params: given(params),
      }),
    );
  addExample(addJson(command), 'segment apply dogs.unitloom');
}

function addEvaluate(segment: Command): void {
  const command = segment
    .command('evaluate')
    .description('how well each segmenter finds each part, on pictures left out')
    .argument('<project>')
    .action((path: string, options: JsonOption) => listSegmenters(path, options));
  addExample(addJson(command), 'segment evaluate dogs.unitloom');
}

async function listSegmenters(path: string, { json }: JsonOption): Promise<void> {
  await withProject(path, async ({ client, project }) => {
    const segmenters = await client.segment.list({ project });
    const lines = segmenters.flatMap(({ artifact, summary, isDefault }) => [
      `${artifact.id}${isDefault ? ' (default)' : ''}: ${summary.masks} masks, mean IoU ${formatFixed(summary.meanIou, 3)} ${formatInterval(summary.meanIouInterval)}`,
      ...formatTable([
        ['part', 'IoU', '95 %'],
        ...summary.parts.map((part) => [part.name, formatFixed(part.iou, 3), formatInterval(part.interval)]),
      ]),
      ...summary.remarks,
    ]);
    printResult(
      json === true,
      { segmenters },
      lines.length === 0 ? ['No segmenter yet. Make one with: unitloom segment train'] : lines,
    );
  });
}

interface ExportOptions extends JsonOption {
  readonly segment?: string;
  readonly out: string;
}

function addExport(segment: Command): void {
  const command = segment
    .command('export')
    .description('write a segmenter as ONNX: feature maps in, probabilities out')
    .argument('<project>')
    .requiredOption('--out <file>', 'the .onnx file')
    .option('--segment <id>', 'segmenter (default: the newest)')
    .action((path: string, { json, segment: segmenter, out }: ExportOptions) =>
      withProject(path, async ({ client, project }) => {
        const written = await client.segment.exportFile({
          project,
          to: resolve(out),
          ...given({ segment: segmenter }),
        });
        printResult(json === true, written, [written.path]);
      }),
    );
  addExample(addJson(command), 'segment export dogs.unitloom --out parts.onnx');
}

interface ImportOptions extends JsonOption {
  readonly mask?: string;
}

function addImport(segment: Command): void {
  const command = segment
    .command('import')
    .description('take a segmenter that was exported, and judge it on sealed masks of the project')
    .argument('<project>')
    .argument('<file>', 'the .onnx file')
    .option('--mask <id>', 'sealed masks to judge it on (default: the newest)')
    .action((path: string, file: string, { json, mask }: ImportOptions) =>
      withProject(path, async ({ client, project }) => {
        const { artifactId } = await client.segment.importFile({ project, from: resolve(file), ...given({ mask }) });
        const { summary } = (await client.segment.list({ project })).find(
          ({ artifact }) => artifact.id === artifactId,
        ) as SegmenterRow;
        printResult(json === true, { artifactId, summary }, [
          `${artifactId}: mean IoU ${formatFixed(summary.meanIou, 3)} on ${summary.masks} masks of this project, which it may have learned from`,
        ]);
      }),
    );
  addExample(addJson(command), 'segment import dogs.unitloom parts.onnx');
}
