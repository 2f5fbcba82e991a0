import type { CancelSignal } from '../cancel.ts';
import { readLabelMaps } from '../labelMaps.ts';
import { MEASURE_IDS, WHOLE_PICTURE } from '../measure/measures.ts';
import { type Measures, readMeasures } from '../measure/readMeasures.ts';
import { mapsParamsSchema } from '../params.ts';
import { readSegmenter } from '../segment/readSegmenter.ts';
import type { Segmenter } from '../segment/segmenter.ts';
import type { ArtifactReader, PairTools } from '../stage.ts';
import { readSweptPictures, type SweptPictures } from '../sweptPictures.ts';
import { type FloatTensor, takeRows } from '../tensor.ts';
import { changesOf } from './changes.ts';
import type { Observer } from './observed.ts';

/** Pictures segmented and measured at once. */
const BATCH = 64;

/** Part measures of any latent, as the sweep's own pictures were measured. */
export function partObserver(
  reader: ArtifactReader,
  measureId: string,
  { engine }: PairTools,
  signal: CancelSignal,
): Observer {
  const measures = readMeasures(reader, measureId);
  const { segmentId } = readLabelMaps(reader, measures.mapsId);
  const segmenter = readSegmenter(reader, segmentId);
  const asked = mapsParamsSchema.parse(reader.artifact(measures.mapsId).params).members;
  const usual = { ...segmenter, members: segmenter.members.slice(0, asked) };
  const swept = readSweptPictures(reader, measures.sweepId);
  const valuesOf = sweptValues(measures, swept);
  const measureBy = (by: Segmenter, key: string) => async (w: FloatTensor) => {
    const { maps } = await engine.segment({ w, segmenter: by, key, disagreement: false }, signal);
    return (await engine.measure({ w, maps, labels: by.labels.length }, signal)).values;
  };
  const axial = axialConcepts(measures.quantities.length);
  return {
    parts: measures.quantities,
    metrics: MEASURE_IDS,
    axial,
    sources: [segmentId, measures.mapsId],
    observe: (w) => inBatches(w, measureBy(usual, `${segmentId} ${asked}`)),
    members: segmenter.members.map((member, at) => {
      const alone = { ...segmenter, members: [member] };
      return (w) => inBatches(w, measureBy(alone, `${segmentId} only ${at}`));
    }),
    asked: usual.members.length,
    sweptValues: valuesOf,
    floor: floorOf(swept, valuesOf, axial),
  };
}

/** Colour and texture of the whole picture, which need no segmenter. */
export function pictureObserver({ engine }: PairTools, signal: CancelSignal): Observer {
  const [heightPx, widthPx] = engine.files.generator.image.size;
  const concepts = MEASURE_IDS.length;
  return {
    parts: [WHOLE_PICTURE],
    metrics: MEASURE_IDS,
    axial: axialConcepts(1),
    sources: [],
    observe: (w) =>
      inBatches(w, async (batch) => {
        const rows = batch.shape[0] as number;
        const { values } = await engine.measure(
          { w: batch, maps: new Uint8Array(rows * heightPx * widthPx), labels: 1 },
          signal,
        );
        // The one label and the whole picture take turns.
        const whole = new Float32Array(rows * concepts);
        for (let row = 0; row < rows; row++)
          whole.set(values.subarray((2 * row + 1) * concepts, (2 * row + 2) * concepts), row * concepts);
        return whole;
      }),
    members: [],
    asked: 0,
    sweptValues: null,
    floor: new Float32Array(concepts),
  };
}

function axialConcepts(parts: number): Uint8Array {
  return Uint8Array.from({ length: parts * MEASURE_IDS.length }, (_, concept) =>
    Number(MEASURE_IDS[concept % MEASURE_IDS.length] === 'angle'),
  );
}

async function inBatches(
  w: FloatTensor,
  observe: (batch: FloatTensor) => Promise<Float32Array>,
): Promise<Float32Array> {
  const rows = w.shape[0] as number;
  const batches: Float32Array[] = [];
  for (let first = 0; first < rows; first += BATCH) {
    const places = Array.from({ length: Math.min(BATCH, rows - first) }, (_, at) => first + at);
    batches.push(await observe(takeRows(w, places)));
  }
  const concepts = (batches[0]?.length ?? 0) / Math.min(BATCH, rows);
  const values = new Float32Array(rows * concepts);
  batches.forEach((batch, at) => {
    values.set(batch, at * BATCH * concepts);
  });
  return values;
}

/** [S K C] of a direction, as it was stored. */
function sweptValues(measures: Measures, swept: SweptPictures): (directionIndex: number) => Float32Array {
  const firstOf = new Map<number, number>();
  const starts = swept.starts.length;
  for (let first = 0; first < swept.count; first += starts) firstOf.set(swept.at(first).directionIndex, first);
  return (directionIndex) => {
    const first = firstOf.get(directionIndex) as number;
    const parts = Array.from({ length: starts }, (_, start) => measures.at(first + start));
    const size = parts[0]?.length ?? 0;
    const values = new Float32Array(starts * size);
    parts.forEach((part, start) => {
      values.set(part, start * size);
    });
    return values;
  };
}

/** [C] root mean square, over start pictures, of what the no-op control changes; 0 where the sweep has none. */
function floorOf(
  swept: SweptPictures,
  valuesOf: (directionIndex: number) => Float32Array,
  axial: Uint8Array,
): Float32Array {
  const concepts = axial.length;
  const floor = new Float32Array(concepts);
  for (let first = 0; first < swept.count; first += swept.starts.length) {
    const { direction, directionIndex } = swept.at(first);
    if (direction.kind !== 'none') continue;
    const changes = changesOf(valuesOf(directionIndex), { steps: swept.steps, concepts, axial });
    for (let concept = 0; concept < concepts; concept++) {
      let [n, squares] = [0, 0];
      for (let at = concept; at < changes.length; at += concepts) {
        const change = changes[at] as number;
        if (Number.isNaN(change)) continue;
        n += 1;
        squares += change * change;
      }
      if (n > 0) floor[concept] = Math.max(floor[concept] as number, Math.sqrt(squares / n));
    }
  }
  return floor;
}
