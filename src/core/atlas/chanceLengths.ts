import { lineOf } from '../direction.ts';
import { fitAgain, specOfLinker, type TrainingRows } from '../linkerFit.ts';
import { anyLinkerParamsSchema } from '../params.ts';
import { shuffled } from '../random.ts';
import { readSamples } from '../sampleSet.ts';
import type { StageTools } from '../stage.ts';
import type { LinkerSummary } from '../summary.ts';
import type { SweptPictures } from '../sweptPictures.ts';
import { rowOf, takeRows } from '../tensor.ts';
import type { UnitLine } from './nullPlan.ts';

/**
 * How far each unit's line would reach in w if the link knew nothing: the same linker is fitted on shuffled pairs, which keeps the
 * noise of a fit and takes out what it could have learned. Root mean square over fits of the length of the unit's range.
 *
 * @returns [units]; null for an imported linker, which cannot be fitted again
 */
export async function chanceLengths(
  swept: SweptPictures,
  lines: readonly UnitLine[],
  { shuffles, seed }: { readonly shuffles: number; readonly seed: number },
  tools: StageTools,
): Promise<Float64Array | null> {
  const { params: json, summary } = tools.reader.artifact(swept.linkerId);
  const params = anyLinkerParamsSchema.parse(json);
  if (params.method === 'imported') return null;
  const spec = specOfLinker(params, summary as unknown as LinkerSummary);
  const samples = readSamples(tools.reader, swept.samplesId).accepted();
  const training = samples.heldOut(false);
  const pairs: TrainingRows = { representations: training.r, latents: training.w, draws: training.draw };
  const [sample] = swept.starts;
  const start = rowOf(samples.r, samples.index.indexOf(sample as number));
  const squares = new Float64Array(lines.length);
  for (let fit = 0; fit < shuffles; fit++) {
    tools.tell({ doing: `shuffled pairs ${fit + 1} of ${shuffles}`, epochs: null });
    const order = Array.from(shuffled(training.count, (seed + fit) >>> 0));
    const rows = { ...pairs, latents: takeRows(pairs.latents, order) };
    const { linker } = await fitAgain(params, spec, rows, tools.engine, tools);
    lines.forEach(({ unit, range }, at) => {
      const line = lineOf({ kind: 'unit', unit }, linker, false);
      const [low, high] = range.map((value) => line.displace(start, value)) as [Float32Array, Float32Array];
      const square = low.reduce((sum, value, d) => sum + ((high[d] as number) - value) ** 2, 0);
      squares[at] = (squares[at] as number) + square / shuffles;
    });
  }
  return squares.map(Math.sqrt);
}
