import { partId } from '../artifact.ts';
import { Failure } from '../failure.ts';
import { fillGroups, inGroups, type Place, type PlacedPart } from '../fillGroups.ts';
import type { Json } from '../json.ts';
import { decodeRuns, encodeRuns } from '../mask/runs.ts';
import type { MapsParams } from '../params.ts';
import { readSegmenter } from '../segment/readSegmenter.ts';
import { requirePair, type Stage, type StageTools } from '../stage.ts';
import type { MapsSummary } from '../summary.ts';
import { readSweptPictures, type SweptPart, type SweptPictures } from '../sweptPictures.ts';
import { concatRows } from '../tensor.ts';

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
    const segmentGroup = async (group: readonly MapsPlace[]): Promise<PlacedPart[]> => {
      const w = concatRows(
        group.map(({ part }) => part.w),
        group[0]?.part.w.shape[1] as number,
      );
      const { maps } = await engine.segment(
        { w, segmenter, key: `${segmentId} ${params.members}`, disagreement: false },
        tools.signal,
      );
      return group.map(({ id, key, ordinal }, at) => {
        const runs = encodeRuns(maps.subarray(at * swept.steps * pixels, (at + 1) * swept.steps * pixels));
        return { ordinal, part: { id, key, arrays: { runs: { data: runs, shape: [runs.length] } }, image: null } };
      });
    };
    const groups = inGroups(placesOf(swept, params, segmentId), swept.steps);
    const { made, seconds } = await fillGroups(groups, swept.count, segmentGroup, tools);
    const summary: MapsSummary = {
      labels,
      steps: swept.steps,
      widthPx,
      heightPx,
      parts: swept.count,
      pictures: swept.count * swept.steps,
      flicker: flickerOf(swept, tools, pixels),
      picturesPerSecond: (made * swept.steps) / seconds,
    };
    return summary as unknown as Json;
  },
};

interface MapsPlace extends Place {
  readonly part: SweptPart;
  readonly key: Json;
}

function* placesOf(swept: SweptPictures, { members }: MapsParams, segmentId: string): Generator<MapsPlace> {
  for (const part of swept) {
    const key: Json = { part: part.id, members };
    yield { part, key, id: partId('maps', key, [segmentId]), ordinal: part.ordinal };
  }
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
