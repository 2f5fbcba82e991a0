import { type Command, Option } from 'commander';
import { describeCost, estimate, runStage, type StageRequest } from '#headless/follow.ts';
import { formatPercent, formatTable } from '#headless/format.ts';
import {
  addExample,
  addGroup,
  addJson,
  given,
  type JsonOption,
  numberOption,
  readDirection,
  readNames,
  readRange,
  readUnits,
  type UnitsDirection,
} from '#headless/options.ts';
import { note, printResult } from '#headless/output.ts';
import { saveReport } from '#headless/saveReport.ts';
import { withProject } from '#headless/session.ts';

/** samples, linker, sweep, report: one group of commands a stage. */
export function addStageCommands(program: Command): void {
  addSamples(program);
  addLinker(program);
  addSweep(program);
  addReport(program);
}

interface RunOptions extends JsonOption {
  readonly dryRun?: boolean;
}

const LONG_MS = 10_000;

/** Says what a long run will cost, runs it, and prints its key figures. */
async function runCommand(path: string, options: RunOptions, request: StageRequest): Promise<void> {
  await withProject(path, async (session) => {
    const asJson = options.json === true;
    if (request.stage === 'samples' || request.stage === 'sweep') {
      const cost = await estimate(session, request);
      if (options.dryRun) return printResult(asJson, cost, [describeCost(cost)]);
      if (cost.durationMs > LONG_MS) note(describeCost(cost));
    }
    const { artifact, title, line } = await runStage(session, request);
    printResult(asJson, { artifactId: artifact.id, ...asObject(artifact.summary) }, [`${title}: ${line}`]);
  });
}

function asObject(summary: unknown): object {
  return typeof summary === 'object' && summary !== null ? summary : {};
}

interface SamplesOptions extends RunOptions {
  readonly classes?: string[];
  readonly perClass?: number;
  readonly psi?: number;
  readonly seed?: number;
  readonly heldOut?: number;
}

function addSamples(program: Command): void {
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
      runCommand(path, given({ json, dryRun }), { stage: 'samples', params: given(params) }),
    );
  addExample(addJson(command), 'samples draw dogs.unitloom --per-class 400 --psi 0.7');
}

interface TrainOptions extends RunOptions {
  readonly samples?: string;
  readonly method?: 'ridge' | 'least-squares';
  readonly penalty?: number;
  readonly seed?: number;
}

function addLinker(program: Command): void {
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
      runCommand(path, options, {
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

function addSweep(program: Command): void {
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
    .action((path: string, options: SweepOptions) => runCommand(path, options, readSweep(options)));
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

interface ReportOptions extends RunOptions {
  readonly sweep?: string;
  readonly out?: string;
  readonly title?: string;
  readonly units?: number;
  readonly starts?: number;
}

function addReport(program: Command): void {
  const report = addGroup(
    program,
    'report',
    'one page with what was run, key figures and pictures',
    'report build dogs.unitloom',
  );
  const command = report
    .command('build')
    .description('build the report of a sweep')
    .argument('<project>')
    .option('--out <folder>', 'also write it as index.html into this folder')
    .option('--title <title>', 'title of the page')
    .addOption(numberOption('--units <n>', 'strongest units shown (default: 12)'))
    .addOption(numberOption('--starts <n>', 'start pictures shown for each (default: 3)'))
    .option('--sweep <artifact>', 'sweep to report (default: the newest)')
    .action((path: string, options: ReportOptions) => buildReport(path, options));
  addExample(addJson(command), 'report build dogs.unitloom --out report');
}

async function buildReport(path: string, { sweep, out, json, ...params }: ReportOptions): Promise<void> {
  await withProject(path, async (session) => {
    const request: StageRequest = { stage: 'report', ...given({ sweep }), params: given(params) };
    const { artifact, title, line } = await runStage(session, request);
    const saved = out === undefined ? null : await saveReport(session, artifact.id, out);
    const result = { artifactId: artifact.id, ...asObject(artifact.summary), report: saved };
    printResult(json === true, result, [`${title}: ${line}`, ...(saved === null ? [] : [`Written to ${saved}`])]);
  });
}
