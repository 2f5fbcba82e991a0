import { partId } from '../artifact.ts';
import { Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import { decodeRuns, encodeRuns } from '../mask/runs.ts';
import type { MapsParams } from '../params.ts';
import { readSegmenter } from '../segment/readSegmenter.ts';
import { requirePair, type Stage, type StageTools } from '../stage.ts';
import type { MapsSummary } from '../summary.ts';
import { readSweptPictures, type SweptPart, type SweptPictures } from '../sweptPictures.ts';
import { concatRows } from '../tensor.ts';

/** Pictures that are segmented in one go. */
const PICTURES_PER_GROUP = 64;

/**
 * Finds the parts in every picture of a sweep. A part of the artifact is one direction from one start picture, its key names the part of
 * the sweep it belongs to. The no-op control tells how much maps flicker where nothing changes.
 */
export const mapsStage: Stage<MapsParams> = {
  name: 'maps',
  async run(inputs, params, tools) {
    const { engine } = requirePair(tools);
    const [segmentId, sweepId] = [inputs.segment as string, inputs.sweep as string];
    const whole = readSegmenter(tools.reader, segmentId);
    const segmenter = { ...whole, members: whole.members.slice(0, params.members) };
    const swept = readSweptPictures(tools.reader, sweepId);
    if (swept.count === 0) throw new Failure('BAD_INPUT', 'The sweep has no pictures to segment.');
    const { widthPx, heightPx, labels } = segmenter;
    const pixels = widthPx * heightPx;
    const perGroup = Math.max(1, Math.floor(PICTURES_PER_GROUP / swept.steps));
    const startedAt = Date.now();
    let segmented = 0;
    for (let first = 0; first < swept.count; first += perGroup) {
      const group = Array.from({ length: Math.min(perGroup, swept.count - first) }, (_, at) => swept.at(first + at));
      const places = group.map((part) => ({ part, id: idOf(part, params, segmentId) }));
      const stored = tools.writer.stored(places.map(({ id }) => id));
      const missing = places.filter(({ id }) => !stored.has(id));
      if (missing.length > 0) {
        const w = concatRows(
          missing.map(({ part }) => part.w),
          missing[0]?.part.w.shape[1] as number,
        );
        const key = `${segmentId} ${params.members}`;
        const { maps } = await engine.segment({ w, segmenter, key, disagreement: false }, tools.signal);
        tools.writer.commit(
          missing.map(({ part, id }, at) => {
            const own = maps.subarray(at * swept.steps * pixels, (at + 1) * swept.steps * pixels);
            const runs = encodeRuns(own);
            const key: Json = { part: part.id, members: params.members };
            return {
              ordinal: part.ordinal,
              part: { id, key, arrays: { runs: { data: runs, shape: [runs.length] } }, image: null },
            };
          }),
        );
        segmented += missing.length * swept.steps;
      }
      tools.writer.adopt(
        places.filter(({ id }) => stored.has(id)).map(({ part, id }) => ({ partId: id, ordinal: part.ordinal })),
      );
      tools.checkpoint(Math.min(first + perGroup, swept.count), swept.count);
    }
    const elapsedSeconds = Math.max(0.001, (Date.now() - startedAt) / 1000);
    const summary: MapsSummary = {
      labels,
      steps: swept.steps,
      widthPx,
      heightPx,
      parts: swept.count,
      pictures: swept.count * swept.steps,
      flicker: flickerOf(swept, tools, pixels),
      picturesPerSecond: segmented / elapsedSeconds,
    };
    return summary as unknown as Json;
  },
};

function idOf(part: SweptPart, params: MapsParams, segmentId: string): string {
  return partId('maps', { part: part.id, members: params.members }, [segmentId]);
}

/** Largest share of pixels that change their label between steps of the no-op control; null where the sweep has none. */
function flickerOf(swept: SweptPictures, { reader, writer }: StageTools, pixels: number): number | null {
  let largest: number | null = null;
  for (const part of swept) {
    if (part.direction.kind !== 'none') continue;
    const runs = reader.partAt(writer.artifactId, part.ordinal).arrays.runs?.data as Uint8Array;
    const maps = decodeRuns(runs, swept.steps * pixels);
    for (let step = 1; step < swept.steps; step++) {
      let changed = 0;
      for (let at = 0; at < pixels; at++) if (maps[step * pixels + at] !== maps[at]) changed++;
      largest = Math.max(largest ?? 0, changed / pixels);
    }
  }
  return largest;
}
