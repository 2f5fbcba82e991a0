import {
  type AtlasParams,
  atlasParamsSchema,
  type CounterfactualParams,
  counterfactualParamsSchema,
  type Direction,
  type LinkerParams,
  linkerParamsSchema,
  reportParamsSchema,
  samplesParamsSchema,
  sweepParamsSchema,
} from '#core/params.ts';
import type { ReportData } from './reportData.ts';
import { DEMO_GENERATOR } from './sections/opening.ts';

/** The command lines that make the same artifacts again; what has its default is left out. */
export function rerunCommands(data: ReportData): string[] {
  return [
    `unitloom new study.unitloom${manifests(data)}`,
    command('samples draw', samplesOptions(data)),
    linkerCommand(data),
    command('sweep run', sweepOptions(data)),
    ...(data.atlas ? [command('atlas build', atlasOptions(data.atlas.params, data.parts === null))] : []),
    ...(data.counterfactuals
      ? [command('counterfactual run', counterfactualOptions(data.counterfactuals.params))]
      : []),
    command('report build', reportOptions(data)),
    ...whatHasNoOption(data).map((sentence) => `# ${sentence}`),
  ];
}

type Option = readonly [flag: string, value: string | number | undefined, fallback?: string | number];

function command(name: string, options: readonly Option[]): string {
  const given = options.flatMap(([flag, value, fallback]) =>
    value === undefined || value === fallback ? [] : [`${flag}${value === '' ? '' : ` ${quoted(String(value))}`}`],
  );
  return ['unitloom', name, 'study.unitloom', ...given].join(' ');
}

/** For a POSIX shell; a line break would end the command, and no name needs one. */
function quoted(text: string): string {
  return /^[\w.,:=/-]+$/.test(text) ? text : `'${text.replace(/[\r\n]+/g, ' ').replaceAll("'", "'\\''")}'`;
}

function manifests({ pair }: ReportData): string {
  if (pair.generatorName === DEMO_GENERATOR && pair.classifierName === 'critters-aux') return '';
  return ' --generator generator.json --classifier classifier.json';
}

function samplesOptions({ samples: { params } }: ReportData): Option[] {
  const standard = samplesParamsSchema.parse({});
  return [
    ['--classes', params.classes?.join(',')],
    ['--per-class', params.perClass, standard.perClass],
    ['--psi', params.psi, standard.psi],
    ['--seed', params.seed, standard.seed],
    ['--held-out', params.heldOut, standard.heldOut],
  ];
}

function linkerCommand({ linker: { params } }: ReportData): string {
  if (params.method === 'imported') return `unitloom linker import study.unitloom ${quoted(params.file)}`;
  return command('linker train', linkerOptions(params));
}

function linkerOptions(params: LinkerParams): Option[] {
  const standard = linkerParamsSchema.parse({});
  return [
    ['--method', params.method, standard.method],
    ['--choose', params.choose, standard.choose],
    ['--penalty', params.penalty, standard.penalty],
    ['--l1-ratio', params.l1Ratio, standard.l1Ratio],
    ['--components', params.components, standard.components],
    ['--folds', params.folds, standard.folds],
    ['--hidden', params.hidden.join(',') || 'none', standard.hidden.join(',')],
    ['--learning-rate', params.learningRate, standard.learningRate],
    ['--max-epochs', params.maxEpochs, standard.maxEpochs],
    ['--patience', params.patience, standard.patience],
    ['--seed', params.seed, standard.seed],
  ];
}

function sweepOptions({ sweep: { params } }: ReportData): Option[] {
  const standard = sweepParamsSchema.parse({});
  const { kind, low, high, multiple } = params.range;
  return [
    ['--units', params.units?.join(',')],
    ...params.directions.filter(isWeighted).map(({ name, weights }): Option => {
      return ['--direction', `${name}=${weights.map(({ unit, weight }) => `${unit}:${weight}`).join(',')}`];
    }),
    ['--starts', params.starts, standard.starts],
    ['--start-seed', params.startSeed, standard.startSeed],
    ['--steps', params.steps, standard.steps],
    ['--range', kind === 'minmax' ? kind : `p${low}-p${high}`, 'p1-p99'],
    ['--multiple', multiple, standard.range.multiple],
    ['--mode', params.mode, standard.mode],
    ['--no-control', params.control ? undefined : ''],
  ];
}

function atlasOptions(params: AtlasParams, ofPictures: boolean): Option[] {
  const standard = atlasParamsSchema.parse({});
  return [
    ['--whole-pictures', ofPictures ? '' : undefined],
    ['--chance', params.chance, standard.chance],
    ['--directions', params.directions, standard.directions],
    ['--lengths', params.lengths, standard.lengths],
    ['--reference', params.reference, standard.reference],
    ['--margin', params.margin, standard.margin],
    ['--rotations', params.rotations, standard.rotations],
    ['--redundant', params.redundant, standard.redundant],
    ['--seed', params.seed, standard.seed],
  ];
}

function counterfactualOptions(params: CounterfactualParams): Option[] {
  const standard = counterfactualParamsSchema.parse({});
  return [
    ...(params.pairs ?? []).map(({ from, to }): Option => ['--pair', `${from}:${to}`]),
    ['--samples', params.samples?.join(',')],
    ['--per-pair', params.perPair, standard.perPair],
    ['--sample-seed', params.sampleSeed, standard.sampleSeed],
    ['--seeds', params.seeds, standard.seeds],
    ['--members', params.members, standard.members],
    ['--confidence', params.confidence, standard.confidence],
    ['--closeness', params.closeness, standard.closeness],
    ['--sparsity', params.sparsity, standard.sparsity],
    ['--plausibility', params.plausibility, standard.plausibility],
    ['--method', params.method, standard.method],
    ['--learning-rate', params.learningRate, standard.learningRate],
    ['--budget', params.budget],
    ['--steps', params.steps, standard.steps],
    ['--beyond', params.beyond, standard.beyond],
    ['--mode', params.mode, standard.mode],
    ['--no-controls', params.controls ? undefined : ''],
  ];
}

function isWeighted(direction: Direction): direction is Extract<Direction, { kind: 'units' }> {
  return direction.kind === 'units';
}

function reportOptions({ params }: ReportData): Option[] {
  const standard = reportParamsSchema.parse({});
  return [
    ['--out', 'report'],
    ['--title', params.title],
    ['--units', params.units, standard.units],
    ['--starts', params.starts, standard.starts],
  ];
}

function whatHasNoOption({ samples, sweep, artifacts, parts }: ReportData): string[] {
  const draws = samples.params.maxDrawsPerSample;
  const others = sweep.params.directions.filter((direction) => !isWeighted(direction)).length;
  const segmenter = artifacts
    .find(({ stage }) => stage === 'counterfactual')
    ?.inputs.find(({ role }) => role === 'segment')?.id;
  return [
    ...(segmenter === undefined
      ? []
      : [`counterfactual: parts are measured with segmenter ${segmenter.slice(0, 8)}, which learned from drawn masks`]),
    ...(parts === null
      ? []
      : ['parts: masks come from people; segment train, segment apply and measure run follow them']),
    ...(draws === samplesParamsSchema.parse({}).maxDrawsPerSample
      ? []
      : [`samples: maxDrawsPerSample ${draws} is set in a recipe`]),
    ...(others === 0 ? [] : [`sweep: ${others} of its directions are latent vectors, which are set in a recipe`]),
  ];
}
