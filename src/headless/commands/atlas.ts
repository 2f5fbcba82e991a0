import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Condition } from '#core/atlas/query.ts';
import { conditionSchema } from '#core/atlas/query.ts';
import type { ConceptEffect } from '#core/atlas/ranking.ts';
import { Failure } from '#core/failure.ts';
import { type AtlasParams, atlasParamsSchema } from '#core/params.ts';
import type { AtlasAnswer, AtlasComparison, UseContrast } from '#core/views/atlas.ts';
import { formatFixed, formatInterval, formatTable } from '#headless/format.ts';
import { addExample, addGroup, addJson, given, type JsonOption, numberOption } from '#headless/options.ts';
import { printResult } from '#headless/output.ts';
import { withProject } from '#headless/session.ts';
import { type RunOptions, runStageCommand } from '#headless/stageCommand.ts';

export function addAtlasCommands(program: Command): void {
  const atlas = addGroup(
    program,
    'atlas',
    'which unit holds which concept, with intervals and error rates',
    'atlas query dogs.unitloom --part ear --metric extent --q 0.05',
  );
  addBuild(atlas);
  addQuery(atlas);
  addExport(atlas);
  addCompare(atlas);
}

interface BuildOptions extends RunOptions {
  readonly measure?: string;
  readonly wholePictures?: boolean;
  readonly chance?: AtlasParams['chance'];
  readonly directions?: number;
  readonly lengths?: number;
  readonly reference?: number;
  readonly margin?: number;
  readonly rotations?: number;
  readonly redundant?: number;
  readonly seed?: number;
}

function addBuild(atlas: Command): void {
  const command = atlas
    .command('build')
    .description('effects of every unit on every part and metric, tested against null directions')
    .argument('<project>')
    .addOption(numberOption('--directions <n>', 'null directions, at least 200 (default: 200)'))
    .addOption(
      new Option(
        '--chance <kind>',
        'compare with directions as long as the unit, or as a link of shuffled pairs (default: direction)',
      ).choices(atlasParamsSchema.shape.chance.unwrap().options),
    )
    .addOption(numberOption('--lengths <n>', 'lengths at which they are walked (default: 3)'))
    .addOption(numberOption('--reference <n>', 'held-out pictures behind the standard deviations (default: 200)'))
    .addOption(numberOption('--margin <sd>', 'effects within it count as none (default: 0.2)'))
    .addOption(numberOption('--rotations <n>', 'random rotations behind the nulls of scores (default: 200)'))
    .addOption(numberOption('--redundant <cosine>', 'profiles from which units count as the same (default: 0.9)'))
    .addOption(numberOption('--seed <n>', 'of directions, pictures and rotations (default: 0)'))
    .option('--measure <artifact>', 'measures of parts to use (default: the default ones)')
    .option('--whole-pictures', 'colour and texture of whole pictures, for which no masks are needed')
    .action((path: string, options: BuildOptions) => {
      const { measure, wholePictures, chance, directions, lengths, reference, margin, rotations, redundant, seed } =
        options;
      return runStageCommand(path, options, {
        stage: 'atlas',
        ...(wholePictures ? { measure: null } : given({ measure })),
        params: given({ chance, directions, lengths, reference, margin, rotations, redundant, seed }),
      });
    });
  addExample(addJson(command), 'atlas build dogs.unitloom --directions 400');
}

interface QueryOptions extends JsonOption {
  readonly part?: string;
  readonly metric?: string;
  readonly direction?: Condition['direction'];
  readonly class?: string;
  readonly min?: number;
  readonly q?: number;
  readonly where?: string;
  readonly concept?: string;
  readonly save?: string;
  readonly like?: number;
  readonly limit?: number;
  readonly atlas?: string;
}

function addQuery(atlas: Command): void {
  const command = atlas
    .command('query')
    .description('units that hold a concept, the largest effect first')
    .argument('<project>')
    .option('--part <name>', 'part, as ear')
    .option('--metric <name>', 'metric, as extent')
    .addOption(
      new Option('--direction <direction>', 'which way (default: changes)').choices(
        conditionSchema.shape.direction.unwrap().options,
      ),
    )
    .option('--class <name>', 'only over start pictures of this class')
    .addOption(numberOption('--min <sd>', 'least size of the effect, standard deviations (default: 0)'))
    .addOption(numberOption('--q <level>', 'largest q-value (default: any)'))
    .option('--where <query>', 'a whole query: "ear extent increases > 0.3 q < 0.05 and body area still"')
    .option('--concept <name>', 'a query that was saved')
    .option('--save <name>', 'save this query under a name')
    .addOption(numberOption('--like <unit>', 'units most like this one, instead of a query'))
    .addOption(numberOption('--limit <n>', 'units printed (default: 50)'))
    .option('--atlas <artifact>', 'atlas to ask (default: the default one)')
    .action((path: string, options: QueryOptions) => query(path, options));
  addExample(
    addJson(command),
    'atlas query dogs.unitloom --part ear --metric extent --q 0.05 --json',
    'atlas query dogs.unitloom --where "ear extent increases and body area still" --save "longer ears"',
    'atlas query dogs.unitloom --like 149',
  );
}

const LIMIT = 50;

async function query(path: string, options: QueryOptions): Promise<void> {
  const asJson = options.json === true;
  await withProject(path, async ({ client, project }) => {
    const named = given({ atlas: options.atlas });
    if (options.like !== undefined) {
      const answer = await client.atlas.unit({ project, ...named, unit: options.like, like: options.limit ?? 8 });
      const rows = answer.like.map(({ unit, cosine }) => [String(unit), cosine.toFixed(3)]);
      return printResult(asJson, { unit: options.like, like: answer.like }, formatTable([['unit', 'cosine'], ...rows]));
    }
    const asked =
      options.concept === undefined
        ? askedFor(options)
        : (await client.atlas.concepts({ project })).find(({ name }) => name === options.concept)?.query;
    if (asked === undefined) {
      throw new Failure('NOT_FOUND', `There is no saved concept "${options.concept}".`, {
        remedy: 'Save one with: unitloom atlas query PROJECT --where ... --save NAME',
      });
    }
    const answer = await client.atlas.query({ project, ...named, query: asked, limit: options.limit ?? LIMIT });
    if (options.save !== undefined) await client.atlas.saveConcept({ project, name: options.save, query: asked });
    return printResult(asJson, answer, describeAnswer(answer));
  });
}

/** A query from its parts, or as it was written. */
function askedFor({ part, metric, direction, class: className, min, q, where }: QueryOptions): string | Condition {
  if (where !== undefined) return where;
  if (part === undefined || metric === undefined) {
    throw new Failure('BAD_INPUT', 'A query needs a part and a metric, or a text after --where.', {
      remedy: 'For example: --part ear --metric extent --q 0.05',
    });
  }
  const parsed = conditionSchema.safeParse(given({ part, metric, direction, className, atLeast: min, q }));
  if (parsed.success) return parsed.data;
  throw new Failure('BAD_INPUT', 'A number of this query is outside its range.', {
    remedy: 'A q-value lies between 0 and 1, a size is not negative.',
  });
}

function describeAnswer({ text, total, rows, belowFloor, detectable }: AtlasAnswer): string[] {
  const below = belowFloor > 0 ? ` ${belowFloor} units lie below the segmenter's own flicker.` : '';
  const least =
    detectable === null ? 'Nothing could be tested.' : `An effect of ${detectable.toFixed(2)} sd could have been seen.`;
  if (total === 0) return [`${text}: no unit. ${least}${below}`];
  const heads = ['unit', 'concept', 'effect', '95 %', 'n', 'q', 'also'];
  const lines = rows.flatMap(({ unit, effects, also }) =>
    effects.map((effect, at) => [
      at === 0 ? String(unit) : '',
      `${effect.part} ${effect.metric}`,
      formatFixed(effect.value, 2),
      formatInterval(effect.interval, (end) => end.toFixed(2)),
      String(effect.n),
      formatFixed(effect.q, 4),
      at === 0 ? alsoText(also) : '',
    ]),
  );
  return [`${text}: ${total} ${total === 1 ? 'unit' : 'units'}.${below}`, ...formatTable([heads, ...lines])];
}

function alsoText(also: ConceptEffect | null): string {
  return also === null ? '' : `${also.part} ${also.metric} ${formatFixed(also.value, 2)}`;
}

interface ExportOptions extends JsonOption {
  readonly to: string;
  readonly atlas?: string;
}

function addExport(atlas: Command): void {
  const command = atlas
    .command('export')
    .description('write every unit and concept as a table, .csv or .parquet')
    .argument('<project>')
    .requiredOption('--to <file>', 'file to write')
    .option('--atlas <artifact>', 'atlas to write (default: the default one)')
    .action(async (path: string, options: ExportOptions) => {
      await withProject(path, async ({ client, project }) => {
        const to = resolve(options.to);
        const written = await client.atlas.exportFile({ project, to, ...given({ atlas: options.atlas }) });
        printResult(options.json === true, written, [`${written.rows} rows in ${written.path}`]);
      });
    });
  addExample(addJson(command), 'atlas export dogs.unitloom --to atlas.parquet');
}

interface CompareOptions extends JsonOption {
  readonly limit?: number;
}

function addCompare(atlas: Command): void {
  const command = atlas
    .command('compare')
    .description('two classifiers over the same latents: units that do the same, parts that one uses more')
    .argument('<project>')
    .argument('<a>', 'atlas of the first classifier')
    .argument('<b>', 'atlas of the second')
    .addOption(numberOption('--limit <n>', 'concepts printed (default: 20)'))
    .action(async (path: string, a: string, b: string, options: CompareOptions) => {
      await withProject(path, async ({ client, project }) => {
        const comparison = await client.atlas.compare({ project, a, b });
        printResult(options.json === true, comparison, describeComparison(comparison, options.limit ?? 20));
      });
    });
  addExample(addJson(command), 'atlas compare dogs.unitloom 1f0c… 8a42…');
}

/** Matched pairs printed. */
const PAIRS = 8;

function describeComparison(comparison: AtlasComparison, limit: number): string[] {
  const { names, units, starts, isPaired, pictures, cka, rsa, matching, overall, parts, concepts } = comparison;
  const from = isPaired ? `the same ${starts[0]} start pictures` : `${starts[0]} and ${starts[1]} other start pictures`;
  const all = matching.units[0] === units[0] && matching.units[1] === units[1];
  const which = all ? '' : ` (the ${matching.units[0]} and ${matching.units[1]} that move the most)`;
  const heads = [`${names[0]}, % share`, names[1], 'difference', '95 %', 'q', `${names[0]}, sd`, names[1], 'q'];
  const strongest = [...concepts].sort((one, other) => shareQ(one) - shareQ(other)).slice(0, limit);
  return [
    `${units[0]} units of ${names[0]} and ${units[1]} of ${names[1]}, from ${from}`,
    `As representations of ${pictures} pictures: CKA ${cka.toFixed(3)}, RSA ${rsa.toFixed(3)}`,
    `Units matched one to one${which}: mean cosine ${matching.meanCosine.toFixed(3)}, p ${matching.p.toFixed(3)} by ${matching.permutations} permutations`,
    `Size of all effects: ${overall.a.toFixed(2)} and ${overall.b.toFixed(2)} sd, difference ${overall.difference.toFixed(2)} ${formatInterval(overall.interval, (end) => end.toFixed(2))}`,
    '',
    ...formatTable([
      [names[0], names[1], 'cosine'],
      ...matching.pairs.slice(0, PAIRS).map(({ a, b, cosine }) => [String(a), String(b), cosine.toFixed(3)]),
    ]),
    '',
    ...formatTable([
      ['part', ...heads],
      ...[...parts].sort((one, other) => lead(other) - lead(one)).map((use) => [use.part, ...useCells(use)]),
    ]),
    '',
    ...formatTable([['concept', ...heads], ...strongest.map((use) => [`${use.part} ${use.metric}`, ...useCells(use)])]),
  ];
}

/** How much larger the share is with the first classifier. */
function lead({ share }: UseContrast): number {
  return share?.difference ?? 0;
}

function shareQ({ share }: UseContrast): number {
  return share?.q ?? 1;
}

/** The share of all effects, which their overall size does not change, beside the size itself. */
function useCells({ share, size }: UseContrast): string[] {
  const percent = (value: number | undefined) => (value === undefined ? '' : (100 * value).toFixed(1));
  return [
    percent(share?.a),
    percent(share?.b),
    percent(share?.difference),
    formatInterval(share?.interval ?? null, percent),
    formatFixed(share?.q ?? null, 4),
    size.a.toFixed(2),
    size.b.toFixed(2),
    formatFixed(size.q, 4),
  ];
}
