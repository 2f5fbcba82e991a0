import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CounterfactualDifference } from '#core/counterfactual/compare.ts';
import { COUNTERFACTUAL_METHODS, type CounterfactualParams } from '#core/params.ts';
import type { CounterfactualSummary } from '#core/summary.ts';
import type { CounterfactualMatrix } from '#core/views/counterfactual.ts';
import { runStage, type StageRequest } from '#headless/follow.ts';
import { formatFixed, formatPercent, formatTable } from '#headless/format.ts';
import { addExample, addGroup, addJson, given, type JsonOption, numberOption, readUnits } from '#headless/options.ts';
import { printResult } from '#headless/output.ts';
import { withProject } from '#headless/session.ts';
import { asObject, checkCost, type RunOptions } from '#headless/stageCommand.ts';

export function addCounterfactualCommands(program: Command): void {
  const counterfactual = addGroup(
    program,
    'counterfactual',
    'what changes across a decision boundary: sample x target class',
    'counterfactual run dogs.unitloom',
  );
  addRun(counterfactual);
  addList(counterfactual);
  addExport(counterfactual);
  addCompare(counterfactual);
}

interface CounterfactualOptions
  extends RunOptions,
    Partial<Omit<CounterfactualParams, 'pairs' | 'samples' | 'controls'>> {
  readonly linker?: string;
  readonly segment?: string | false;
  readonly from?: string;
  readonly pair?: { from: string; to: string }[];
  readonly samples?: number[];
  readonly controls: boolean;
}

function addRun(counterfactual: Command): void {
  const command = counterfactual
    .command('run')
    .description('move samples across decision boundaries, and look again at every picture')
    .argument('<project>')
    .option('--pair <from:to>', 'class pair, as fox:rabbit; may be repeated (default: all)', readPair)
    .addOption(numberOption('--per-pair <n>', 'held-out samples of each class pair (default: 10)'))
    .option('--samples <list>', 'samples to start from, as 12,40-49, in place of --per-pair', readUnits)
    .addOption(
      numberOption('--sample-seed <n>', 'seed of their choice, and of the head of shuffled labels (default: 136)'),
    )
    .addOption(
      numberOption('--seeds <n>', 'searches per sample and target, each from another first shift (default: 1)'),
    )
    .addOption(numberOption('--members <n>', 'size of a diverse set (default: 1)'))
    .addOption(numberOption('--confidence <p>', "target's probability in the picture at which it stops (default: 0.9)"))
    .addOption(numberOption('--closeness <cost>', 'of the squared length in w (default: 1)'))
    .addOption(numberOption('--sparsity <cost>', 'of moving a unit by its standard deviation (default: 0.5)'))
    .addOption(numberOption('--plausibility <cost>', 'of the squared Mahalanobis length (default: 0.05)'))
    .addOption(
      new Option('--method <method>', 'reference: its loss and update (default: proximal)').choices(
        COUNTERFACTUAL_METHODS,
      ),
    )
    .addOption(numberOption('--learning-rate <rate>', "of the reference's descent (default: 0.5)"))
    .addOption(numberOption('--budget <n>', 'looks at a picture per search (default: 16; reference: 2000)'))
    .addOption(numberOption('--steps <n>', 'pictures up to the counterfactual (default: 20)'))
    .addOption(numberOption('--beyond <factor>', 'how far the path goes on (default: 1.2)'))
    .addOption(new Option('--mode <mode>', 'picture to start from (default: linked)').choices(['linked', 'residual']))
    .option('--no-controls', 'leave out random directions, shuffled labels, other first shifts and noise')
    .option('--linker <artifact>', 'linker to use (default: the default one)')
    .option('--from <artifact>', 'samples artifact to take samples of (default: the one of the linker)')
    .option('--segment <artifact>', 'segmenter that finds parts along the paths (default: the default one)')
    .option('--no-segment', 'do not measure parts')
    .option('--dry-run', 'only say what it would cost')
    .action((path: string, options: CounterfactualOptions) => runCounterfactuals(path, options));
  addExample(
    addJson(command),
    'counterfactual run dogs.unitloom --pair husky:wolf --per-pair 50',
    'counterfactual run dogs.unitloom --samples 12 --members 3',
  );
}

/** `fox:rabbit`; may be given several times. */
function readPair(text: string, before: readonly { from: string; to: string }[] = []) {
  const [from, to, ...more] = text.split(':').map((name) => name.trim());
  if (!from || !to || more.length > 0) throw new InvalidArgumentError('Write a class pair as fox:rabbit.');
  return [...before, { from, to }];
}

async function runCounterfactuals(path: string, options: CounterfactualOptions): Promise<void> {
  const { linker, from, segment, pair, json, dryRun, ...params } = options;
  const request: StageRequest = {
    stage: 'counterfactual',
    ...given({ linker, samples: from, segment: typeof segment === 'string' ? segment : undefined }),
    ...(segment === false ? { segment: null } : {}),
    params: given({ pairs: pair, ...params }),
  };
  await withProject(path, async (session) => {
    if (!(await checkCost(session, { ...given({ json, dryRun }) }, request))) return;
    const { artifact } = await runStage(session, request);
    const { client, project } = session;
    const matrix = await client.counterfactual.matrix({ project, counterfactual: artifact.id });
    const summary = artifact.summary as unknown as CounterfactualSummary;
    printResult(json === true, { artifactId: artifact.id, ...asObject(summary), pairs: matrix?.pairs }, [
      ...(matrix ? describeMatrix(matrix) : []),
      ...describeSummary(summary),
    ]);
  });
}

function describeMatrix({ pairs, classNames }: CounterfactualMatrix): string[] {
  const heads = ['from', 'to', 'valid', 'length in w, sd', 'turns at', '95 %', 'smallest set'];
  const rows = pairs.map(({ origin, target, n, valid, length, crossing, minimal }) => [
    classNames[origin] ?? '',
    classNames[target] ?? '',
    `${valid} of ${n}`,
    formatFixed(length, 2),
    formatFixed(crossing?.value ?? null, 2),
    crossing && crossing.n > 1 ? `${crossing.low.toFixed(2)} to ${crossing.high.toFixed(2)}` : '',
    formatFixed(minimal, 0),
  ]);
  return formatTable([heads, ...rows]);
}

function describeSummary({ cases, valid, outcomes, scores, controls, startsWrong }: CounterfactualSummary): string[] {
  const failed = [
    ['picture-stays', 'the head turned, the picture did not'],
    ['unreachable', 'not even the head turned'],
    ['already', 'the start picture was the target already'],
  ].flatMap(([name = '', words = '']) => (outcomes[name] ? [`  ${outcomes[name]}: ${words}`] : []));
  return [
    `${valid} of ${cases} pictures become the target (${formatPercent(scores.validity)})`,
    ...failed,
    ...(startsWrong > 0 ? [`${startsWrong} start pictures are not of their sample's class`] : []),
    `Units not moved ${formatPercent(scores.sparsity)}, distance from the target's mean over that of 95 % of its samples ${formatFixed(scores.plausibility, 2)}`,
    ...(controls
      ? [
          `Random directions of the same length: ${formatPercent(controls.randomLeave)} leave the class, ${formatPercent(controls.randomReach)} reach the target`,
          `Head of shuffled labels: ${formatPercent(controls.shuffledReach)} reach the target`,
          `Agreement of other first shifts ${controls.seedAgreement.toFixed(3)}, of a start with noise ${controls.noiseAgreement.toFixed(3)}`,
        ]
      : []),
  ];
}

function addList(counterfactual: Command): void {
  const command = counterfactual
    .command('list')
    .description('list the runs of a project')
    .argument('<project>')
    .action((path: string, options: JsonOption) =>
      withProject(path, async ({ client, project }) => {
        const runs = await client.counterfactual.list({ project });
        const heads = ['id', 'run', 'valid', 'length in w, sd', 'turns at', 'smallest set', ''];
        const rows = runs.map(({ artifact, title, summary, isDefault }) => [
          artifact.id,
          title,
          `${summary.valid} of ${summary.cases}`,
          formatFixed(summary.scores.proximity, 2),
          formatFixed(summary.crossing?.value ?? null, 2),
          formatFixed(summary.medianMinimal, 0),
          isDefault ? 'default' : '',
        ]);
        const none = ['No counterfactuals yet. Make some with: unitloom counterfactual run'];
        printResult(options.json === true, { runs }, runs.length === 0 ? none : formatTable([heads, ...rows]));
      }),
    );
  addExample(addJson(command), 'counterfactual list dogs.unitloom');
}

interface ExportOptions extends JsonOption {
  readonly to: string;
  readonly run?: string;
}

function addExport(counterfactual: Command): void {
  const command = counterfactual
    .command('export')
    .description('write a run as a table (.csv, a row a counterfactual) or as arrays (.npz: shifts, latents, logits)')
    .argument('<project>')
    .requiredOption('--to <file>', 'file to write, *.csv or *.npz')
    .option('--run <artifact>', 'run to write (default: the default one)')
    .action((path: string, options: ExportOptions) =>
      withProject(path, async ({ client, project }) => {
        const written = await client.counterfactual.exportFile({
          project,
          to: resolve(options.to),
          ...given({ counterfactual: options.run }),
        });
        printResult(options.json === true, written, [`Written to ${written.path}`]);
      }),
    );
  addExample(addJson(command), 'counterfactual export dogs.unitloom --to counterfactuals.csv');
}

function addCompare(counterfactual: Command): void {
  const command = counterfactual
    .command('compare')
    .description('two runs on the samples and targets that both have')
    .argument('<project>')
    .argument('<run>')
    .argument('<other>')
    .action((path: string, a: string, b: string, options: JsonOption) =>
      withProject(path, async ({ client, project }) => {
        const difference = await client.counterfactual.compare({ project, a, b });
        printResult(options.json === true, difference, describeDifference(difference));
      }),
    );
  addExample(
    addJson(command),
    'counterfactual compare dogs.unitloom 5791607c5b6a52f1ef26f5dbdd93c4ba b8b8137305555ab4e1fd2570fd2bc896',
  );
}

function describeDifference(difference: CounterfactualDifference): string[] {
  const { n, validA, validB, validBoth, cosine, lengthA, lengthB, sharedUnits } = difference;
  return [
    `${n} counterfactuals in both`,
    ...formatTable([
      ['', 'run', 'other'],
      ['valid', String(validA), String(validB)],
      ['length in w, sd', formatFixed(lengthA, 3), formatFixed(lengthB, 3)],
    ]),
    `Valid in both: ${validBoth}; cosine of the two shifts in w ${formatFixed(cosine, 3)}, units shared by their smallest sets ${formatPercent(sharedUnits)}`,
  ];
}
