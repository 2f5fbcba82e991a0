import { Command, CommanderError } from 'commander';
import { addAtlasCommands } from './commands/atlas.ts';
import { addCounterfactualCommands } from './commands/counterfactual.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addJobsCommand } from './commands/jobs.ts';
import { addLinkerCommands } from './commands/linker.ts';
import { addMaskCommands } from './commands/mask.ts';
import { addMeasureCommands } from './commands/measure.ts';
import { addPairCommands } from './commands/pair.ts';
import { addProjectCommands } from './commands/project.ts';
import { addReportCommands } from './commands/report.ts';
import { addRunCommand } from './commands/run.ts';
import { addSamplesCommands } from './commands/samples.ts';
import { addSegmentCommands } from './commands/segment.ts';
import { addServeCommand } from './commands/serve.ts';
import { addSweepCommands } from './commands/sweep.ts';
import { addTrackCommands } from './commands/track.ts';
import { readVersion } from './folders.ts';
import { exitCodeOf, formatFailure } from './output.ts';

/** @returns exit code: 0, 1 for a failure, 2 for a wrong use of the command line, 130 after Ctrl-C */
export async function runProgram(argv: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync(argv);
    return 0;
  } catch (thrown) {
    // Commander has printed its own sentence, or the help that was asked for.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
    process.stderr.write(formatFailure(thrown));
    return exitCodeOf(thrown);
  }
}

const ENVIRONMENT = `Environment:
  UNITLOOM_HOME     folder of settings and recent projects
  UNITLOOM_DEBUG=1  failures also print their technical detail`;

export function createProgram(): Command {
  const program = new Command('unitloom')
    .description('Shows what every unit of a classifier has learned, by moving it through a generator.')
    .version(readVersion())
    .exitOverride()
    .showHelpAfterError('(add --help for the options and an example)')
    .addHelpText('after', `\nExample:\n  $ unitloom demo --out demo-out\n\n${ENVIRONMENT}`);
  addDemoCommand(program);
  addProjectCommands(program);
  addPairCommands(program);
  addSamplesCommands(program);
  addLinkerCommands(program);
  addSweepCommands(program);
  addMaskCommands(program);
  addSegmentCommands(program);
  addTrackCommands(program);
  addMeasureCommands(program);
  addAtlasCommands(program);
  addCounterfactualCommands(program);
  addReportCommands(program);
  addJobsCommand(program);
  addRunCommand(program);
  addServeCommand(program);
  return program;
}
