import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { openProject } from '#backend/store/project.ts';
import { readAtlas, type ScoredColumn } from '#core/atlas/atlasTable.ts';
import { parseQuery, writeQuery } from '#core/atlas/query.ts';
import { type ConceptEffect, conceptEffect, rankUnits } from '#core/atlas/ranking.ts';
import { readStudy } from '#core/atlas/study.ts';
import { readSweptPictures } from '#core/sweptPictures.ts';
import { effectsTable } from './findingsTable.ts';
import { writeGoldenStudy } from './goldenStudy.ts';

/**
 * `npm run findings`: docs/findings.md, three findings of the demo study's atlas with pictures and numbers, and docs/findings/atlas.csv,
 * its effects rounded, so that a change in the analysis is a difference somebody reads; what they are computed from goes beside the tests,
 * which compute them again. From demo-out (`npm run demo` makes it). Units are
 * chosen by rule, not by looks.
 */

const ROOT = join(import.meta.dirname, '..');
const STUDY = join(ROOT, 'demo-out', 'demo.unitloom');
const FOLDER = join(ROOT, 'docs', 'findings');
const QUESTION = 'ear extent changes q < 0.05';
const STARTS = 3;
const EFFECTS = 5;

if (!existsSync(STUDY)) {
  process.stderr.write('There is no demo-out/demo.unitloom yet: run `npm run demo` first.\n');
  process.exit(1);
}
const { artifacts } = openProject(STUDY, { readOnly: true });
const atlasId = artifacts.defaultOf('atlas');
if (atlasId === null) throw new Error('the demo study has no atlas');
const atlas = readAtlas(artifacts, atlasId);
const sweepId = artifacts.artifact(atlasId).inputs.find(({ role }) => role === 'sweep')?.id ?? '';
mkdirSync(FOLDER, { recursive: true });

const rows = Array.from(atlas.unit.keys());
const { overParts, participation } = atlas.unitScores;
const selective = extreme(overParts, (score) => -score);
const superposed = extreme(participation, (score) => -score);
await drawUnit(selective, 'selective');
await drawUnit(superposed, 'superposed');
writeFileSync(join(ROOT, 'docs', 'findings.md'), page());
writeFileSync(join(FOLDER, 'atlas.csv'), effectsTable(atlas.analysis, atlas.unit, atlas.concepts));
writeGoldenStudy({
  input: readStudy(artifacts, atlasId).input,
  unit: Array.from(atlas.unit),
  concepts: atlas.concepts,
});
process.stdout.write('Written: docs/findings.md, docs/findings/, test/fixtures/core/demoAtlas/\n');

/** The row that comes first by a score. */
function extreme({ measured }: ScoredColumn, order: (score: number) => number): number {
  const scored = rows.filter((row) => !Number.isNaN(measured[row]));
  return scored.sort((a, b) => order(measured[a] as number) - order(measured[b] as number))[0] as number;
}

/** The unit's steps from its first start pictures, one below the other. */
async function drawUnit(row: number, name: string): Promise<void> {
  const swept = readSweptPictures(artifacts, sweepId);
  const strips: Buffer[] = [];
  for (let ordinal = 0; ordinal < swept.count && strips.length < STARTS; ordinal++) {
    const { direction } = swept.at(ordinal);
    if (direction.kind !== 'unit' || direction.unit !== atlas.unit[row]) continue;
    const image = artifacts.imageAt(sweepId, ordinal);
    const picture = image === null ? null : artifacts.picture(image.hash);
    if (picture !== null) strips.push(Buffer.from(picture.bytes));
  }
  const { width = 0, height = 0 } = await sharp(strips[0]).metadata();
  const composed = sharp({ create: { width, height: height * strips.length, channels: 3, background: '#000' } });
  const whole = await composed
    .composite(strips.map((input, at) => ({ input, left: 0, top: at * height })))
    .png()
    .toBuffer();
  await sharp(whole)
    .resize({ width: width * 2, kernel: 'nearest' })
    .webp({ quality: 90 })
    .toFile(join(FOLDER, `${name}.webp`));
}

function largest(row: number): ConceptEffect[] {
  return atlas.concepts
    .map((_, concept) => conceptEffect(atlas, atlas.analysis, row, concept))
    .filter(({ value }) => value !== null)
    .sort((a, b) => Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0))
    .slice(0, EFFECTS);
}

function effectTable(row: number): string {
  const lines = largest(row).map(({ part, metric, value, interval, q }) => {
    const ends = interval === null ? '' : ` [${interval.map((end) => end.toFixed(2)).join(', ')}]`;
    return `| ${part} ${metric} | ${(value ?? 0).toFixed(2)}${ends} | ${q === null ? 'n/a' : q.toFixed(3)} |`;
  });
  return ['| concept | effect, sd [95 %] | q |', '|---|---|---|', ...lines].join('\n');
}

function scoreText({ measured, predicted, low, high, p }: ScoredColumn, row: number): string {
  const at = (column: Float64Array) => (column[row] as number).toFixed(2);
  return `${at(measured)} (the linear response ${at(predicted)}, random rotations ${at(low)} to ${at(high)}, p ${(p[row] as number).toFixed(3)})`;
}

function page(): string {
  const { summary } = atlas;
  const query = parseQuery(QUESTION);
  const found = rankUnits(atlas, query, () => atlas.analysis);
  const concept = atlas.concepts.findIndex(({ part, metric }) => part === 'ear' && metric === 'extent');
  const clear = rankUnits(atlas, parseQuery('ear extent changes'), () => atlas.analysis)
    .flatMap(({ effects }) => effects)
    .find(({ interval }) => interval !== null && interval[0] * interval[1] > 0);
  return `# Three findings on the demo study

Written by \`npm run findings\` from the study that \`npm run demo\` makes: ${summary.units} units, ${summary.starts} start pictures and
${summary.steps} steps, ${summary.tested} tested cells against ${summary.nullDirections} null directions. Units are chosen by rule, not by looks. Numbers are of
the demo pair and say nothing about real networks. All effects, rounded: [findings/atlas.csv](findings/atlas.csv).

## A unit that moves little else

Unit ${atlas.unit[selective]} has the largest selectivity over parts: ${scoreText(overParts, selective)}.

![Unit ${atlas.unit[selective]}](findings/selective.webp)

${effectTable(selective)}

${selectiveVerdict(overParts.p[selective] as number)}

## A unit that moves many things at once

Unit ${atlas.unit[superposed]} has the largest participation ratio, concepts that share its energy: ${scoreText(participation, superposed)}.

![Unit ${atlas.unit[superposed]}](findings/superposed.webp)

${effectTable(superposed)}

## A question whose answer is ${found.length === 0 ? 'no' : 'yes'}

\`unitloom atlas query demo-out/demo.unitloom --part ear --metric extent --q 0.05\` asks \`${writeQuery(query)}\` and finds ${found.length === 0 ? 'no unit' : `${found.length} units`}. ${found.length === 0 ? closing(clear, atlas.detectable[concept] as number) : ''}
`;
}

/** It was chosen as the most selective of all, so that its p counts once a unit. */
function selectiveVerdict(p: number): string {
  if (p * rows.length < 0.05) return 'Its selectivity is more than units that point anywhere would have.';
  return `It was chosen of ${rows.length} units: the most selective of as many that point anywhere would often be as selective.`;
}

function closing(clear: ConceptEffect | undefined, detectable: number): string {
  const moved =
    clear === undefined
      ? 'No interval leaves out 0.'
      : `The largest effect on
the length of the ears whose interval leaves out 0 is ${(clear.value ?? 0).toFixed(2)} sd [${clear.interval?.map((end) => end.toFixed(2)).join(', ')}]: there the ears do move. But a random
direction of the same length moves them as much: 160 units share 16 factors, and no single unit stands out from what any direction of this generator does.`;
  return `${moved} An effect
of ${detectable.toFixed(2)} sd, measured as surely as most, could have been reported. \`npm run -s bench -- atlas\` confirms the answer on the true factors: none of the
changes above half a standard deviation is reported, and none should be.`;
}
