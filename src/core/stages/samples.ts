import { hashBytes, partId, type StoredPart } from '../artifact.ts';
import { Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import type { SamplesParams } from '../params.ts';
import { latentStream, splitOf } from '../random.ts';
import { SAMPLE_COLUMNS } from '../sampleSet.ts';
import { type PairTools, requirePair, type Stage, type StageTools } from '../stage.ts';
import { stripHash } from '../strip.ts';
import type { ClassDraws, SamplesSummary } from '../summary.ts';
import { argmaxRows, bytesOf, type FloatTensor, rowOf, tensorOf } from '../tensor.ts';

/**
 * Draws latents class by class, renders and classifies them, and keeps those that the classifier takes for the class asked for.
 * The stream of a seed goes on until enough are accepted, so no latent is drawn twice (defect B1 of the reference), and
 * the hold-out is decided per latent, the same in every class (defect B2).
 */

/** Widest strip, px: WebP ends at 16383, and a browser decodes narrower ones faster. */
const STRIP_WIDTH_PX = 2048;

/** Pictures in one strip of draws, for a picture of this width. Fixed per pair, so that resumed jobs cut the stream alike. */
export function drawsPerStrip(widthPx: number): number {
  return Math.max(1, Math.min(32, Math.floor(STRIP_WIDTH_PX / widthPx)));
}

export const samplesStage: Stage<SamplesParams> = {
  name: 'samples',
  async run(inputs, params, tools) {
    const pair = requirePair(tools);
    const { classNames } = pair.description;
    const classIndices = resolveClasses(params.classes, classNames);
    const source = inputs.pair as string;
    const wanted = classIndices.length * params.perClass;
    const rows: number[] = [];
    const draws: ClassDraws[] = [];
    const latents = latentStream(params.seed, pair.engine.files.generator.z_dim);
    let acceptedTotal = 0;
    let duplicates = 0;
    let partOrdinal = 0;
    const fires = new Uint8Array(pair.engine.files.classifier.outputs.r.dim);

    for (const classIndex of classIndices) {
      const seen = new Set<string>();
      const name = classNames[classIndex] as string;
      const batch = drawsPerStrip(pair.engine.files.generator.image.size[1]);
      const limit = params.perClass * params.maxDrawsPerSample;
      let accepted = 0;
      let drawn = 0;
      while (accepted < params.perClass) {
        if (drawn >= limit) throw notEnough(name, accepted, params.perClass, drawn);
        const part = await drawPart(
          { classIndex, first: drawn, count: batch, ordinal: partOrdinal },
          source,
          params,
          latents,
          pair,
          tools,
        );
        const predictions = argmaxRows(tensorOf(part, 'logits'));
        const w = tensorOf(part, 'w');
        const r = tensorOf(part, 'r');
        for (let tile = 0; tile < batch && accepted < params.perClass; tile++) {
          const draw = drawn + tile;
          const predicted = predictions[tile] as number;
          const accept = predicted === classIndex;
          const heldOut = splitOf(params.seed, draw) < params.heldOut;
          rows.push(classIndex, draw, predicted, Number(accept), Number(heldOut), partOrdinal, tile);
          if (!accept) continue;
          accepted += 1;
          const fingerprint = hashBytes(bytesOf(rowOf(w, tile)));
          if (seen.has(fingerprint)) duplicates += 1;
          seen.add(fingerprint);
          markFiring(fires, rowOf(r, tile));
        }
        drawn += batch;
        partOrdinal += 1;
        tools.checkpoint(acceptedTotal + accepted, wanted);
      }
      acceptedTotal += accepted;
      draws.push({ name, drawn: countRows(rows, classIndex), accepted });
    }

    tools.writer.putArray('table', {
      data: Int32Array.from(rows),
      shape: [rows.length / SAMPLE_COLUMNS, SAMPLE_COLUMNS],
    });
    const deadUnits = fires.filter((flag) => flag === 0).length;
    const summary: SamplesSummary = {
      ...countTable(rows, classNames.length),
      duplicates,
      perClass: draws,
      classIndices,
      deadUnits,
    };
    return summary as unknown as Json;
  },
};

interface DrawBatch {
  readonly classIndex: number;
  readonly first: number;
  readonly count: number;
  readonly ordinal: number;
}

/** Returns the stored part of these draws, or makes and commits it. */
async function drawPart(
  batch: DrawBatch,
  source: string,
  params: SamplesParams,
  latents: ReturnType<typeof latentStream>,
  pair: PairTools,
  tools: StageTools,
): Promise<StoredPart> {
  const { classIndex, first, count, ordinal } = batch;
  const key: Json = { classIndex, first, count, seed: params.seed, psi: params.psi };
  const id = partId('samples', key, [source]);
  if (tools.writer.stored([id]).has(id)) {
    tools.writer.adopt([{ partId: id, ordinal }]);
    return tools.writer.read(id);
  }
  const z = latents.rows(first, count);
  const w = await pair.engine.map(
    { z, classIndex: new Int32Array(count).fill(classIndex), psi: params.psi },
    tools.signal,
  );
  const rendered = await pair.engine.render(
    { w, encode: true, tilesPerStrip: count, compare: null, pixels: false },
    tools.signal,
  );
  const r = rendered.r as FloatTensor;
  const logits = rendered.logits as FloatTensor;
  const strip = rendered.strips?.[0];
  const part = {
    id,
    key,
    arrays: { w, r, logits },
    image: strip ? { ...strip, hash: stripHash(pair.generatorHash, w) } : null,
  };
  tools.writer.commit([{ part, ordinal }]);
  return part;
}

function resolveClasses(names: readonly string[] | undefined, known: readonly string[]): number[] {
  if (!names) return known.map((_, index) => index);
  return [...new Set(names)].map((name) => {
    const index = known.indexOf(name);
    if (index < 0) throw new Failure('BAD_INPUT', `There is no class "${name}". The pair knows ${known.join(', ')}.`);
    return index;
  });
}

function notEnough(name: string, accepted: number, wanted: number, drawn: number): Failure {
  return new Failure(
    'NO_SAMPLES',
    accepted === 0
      ? `The classifier took none of ${drawn} pictures drawn for "${name}" for that class.`
      : `Only ${accepted} of ${wanted} pictures of "${name}" were accepted in ${drawn} draws.`,
    {
      kept: 'All draws are stored; asking again goes on from there.',
      remedy:
        'Check that generator and classifier name their classes in the same order, leave the class out, or allow more draws per sample.',
    },
  );
}

function countRows(rows: readonly number[], classIndex: number): number {
  let count = 0;
  for (let at = 0; at < rows.length; at += SAMPLE_COLUMNS) if (rows[at] === classIndex) count += 1;
  return count;
}

/** Marks the units that are above 0 in one representation. */
function markFiring(fires: Uint8Array, r: Float32Array): void {
  for (let unit = 0; unit < r.length; unit++) if ((r[unit] as number) > 0) fires[unit] = 1;
}

function countTable(
  rows: readonly number[],
  classes: number,
): Pick<SamplesSummary, 'count' | 'drawn' | 'acceptance' | 'heldOut' | 'confusion'> {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const drawn = rows.length / SAMPLE_COLUMNS;
  let heldOut = 0;
  let count = 0;
  for (let at = 0; at < rows.length; at += SAMPLE_COLUMNS) {
    const asked = confusion[rows[at] as number] as number[];
    const predicted = rows[at + 2] as number;
    asked[predicted] = (asked[predicted] as number) + 1;
    if (rows[at + 3] !== 1) continue;
    count += 1;
    heldOut += rows[at + 4] as number;
  }
  return { count, drawn, acceptance: count / drawn, heldOut, confusion };
}
