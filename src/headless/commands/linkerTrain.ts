import { existsSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { Failure } from '#core/failure.ts';
import { LINKER_METHODS, type LinkerParams } from '#core/params.ts';
import { runStage } from '#headless/follow.ts';
import { addExample, addJson, given, numberOption, readWidths } from '#headless/options.ts';
import { note } from '#headless/output.ts';
import { projectFile } from '#headless/projectFile.ts';
import { withClient, withProject } from '#headless/session.ts';
import type { RunOptions } from '#headless/stageCommand.ts';
import { printLinker } from './linkerResult.ts';

interface TrainOptions extends RunOptions, Partial<LinkerParams> {
  readonly samples?: string;
  readonly representations?: string;
  readonly latents?: string;
  readonly heldOut?: number;
  readonly export?: string;
}

const CHOICES = ['given', 'best', 'one-standard-error'] as const;

export function addTrain(linker: Command): void {
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
  const isNew = arrays !== null && !existsSync(projectFile(path));
  await withProject(isNew ? await makeProject(path, arrays) : path, async (session) => {
    const { client } = session;
    const handle = session.project;
    const set =
      arrays === null || isNew
        ? samples
        : (await client.samples.importArrays({ project: handle, ...arrays })).artifactId;
    const request = { stage: 'linker' as const, ...given({ samples: set }), params: given(params) };
    const made = await runStage(session, request);
    if (to !== undefined)
      await client.linker.exportFile({ project: handle, linker: made.artifact.id, to: resolve(to) });
    printLinker(json === true, made);
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

/** Plain arrays need no models, so a project that begins with them is made on the way. */
async function makeProject(path: string, arrays: NonNullable<ReturnType<typeof arraysOf>>): Promise<string> {
  const { path: made } = await withClient((client) =>
    client.project.create({ path: resolve(path), noPair: true, arrays }),
  );
  note(`Made ${made}`);
  return made;
}
