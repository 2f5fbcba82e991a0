import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { TrackView } from '#core/views/track.ts';
import { runStage } from '#headless/follow.ts';
import { formatFixed, formatPercent, formatTable } from '#headless/format.ts';
import { addExample, addGroup, addJson, given, type JsonOption, numberOption, readUnits } from '#headless/options.ts';
import { printResult } from '#headless/output.ts';
import { withProject } from '#headless/session.ts';
import { checkCost, printNode, type RunOptions } from '#headless/stageCommand.ts';

export function addTrackCommands(program: Command): void {
  const track = addGroup(program, 'track', 'how swept pictures move, and their parts', 'track run dogs.unitloom');
  addRun(track);
  addList(track);
  addExport(track);
  addImport(track);
}

interface TrackRunOptions extends RunOptions {
  readonly sweep?: string;
  readonly maps?: string | boolean;
  readonly units?: number[];
  readonly starts?: number;
  readonly steps?: number;
  readonly flow?: string;
  readonly features?: true;
}

function addRun(track: Command): void {
  const command = track
    .command('run')
    .description('track motion between the steps of a sweep, on pictures drawn anew')
    .argument('<project>')
    .option('--units <list>', 'units of the sweep, as 0,2,5-9 (default: all)', readUnits)
    .addOption(numberOption('--starts <n>', 'start pictures of each (default: all of the sweep)'))
    .addOption(numberOption('--steps <n>', 'steps, evenly from the first to the last (default: all of the sweep)'))
    .option('--sweep <artifact>', 'sweep to track (default: the default one)')
    .option(
      '--maps <artifact>',
      'label maps that parts are told from (default: the default ones, where they are of it)',
    )
    .option('--no-maps', 'track the whole picture alone')
    .option('--flow <file>', 'an ONNX flow model that finds the motion (default: the built-in tracker)')
    .option('--features', "let the built-in tracker go by the generator's features too (default: by pictures alone)")
    .option('--dry-run', 'only say what it would cost')
    .action((path: string, options: TrackRunOptions) =>
      withProject(path, async (session) => {
        const { json, sweep, maps, units, starts, steps, features, flow: from } = options;
        const { client, project } = session;
        const flow = from === undefined ? undefined : await client.track.addFlowModel({ project, from: resolve(from) });
        const request = {
          stage: 'track' as const,
          ...given({ sweep }),
          ...(maps === false ? { maps: null } : typeof maps === 'string' ? { maps } : {}),
          params: given({ units, starts, steps, flow, features }),
        };
        if (await checkCost(session, options, request)) printNode(json === true, await runStage(session, request));
      }),
    );
  addExample(addJson(command), 'track run dogs.unitloom', 'track run dogs.unitloom --units 12,40 --starts 5 --steps 3');
}

const ROWS_SHOWN = 30;

function addList(track: Command): void {
  const command = track
    .command('list')
    .description('units by how far their pictures move from end to end')
    .argument('<project>')
    .option('--track <artifact>', 'motion to show (default: the default one)')
    .action((path: string, { json, track: id }: JsonOption & { readonly track?: string }) =>
      withProject(path, async ({ client, project }) => {
        const view = await client.track.show({ project, ...given({ track: id }) });
        printResult(json === true, { track: view }, view === null ? [NOTHING] : describe(view));
      }),
    );
  addExample(addJson(command), 'track list dogs.unitloom');
}

const NOTHING = 'Nothing is tracked yet. Do it with: unitloom track run';

function describe({ directions, summary }: TrackView): string[] {
  const rows = directions
    .slice(0, ROWS_SHOWN)
    .map(({ name, magnitude, parts }) => [
      name,
      magnitude === null
        ? 'n/a'
        : `${formatFixed(magnitude.value, 3)} [${formatFixed(magnitude.low, 3)}, ${formatFixed(magnitude.high, 3)}]`,
      String(magnitude?.n ?? 0),
      parts.map(({ ordinal }) => ordinal).join(' '),
    ]);
  const floor =
    summary.noiseFloor === null ? '' : ` The control moves ${formatFixed(summary.noiseFloor, 3)} px at most.`;
  return [
    ...formatTable([['direction', 'px, 95 %', 'n', 'numbers'], ...rows]),
    `Too little to go by in ${formatPercent(summary.untrusted)} of the strips.${floor}`,
  ];
}

interface ExportOptions extends JsonOption {
  readonly track?: string;
  readonly number?: number;
  readonly pair?: number;
  readonly out: string;
}

function addExport(track: Command): void {
  const command = track
    .command('export')
    .description('write all motion as .csv, or the arrows of one strip as .svg')
    .argument('<project>')
    .requiredOption('--out <file>', 'a .csv or .svg file')
    .addOption(numberOption('--number <n>', 'for arrows: the strip, as track list numbers them'))
    .addOption(numberOption('--pair <n>', 'for arrows: the pair of steps (default: first and last)'))
    .option('--track <artifact>', 'motion to write (default: the default one)')
    .action((path: string, { json, track: id, number, pair, out }: ExportOptions) =>
      withProject(path, async ({ client, project }) => {
        const request = { project, to: resolve(out), ...given({ track: id, ordinal: number, pair }) };
        const written = await client.track.exportFile(request);
        printResult(json === true, written, [`Written: ${written.path}`]);
      }),
    );
  addExample(
    addJson(command),
    'track export dogs.unitloom --out motion.csv',
    'track export dogs.unitloom --number 12 --out arrows.svg',
  );
}

function addImport(track: Command): void {
  const command = track
    .command('import')
    .description("take the global motion out of the reference's matches (corres), and write what is left")
    .argument('<project>')
    .argument('<file>', 'the .npy or .npz file of matches')
    .requiredOption('--out <file>', 'a .csv or .svg file')
    .action((path: string, file: string, { json, out }: JsonOption & { readonly out: string }) =>
      withProject(path, async ({ client, project }) => {
        const read = await client.track.importMatches({ project, from: resolve(file), to: resolve(out) });
        const { matches, inliers, medianTotal, medianResidual } = read;
        printResult(json === true, read, [
          `${matches} matches; ${inliers === null ? 'no motion in common' : `${formatPercent(inliers)} move by the global motion`}`,
          `Median length ${formatFixed(medianTotal, 2)} px, ${formatFixed(medianResidual, 2)} px without it: ${read.path}`,
        ]);
      }),
    );
  addExample(addJson(command), 'track import dogs.unitloom corres/pair.npy --out arrows.svg');
}
