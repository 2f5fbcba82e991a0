import { type Command, Option } from 'commander';
import { formatPercent, formatTable } from '#headless/format.ts';
import { addExample, addGroup, addJson, given, type JsonOption, numberOption } from '#headless/options.ts';
import { printResult } from '#headless/output.ts';
import { withProject } from '#headless/session.ts';
import { type RunOptions, runStageCommand } from '#headless/stageCommand.ts';

interface TrainOptions extends RunOptions {
  readonly samples?: string;
  readonly method?: 'ridge' | 'least-squares';
  readonly penalty?: number;
  readonly seed?: number;
}

export function addLinkerCommands(program: Command): void {
  const linker = addGroup(program, 'linker', 'the map from representation to latent', 'linker train dogs.unitloom');
  const train = linker
    .command('train')
    .description('fit a linker and measure it on held-out samples')
    .argument('<project>')
    .addOption(new Option('--method <method>', 'how it is fitted (default: ridge)').choices(['ridge', 'least-squares']))
    .addOption(numberOption('--penalty <alpha>', "scikit-learn's alpha of Ridge (default: 1)"))
    .addOption(numberOption('--seed <n>', 'seed of the shuffled baseline (default: 0)'))
    .option('--samples <artifact>', 'samples to fit on (default: the newest)')
    .action((path: string, { samples, method, penalty, seed, ...options }: TrainOptions) =>
      runStageCommand(path, options, {
        stage: 'linker',
        ...given({ samples }),
        params: given({ method, penalty, seed }),
      }),
    );
  addExample(addJson(train), 'linker train dogs.unitloom --method ridge --penalty 1');
  const list = linker
    .command('list')
    .description('compare the linkers of a project')
    .argument('<project>')
    .action((path: string, options: JsonOption) => listLinkers(path, options));
  addExample(addJson(list), 'linker list dogs.unitloom');
}

async function listLinkers(path: string, options: JsonOption): Promise<void> {
  await withProject(path, async ({ client, project }) => {
    const linkers = await client.linker.list({ project });
    const heads = ['id', 'method', 'penalty', 'R2', 'class mean', 'shuffled', 'agreement', 'pixel error', ''];
    const rows = linkers.map(({ artifact, summary, isDefault }) => [
      artifact.id,
      summary.method,
      String(summary.penalty),
      summary.r2.toFixed(3),
      summary.classMean.r2.toFixed(3),
      summary.shuffled.r2.toFixed(3),
      formatPercent(summary.agreement),
      summary.pixelError.toFixed(2),
      isDefault ? 'default' : '',
    ]);
    const lines =
      rows.length === 0 ? ['No linker yet. Make one with: unitloom linker train'] : formatTable([heads, ...rows]);
    printResult(options.json === true, { linkers }, lines);
  });
}
