import { type Command, Option } from 'commander';
import { LINKER_METHODS, type LinkerParams } from '#core/params.ts';
import type { LinkerSummary } from '#core/summary.ts';
import { formatInterval, formatPercent, formatTable } from '#headless/format.ts';
import { addExample, addGroup, addJson, given, type JsonOption, numberOption, readWidths } from '#headless/options.ts';
import { printResult } from '#headless/output.ts';
import { withProject } from '#headless/session.ts';
import { type RunOptions, runStageCommand } from '#headless/stageCommand.ts';

interface TrainOptions extends RunOptions, Partial<LinkerParams> {
  readonly samples?: string;
}

export function addLinkerCommands(program: Command): void {
  const linker = addGroup(program, 'linker', 'the map from representation to latent', 'linker train dogs.unitloom');
  addTrain(linker);
  addList(linker);
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
    .action((path: string, { samples, json, ...params }: TrainOptions) =>
      runStageCommand(path, given({ json }), { stage: 'linker', ...given({ samples }), params: given(params) }),
    );
  addExample(
    addJson(command),
    'linker train dogs.unitloom --method ridge --choose one-standard-error',
    'linker train dogs.unitloom --method mlp --hidden 256,128',
  );
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
    const rows = linkers.map(({ artifact, summary, isDefault }) => [
      artifact.id,
      summary.method,
      settingOf(summary),
      summary.r2.toFixed(3),
      formatInterval(summary.intervals.r2),
      summary.classMean.r2.toFixed(3),
      summary.shuffled.r2.toFixed(3),
      summary.nearest.r2.toFixed(3),
      formatPercent(summary.agreement),
      summary.pixelError.toFixed(2),
      isDefault ? 'default' : '',
    ]);
    const lines =
      rows.length === 0 ? ['No linker yet. Make one with: unitloom linker train'] : formatTable([heads, ...rows]);
    printResult(options.json === true, { linkers }, lines);
  });
}

/** The penalty or the components that were used. */
function settingOf({ method, penalty, components }: LinkerSummary): string {
  if (components !== null) return `${components} components`;
  return method === 'ridge' || method === 'elastic-net' ? Number(penalty.toPrecision(3)).toString() : '';
}
