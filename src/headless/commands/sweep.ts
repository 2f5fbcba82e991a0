import { type Command, Option } from 'commander';
import type { StageRequest } from '#headless/follow.ts';
import {
  addExample,
  addGroup,
  addJson,
  given,
  numberOption,
  readDirection,
  readRange,
  readUnits,
  type UnitsDirection,
} from '#headless/options.ts';
import { type RunOptions, runStageCommand } from '#headless/stageCommand.ts';

interface SweepOptions extends RunOptions {
  readonly linker?: string;
  readonly units?: number[];
  readonly direction?: UnitsDirection[];
  readonly starts?: number;
  readonly startSeed?: number;
  readonly steps?: number;
  readonly range?: ReturnType<typeof readRange>;
  readonly multiple?: number;
  readonly mode?: 'linked' | 'residual';
  readonly control: boolean;
}

export function addSweepCommands(program: Command): void {
  const sweep = addGroup(
    program,
    'sweep',
    'pictures along units: unit x start picture x step',
    'sweep run dogs.unitloom',
  );
  const command = sweep
    .command('run')
    .description('move units, render, and look again at what was rendered')
    .argument('<project>')
    .option('--units <list>', 'units to sweep, as 0,2,5-9 (default: all)', readUnits)
    .option('--direction <name=unit:weight,...>', 'also sweep a weighted set of units; may be repeated', readDirection)
    .addOption(numberOption('--starts <n>', 'start pictures (default: 10)'))
    .addOption(numberOption('--start-seed <n>', 'seed of their choice (default: 136)'))
    .addOption(numberOption('--steps <n>', 'steps from end to end (default: 5)'))
    .option('--range <range>', 'p1-p99, any other percentiles, or minmax (default: p1-p99)', readRange)
    .addOption(numberOption('--multiple <factor>', 'width of the range; above 1 is extrapolation (default: 1)'))
    .addOption(new Option('--mode <mode>', 'latent to start from (default: linked)').choices(['linked', 'residual']))
    .option('--no-control', 'leave out the control that moves nothing')
    .option('--linker <artifact>', 'linker to use (default: the default one)')
    .option('--dry-run', 'only say what it would cost')
    .action((path: string, options: SweepOptions) => runStageCommand(path, options, readSweep(options)));
  addExample(
    addJson(command),
    'sweep run dogs.unitloom --units 0-99 --starts 10 --steps 5',
    'sweep run dogs.unitloom --units 12 --direction ears=12:1,40:-0.5 --multiple 1.5',
  );
}

function readSweep(options: SweepOptions): StageRequest {
  const { linker, units, direction, starts, startSeed, steps, range, multiple, mode, control } = options;
  const wantsRange = range !== undefined || multiple !== undefined;
  return {
    stage: 'sweep',
    ...given({ linker }),
    params: {
      ...given({ units, directions: direction, starts, startSeed, steps, mode }),
      ...(wantsRange ? { range: { ...range, ...given({ multiple }) } } : {}),
      control,
    },
  };
}
