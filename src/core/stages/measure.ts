import { partId } from '../artifact.ts';
import { Failure } from '../failure.ts';
import { fillGroups, inGroups, type Place, type PlacedPart } from '../fillGroups.ts';
import type { Json } from '../json.ts';
import { readLabelMaps } from '../labelMaps.ts';
import { sweptChanges } from '../measure/changes.ts';
import { ENTROPY_SPREAD_IDS, MEASURE_IDS, WHOLE_PICTURE } from '../measure/measures.ts';
import type { Measures } from '../measure/readMeasures.ts';
import type { MeasureParams } from '../params.ts';
import { requirePair, type Stage } from '../stage.ts';
import type { MeasureSummary } from '../summary.ts';
import { readSweptPictures, type SweptPart, type SweptPictures } from '../sweptPictures.ts';
import { concatRows } from '../tensor.ts';

/** Measures every part in every picture of a sweep, on pixels fresh from the generator. */
export const measureStage: Stage<MeasureParams> = {
  name: 'measure',
  async run(inputs, _params, tools) {
    const { engine } = requirePair(tools);
    const [mapsId, sweepId] = [inputs.maps as string, inputs.sweep as string];
    const maps = readLabelMaps(tools.reader, mapsId);
    if (maps.sweepId !== sweepId) {
      throw new Failure('BAD_INPUT', 'The label maps are of another sweep than the one to measure.', {
        remedy: 'Apply the segmenter to this sweep first.',
      });
    }
    const swept = readSweptPictures(tools.reader, sweepId);
    const { labels, steps, widthPx, heightPx } = maps;
    const quantities = labels.length + 1;
    const size = steps * quantities * MEASURE_IDS.length;
    const spreadSize = steps * quantities * ENTROPY_SPREAD_IDS.length;
    const pixels = steps * widthPx * heightPx;
    const measureGroup = async (group: readonly MeasurePlace[]): Promise<PlacedPart[]> => {
      const w = concatRows(
        group.map(({ part }) => part.w),
        group[0]?.part.w.shape[1] as number,
      );
      const found = new Uint8Array(group.length * pixels);
      for (const [at, { ordinal }] of group.entries()) found.set(maps.at(ordinal), at * pixels);
      const { values, entropy } = await engine.measure({ w, maps: found, labels: labels.length }, tools.signal);
      return group.map(({ id, key, ordinal }, at) => ({
        ordinal,
        part: {
          id,
          key,
          arrays: {
            values: {
              data: values.slice(at * size, (at + 1) * size),
              shape: [steps, quantities, MEASURE_IDS.length],
            },
            entropy: {
              data: entropy.slice(at * spreadSize, (at + 1) * spreadSize),
              shape: [steps, quantities, ENTROPY_SPREAD_IDS.length],
            },
          },
          image: null,
        },
      }));
    };
    await fillGroups(inGroups(placesOf(swept, mapsId), steps), swept.count, measureGroup, tools);
    const summary: MeasureSummary = {
      labels,
      quantities: [...labels.map(({ id }) => id), WHOLE_PICTURE],
      steps,
      parts: swept.count,
      pictures: swept.count * steps,
      strongest: [],
    };
    const read: Measures = {
      labels,
      quantities: summary.quantities,
      metrics: MEASURE_IDS,
      sweepId,
      mapsId,
      steps,
      count: swept.count,
      at: (ordinal) => tools.reader.partAt(tools.writer.artifactId, ordinal).arrays.values?.data as Float32Array,
    };
    return {
      ...summary,
      strongest: sweptChanges(read, swept)
        .filter(({ direction }) => direction.kind === 'unit')
        .slice(0, STRONGEST),
    } as unknown as Json;
  },
};

/** Changes that the summary names. */
const STRONGEST = 40;

interface MeasurePlace extends Place {
  readonly part: SweptPart;
  readonly key: Json;
}

function* placesOf(swept: SweptPictures, mapsId: string): Generator<MeasurePlace> {
  for (const part of swept) {
    const key: Json = { part: part.id };
    yield { part, key, id: partId('measure', key, [mapsId]), ordinal: part.ordinal };
  }
}
