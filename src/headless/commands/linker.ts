import { existsSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { Failure } from '#core/failure.ts';
import { LINKER_METHODS, type LinkerParams } from '#core/params.ts';
import type { Fidelity } from '#core/summary.ts';
import type { LinkerRow } from '#core/views.ts';
import { makeArtifact, runStage } from '#headless/follow.ts';
import { formatFixed, formatInterval, formatPercent, formatTable } from '#headless/format.ts';
import { addExample, addGroup, addJson, given, type JsonOption, numberOption, readWidths } from '#headless/options.ts';
import { note, printResult } from '#headless/output.ts';
import { withClient, withProject } from '#headless/session.ts';
import { printNode, type RunOptions } from '#headless/stageCommand.ts';

interface TrainOptions extends RunOptions, Partial<LinkerParams> {
  readonly samples?: string;
  readonly representations?: string;
  readonly latents?: string;
  readonly heldOut?: number;
  readonly export?: string;
}

export function addLinkerCommands(program: Command): void {
  const linker = addGroup(program, 'linker', 'the map from representation to latent', 'linker train dogs.unitloom');
  addTrain(linker);
  addList(linker);
  addEvaluate(linker);
  addExport(linker);
  addImport(linker);
}

const CHOICES = ['given', 'best', 'one-standard-error'] as const;

function addTrain(linker: Command): void {
  const command = linker
    .command('train')
    .description('fit a linker and measure it on held-out samples')
    .argument('<project>')
    .addOption(new Option('--method <method>', 'how it is fitted (default: ridge)').choices(LINKER_METHODS))
    .addOption(numberOption('--penalty <alpha>', "scikit-learn's alpha of ridge and elastic net (default: 1)"))
    .addOption(
      new Option('--choose <how>', 'penalty or components as given, or by cross-validation (default: given)').choices(
        CHOICES,
      ),
    )
    .addOption(numberOption('--l1-ratio <share>', "scikit-learn's l1_ratio of elastic net (default: 0.5)"))
    .addOption(numberOption('--components <n>', 'of PLS; the most tried when they are chosen (default: 16)'))
    .addOption(numberOption('--folds <n>', 'of cross-validation (default: 5)'))
    .option('--hidden <widths>', 'hidden layers of an MLP, as 256,128 (default: 256)', readWidths)
    .addOption(numberOption('--learning-rate <rate>', 'of an MLP (default: 0.001)'))
    .addOption(numberOption('--max-epochs <n>', 'of an MLP (default: 300)'))
    .addOption(numberOption('--patience <n>', 'epochs of an MLP without a better validation loss (default: 30)'))
    .addOption(numberOption('--seed <n>', 'of the shuffled baseline, the folds and the batches (default: 0)'))
    .option('--samples <artifact>', 'samples to fit on (default: the newest)')
    .option('--representations <file>', 'fit to plain arrays: .npy with a row of unit activations a sample')
    .option('--latents <file>', 'the latents of the same samples, .npy')
    .addOption(numberOption('--held-out <share>', 'share of the rows of plain arrays kept for testing (default: 0.2)'))
    .option('--export <file>', 'write the linker too, *.npz or *.onnx')
    .action(trainLinker);
  addExample(
    addJson(command),
    'linker train dogs.unitloom --method ridge --choose one-standard-error',
    'linker train dogs.unitloom --method mlp --hidden 256,128',
    'linker train arrays.unitloom --representations X.npy --latents Y.npy --penalty 1 --export linker.npz',
  );
}

async function trainLinker(path: string, options: TrainOptions): Promise<void> {
  const { representations, latents, heldOut, samples, export: to, json, ...params } = options;
  const arrays = arraysOf(options);
  if (to !== undefined) requireLinkerFile(to, params.method);
  const project = arrays === null ? path : await findOrMakeProject(path);
  await withProject(project, async (session) => {
    const { client } = session;
    const handle = session.project;
    const set =
      arrays === null ? samples : (await client.samples.importArrays({ project: handle, ...arrays })).artifactId;
    const request = { stage: 'linker' as const, ...given({ samples: set }), params: given(params) };
    const made = await runStage(session, request);
    if (to !== undefined)
      await client.linker.exportFile({ project: handle, linker: made.artifact.id, to: resolve(to) });
    printNode(json === true, made);
    if (to !== undefined) note(`Written to ${resolve(to)}`);
  });
}

/** Files of plain arrays as absolute paths; null where the linker is fitted to samples of the project. */
function arraysOf({ representations, latents, samples, heldOut, seed }: TrainOptions) {
  if (representations === undefined && latents === undefined) {
    if (heldOut === undefined) return null;
    throw new Failure('USAGE', '--held-out belongs to --representations and --latents; drawn samples have their own.');
  }
  if (representations === undefined || latents === undefined) {
    const missing = representations === undefined ? '--representations' : '--latents';
    throw new Failure('USAGE', `${missing} is missing: a linker maps one file of arrays to the other.`);
  }
  if (samples !== undefined)
    throw new Failure('USAGE', 'Give --samples, or --representations and --latents, not both.');
  return { representations: resolve(representations), latents: resolve(latents), ...given({ heldOut, seed }) };
}

/** What cannot be written is said before the linker is fitted. */
function requireLinkerFile(path: string, method: LinkerParams['method'] | undefined): void {
  const extension = extname(path).toLowerCase();
  if (extension !== '.npz' && extension !== '.onnx') {
    throw new Failure('USAGE', `A linker is written as .npz or .onnx, but --export names ${path}.`);
  }
  if (extension === '.npz' && method === 'mlp') {
    throw new Failure('USAGE', 'A network has no coef and intercept, so it is written as .onnx only.');
  }
  if (!existsSync(dirname(resolve(path)))) {
    throw new Failure('USAGE', `The folder ${dirname(resolve(path))} of --export does not exist.`);
  }
}

/** Plain arrays need no models, so a project for them is made on the way. */
async function findOrMakeProject(path: string): Promise<string> {
  if (existsSync(resolve(path))) return path;
  const { path: made } = await withClient((client) => client.project.create({ path: resolve(path), noPair: true }));
  note(`Made ${made}`);
  return made;
}

function addList(linker: Command): void {
  const command = linker
    .command('list')
    .description('compare the linkers of a project')
    .argument('<project>')
    .action((path: string, options: JsonOption) => listLinkers(path, options));
  addExample(addJson(command), 'linker list dogs.unitloom');
}

async function listLinkers(path: string, options: JsonOption): Promise<void> {
  await withProject(path, async ({ client, project }) => {
    const linkers = await client.linker.list({ project });
    const heads = [
      'id',
      'method',
      'setting',
      'R2',
      '95 %',
      'class mean',
      'shuffled',
      'nearest',
      'agreement',
      'pixel error',
      '',
    ];
    const rows = linkers.map((row) => {
      const { artifact, summary, isDefault } = row;
      return [
        artifact.id,
        summary.method,
        settingOf(row),
        summary.r2.toFixed(3),
        formatInterval(summary.intervals.r2),
        summary.classMean.r2.toFixed(3),
        summary.shuffled.r2.toFixed(3),
        summary.nearest.r2.toFixed(3),
        formatPercent(summary.agreement),
        formatFixed(summary.pixelError, 2),
        isDefault ? 'default' : '',
      ];
    });
    const lines =
      rows.length === 0 ? ['No linker yet. Make one with: unitloom linker train'] : formatTable([heads, ...rows]);
    printResult(options.json === true, { linkers }, lines);
  });
}

/** The penalty, the components or the hidden layers that were used. */
function settingOf({ artifact, summary: { method, penalty, components } }: LinkerRow): string {
  if (components !== null) return `${components} components`;
  if (method === 'mlp') return (artifact.params as unknown as LinkerParams).hidden.join('-');
  return method === 'ridge' || method === 'elastic-net' ? Number(penalty.toPrecision(3)).toString() : '';
}

interface EvaluateOptions extends JsonOption {
  readonly linker?: string;
}

function addEvaluate(linker: Command): void {
  const command = linker
    .command('evaluate')
    .description('show how good a linker is on held-out samples, beside its baselines')
    .argument('<project>')
    .option('--linker <artifact>', 'linker to show (default: the default one)')
    .action((path: string, options: EvaluateOptions) => evaluateLinker(path, options));
  addExample(addJson(command), 'linker evaluate dogs.unitloom --json');
}

async function evaluateLinker(path: string, options: EvaluateOptions): Promise<void> {
  await withProject(path, async ({ client, project }) => {
    const linkers = await client.linker.list({ project });
    const found = linkers.find(({ artifact, isDefault }) =>
      options.linker === undefined ? isDefault : artifact.id === options.linker,
    );
    if (found === undefined) {
      const what = options.linker === undefined ? 'no linker yet' : `no linker with the id ${options.linker}`;
      throw new Failure('NOT_FOUND', `This project has ${what}.`, {
        remedy: 'Train one with: unitloom linker train, or list them with: unitloom linker list',
      });
    }
    const { artifact, summary } = found;
    printResult(options.json === true, { artifactId: artifact.id, ...summary }, describeFidelity(found));
  });
}

function describeFidelity(row: LinkerRow): string[] {
  const { summary } = row;
  const heads = ['', 'R2', '95 %', 'cosine', 'agreement', '95 %', 'pixel error', '95 %'];
  const setting = settingOf(row);
  return [
    `${summary.method}${setting === '' ? '' : `, ${setting}`}: ${summary.trainCount} training and ${summary.heldOutCount} held-out samples`,
    ...formatTable([
      heads,
      fidelityRow('linked', summary),
      fidelityRow('class mean', summary.classMean),
      fidelityRow('shuffled', summary.shuffled),
      fidelityRow('nearest', summary.nearest),
    ]),
    ...summary.remarks,
  ];
}

function fidelityRow(name: string, { r2, cosine, agreement, pixelError, intervals }: Fidelity): string[] {
  return [
    name,
    r2.toFixed(3),
    formatInterval(intervals.r2),
    cosine.toFixed(3),
    formatPercent(agreement),
    formatInterval(intervals.agreement, formatPercent),
    formatFixed(pixelError, 2),
    formatInterval(intervals.pixelError, (end) => end.toFixed(2)),
  ];
}

interface ExportOptions extends JsonOption {
  readonly to: string;
  readonly linker?: string;
}

function addExport(linker: Command): void {
  const command = linker
    .command('export')
    .description('write a linker for NumPy (.npz with coef and intercept) or as .onnx')
    .argument('<project>')
    .requiredOption('--to <file>', 'file to write, *.npz or *.onnx')
    .option('--linker <artifact>', 'linker to write (default: the default one)')
    .action((path: string, options: ExportOptions) =>
      withProject(path, async ({ client, project }) => {
        const to = resolve(options.to);
        const written = await client.linker.exportFile({ project, to, ...given({ linker: options.linker }) });
        printResult(options.json === true, written, [`Written to ${written.path}`]);
      }),
    );
  addExample(addJson(command), 'linker export dogs.unitloom --to linker.npz');
}

interface ImportOptions extends JsonOption {
  readonly samples?: string;
}

function addImport(linker: Command): void {
  const command = linker
    .command('import')
    .description('take a linear linker from a .npz file (coef, intercept) and measure it on held-out samples')
    .argument('<project>')
    .argument('<file>', 'file with coef [L U] and intercept [L]')
    .option('--samples <artifact>', 'samples to measure it on (default: the newest)')
    .action((path: string, file: string, { samples, json }: ImportOptions) =>
      withProject(path, async (session) => {
        const { client, project } = session;
        const from = resolve(file);
        const start = () => client.linker.importFile({ project, from, ...given({ samples }) });
        printNode(json === true, await makeArtifact(session, start));
      }),
    );
  addExample(addJson(command), 'linker import dogs.unitloom linker.npz');
}
