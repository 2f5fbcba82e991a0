import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Failure } from '#core/failure.ts';
import type { LinkerParams } from '#core/params.ts';
import type { Fidelity, FidelityNumbers, LinkerSummary } from '#core/summary.ts';
import type { LinkerDifference, LinkerRow } from '#core/views/linker.ts';
import { makeArtifact } from '#headless/follow.ts';
import { formatFixed, formatInterval, formatPercent, formatTable } from '#headless/format.ts';
import { addExample, addGroup, addJson, given, type JsonOption } from '#headless/options.ts';
import { printResult } from '#headless/output.ts';
import { withProject } from '#headless/session.ts';
import { printLinker } from './linkerResult.ts';
import { addTrain } from './linkerTrain.ts';

export function addLinkerCommands(program: Command): void {
  const linker = addGroup(program, 'linker', 'the map from representation to latent', 'linker train dogs.unitloom');
  addTrain(linker);
  addList(linker);
  addEvaluate(linker);
  addCompare(linker);
  addExport(linker);
  addImport(linker);
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
      'classifier',
      '',
    ];
    const rows = linkers.map((row) => {
      const { artifact, summary, isDefault, classifierName } = row;
      // Linkers of stage version 1 took no intervals and had no nearest neighbour beside them.
      const { intervals, nearest }: Partial<LinkerSummary> = summary;
      return [
        artifact.id,
        summary.method,
        settingOf(row),
        summary.r2.toFixed(3),
        formatInterval(intervals?.r2 ?? null),
        summary.classMean.r2.toFixed(3),
        summary.shuffled.r2.toFixed(3),
        formatFixed(nearest?.r2 ?? null, 3),
        formatPercent(summary.agreement),
        formatFixed(summary.pixelError, 2),
        classifierName ?? 'plain arrays',
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
  const { nearest, heldOutDraws }: Partial<LinkerSummary> = summary;
  const setting = settingOf(row);
  const draws = heldOutDraws === undefined ? '' : ` of ${heldOutDraws} latents`;
  const baselines = [...(nearest === undefined ? [] : [nearest]), summary.classMean, summary.shuffled];
  const heads = ['', 'linked', '95 %', ...(nearest === undefined ? [] : ['nearest']), 'class mean', 'shuffled'];
  const rows = FIGURES.map(({ key, name, format }) => [
    name,
    format(summary[key] ?? null),
    formatInterval((summary as Partial<Fidelity>).intervals?.[key] ?? null, format),
    ...baselines.map((figures) => format(figures[key] ?? null)),
  ]);
  return [
    `${summary.method}${setting === '' ? '' : `, ${setting}`}: ${summary.trainCount} training and ${summary.heldOutCount} held-out samples${draws}`,
    ...formatTable([heads, ...rows]),
    ...describeClasses(summary),
    ...describeUnits(summary),
    ...summary.remarks,
  ];
}

function describeClasses({ perClass }: Partial<LinkerSummary>): string[] {
  if (perClass === undefined || perClass.length === 0) return [];
  const rows = perClass.map(({ name, n, r2, agreement, intervals }) => [
    name,
    r2.toFixed(3),
    formatInterval(intervals.r2),
    formatPercent(agreement),
    String(n),
  ]);
  return ['', ...formatTable([['class', 'R2', '95 %', 'agreement', 'n'], ...rows])];
}

function describeUnits({ identifiability }: Partial<LinkerSummary>): string[] {
  if (!identifiability) return [];
  const { linkedRank, weightsRank, groups, groupedUnits, medianStability, refits } = identifiability;
  return [
    '',
    `Effective rank ${linkedRank.toFixed(1)} of linked latents, ${weightsRank.toFixed(1)} of weights; ${groups} directions that can be told apart, ${groupedUnits} units share one.`,
    `Median stability of a unit's direction ${medianStability.toFixed(3)}, over ${refits} refits on resampled latents.`,
  ];
}

interface Figure {
  readonly key: keyof FidelityNumbers;
  readonly name: string;
  format(value: number | null): string;
}

function fixed(decimals: number): Figure['format'] {
  return (value) => formatFixed(value, decimals);
}

const FIGURES: readonly Figure[] = [
  { key: 'r2', name: 'R2', format: fixed(3) },
  { key: 'cosine', name: 'cosine', format: fixed(3) },
  { key: 'agreement', name: 'agreement', format: formatPercent },
  { key: 'divergence', name: 'KL divergence', format: fixed(4) },
  { key: 'cycleError', name: 'cycle error', format: fixed(3) },
  { key: 'pixelError', name: 'pixel error', format: fixed(2) },
  { key: 'structureError', name: 'structure error', format: fixed(4) },
];

function addCompare(linker: Command): void {
  const command = linker
    .command('compare')
    .description('numbers of one linker less those of another, on the held-out latents that both were judged on')
    .argument('<project>')
    .argument('<linker>')
    .argument('<other>', 'what is taken off')
    .action((path: string, b: string, a: string, options: JsonOption) =>
      withProject(path, async ({ client, project }) => {
        const difference = await client.linker.compare({ project, a, b });
        const rows = await client.linker.list({ project });
        const title = `${titleOf(rows, b)} less ${titleOf(rows, a)}`;
        printResult(options.json === true, difference, describeDifference(title, difference));
      }),
    );
  addExample(
    addJson(command),
    'linker compare dogs.unitloom 5791607c5b6a52f1ef26f5dbdd93c4ba b8b8137305555ab4e1fd2570fd2bc896',
  );
}

function describeDifference(title: string, difference: LinkerDifference): string[] {
  const { n, draws, intervals, perClass } = difference;
  const rows = FIGURES.map(({ key, name }) => [name, formatFixed(difference[key], 4), formatInterval(intervals[key])]);
  const classes = perClass.map(({ name, r2, interval }) => [`R2, ${name}`, r2.toFixed(4), formatInterval(interval)]);
  return [
    `${title}, on the ${n} held-out samples (${draws} latents) that both were judged on`,
    ...formatTable([['', 'difference', '95 % over latents'], ...rows, ...classes]),
  ];
}

/** As a person tells it from others: method, setting, classifier. */
function titleOf(rows: readonly LinkerRow[], id: string): string {
  const row = rows.find(({ artifact }) => artifact.id === id);
  if (row === undefined) return id;
  return [row.summary.method, settingOf(row), row.classifierName ?? ''].filter((part) => part !== '').join(' ');
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
  readonly again?: string;
}

function addImport(linker: Command): void {
  const command = linker
    .command('import')
    .description('take a linker from a file and measure it on held-out samples')
    .argument('<project>')
    .argument('[file]', '*.npz with coef [L U] and intercept [L], or *.onnx: linear layers with ReLU between them')
    .option('--again <artifact>', 'instead of a file: a linker imported before, to measure it on other samples')
    .option('--samples <artifact>', 'samples to measure it on (default: the newest)')
    .action((path: string, file: string | undefined, { samples, again, json }: ImportOptions) => {
      const source = sourceOf(file, again);
      return withProject(path, async (session) => {
        const { client, project } = session;
        const on = given({ samples });
        const start = () =>
          'from' in source
            ? client.linker.importFile({ project, ...source, ...on })
            : client.linker.importAgain({ project, ...source, ...on });
        printLinker(json === true, await makeArtifact(session, start));
      });
    });
  addExample(
    addJson(command),
    'linker import dogs.unitloom linker.npz',
    'linker import dogs.unitloom network.onnx',
    'linker import dogs.unitloom --again 5791607c5b6a52f1ef26f5dbdd93c4ba',
  );
}

function sourceOf(
  file: string | undefined,
  again: string | undefined,
): { readonly from: string } | { readonly linker: string } {
  if (file !== undefined && again === undefined) return { from: resolve(file) };
  if (file === undefined && again !== undefined) return { linker: again };
  throw new Failure('USAGE', 'Give a file, or --again with a linker that was imported before.');
}
