import { assembleAtlas } from '../atlas/assemble.ts';
import { storeAtlas } from '../atlas/atlasTable.ts';
import { type Observer, observeStudy } from '../atlas/observed.ts';
import { partObserver, pictureObserver } from '../atlas/partObserver.ts';
import type { Json } from '../json.ts';
import type { AtlasParams } from '../params.ts';
import { requirePair, type Stage, type StageTools } from '../stage.ts';

/**
 * Which unit holds which concept. The sweep says what each unit changes; null directions, observed from the same start pictures, say
 * what chance would change; held-out pictures say how much a measure varies by itself.
 */
export const atlasStage: Stage<AtlasParams> = {
  name: 'atlas',
  run(inputs, params, tools) {
    const pair = requirePair(tools);
    const observer =
      inputs.measure === undefined
        ? pictureObserver(pair, tools.signal)
        : partObserver(tools.reader, inputs.measure, pair, tools.signal);
    return buildAtlas(inputs.sweep as string, observer, params, tools);
  },
};

/** The same with any observer. */
export async function buildAtlas(
  sweepId: string,
  observer: Observer,
  params: AtlasParams,
  tools: StageTools,
): Promise<Json> {
  const observed = await observeStudy(sweepId, observer, params, tools);
  const { stored, summary } = assembleAtlas(observed, params);
  storeAtlas(tools.writer, stored);
  // For the statistics of some of the start pictures, which are computed when they are asked for.
  const { changes, classOf, nulls, chance } = observed;
  tools.writer.putArray('changes', { data: changes.data, shape: [changes.lines, changes.starts, changes.concepts] });
  tools.writer.putArray('classOf', { data: classOf, shape: [classOf.length] });
  tools.writer.putArray('nullLengths', { data: nulls.lengths, shape: [nulls.lengths.length] });
  tools.writer.putArray('chance', { data: chance, shape: [chance.length] });
  return summary as unknown as Json;
}
