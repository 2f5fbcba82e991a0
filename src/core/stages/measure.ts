import { partId } from '../artifact.ts';
import { Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import { readLabelMaps } from '../labelMaps.ts';
import { sweptChanges } from '../measure/changes.ts';
import { ENTROPY_SPREAD_IDS, MEASURE_IDS, WHOLE_PICTURE } from '../measure/measures.ts';
import type { Measures } from '../measure/readMeasures.ts';
import type { MeasureParams } from '../params.ts';
import { requirePair, type Stage } from '../stage.ts';
import type { MeasureSummary } from '../summary.ts';
import { readSweptPictures } from '../sweptPictures.ts';
import { concatRows } from '../tensor.ts';

const PICTURES_PER_GROUP = 64;

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
    const perGroup = Math.max(1, Math.floor(PICTURES_PER_GROUP / steps));
    for (let first = 0; first < swept.count; first += perGroup) {
      const group = Array.from({ length: Math.min(perGroup, swept.count - first) }, (_, at) => {
        const part = swept.at(first + at);
        return { part, id: partId('measure', { part: part.id }, [mapsId]) };
      });
      const stored = tools.writer.stored(group.map(({ id }) => id));
      const missing = group.filter(({ id }) => !stored.has(id));
      if (missing.length > 0) {
        const w = concatRows(
          missing.map(({ part }) => part.w),
          missing[0]?.part.w.shape[1] as number,
        );
        const found = new Uint8Array(missing.length * steps * widthPx * heightPx);
        missing.forEach(({ part }, at) => {
          found.set(maps.at(part.ordinal), at * steps * widthPx * heightPx);
        });
        const { values, entropy } = await engine.measure({ w, maps: found, labels: labels.length }, tools.signal);
        tools.writer.commit(
          missing.map(({ part, id }, at) => ({
            ordinal: part.ordinal,
            part: {
              id,
              key: { part: part.id },
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
          })),
        );
      }
      tools.writer.adopt(
        group.filter(({ id }) => stored.has(id)).map(({ part, id }) => ({ partId: id, ordinal: part.ordinal })),
      );
      tools.checkpoint(Math.min(first + perGroup, swept.count), swept.count);
    }
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
