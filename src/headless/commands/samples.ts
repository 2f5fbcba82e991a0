import type { Command } from 'commander';
import { addExample, addGroup, addJson, given, numberOption, readNames } from '#headless/options.ts';
import { type RunOptions, runStageCommand } from '#headless/stageCommand.ts';

interface SamplesOptions extends RunOptions {
  readonly classes?: string[];
  readonly perClass?: number;
  readonly psi?: number;
  readonly seed?: number;
  readonly heldOut?: number;
}

export function addSamplesCommands(program: Command): void {
  const samples = addGroup(
    program,
    'samples',
    'pictures of the generator that the classifier agrees with',
    'samples draw dogs.unitloom',
  );
  const command = samples
    .command('draw')
    .description('draw samples and keep those classified as asked')
    .argument('<project>')
    .option('--classes <names>', 'classes to draw, as cat,dog (default: all)', readNames)
    .addOption(numberOption('--per-class <n>', 'accepted samples wanted of each class (default: 400)'))
    .addOption(numberOption('--psi <psi>', 'truncation, 1 is none (default: 0.7)'))
    .addOption(numberOption('--seed <n>', 'seed of the latents (default: 0)'))
    .addOption(numberOption('--held-out <share>', 'share of latents kept for testing (default: 0.2)'))
    .option('--dry-run', 'only say what it would cost')
    .action((path: string, { json, dryRun, ...params }: SamplesOptions) =>
      runStageCommand(path, given({ json, dryRun }), { stage: 'samples', params: given(params) }),
    );
  addExample(addJson(command), 'samples draw dogs.unitloom --per-class 400 --psi 0.7');
}
