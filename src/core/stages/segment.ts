import { Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import { readMaskSet } from '../maskSet.ts';
import type { SegmentParams } from '../params.ts';
import { remarkOnConflicts } from '../segment/maskConflicts.ts';
import { readSegmenter } from '../segment/readSegmenter.ts';
import { packSegmenter } from '../segment/segmenter.ts';
import { summariseSegmenter } from '../segment/summarise.ts';
import { requirePair, type Stage } from '../stage.ts';

/** Learns a segmenter from sealed masks: an ensemble of small networks on the generator's features, judged on masks left out. */
export const segmentStage: Stage<SegmentParams> = {
  name: 'segment',
  async run(inputs, params, tools) {
    const { engine, description } = requirePair(tools);
    const { labels, w, masks, pictures } = readMaskSet(tools.reader, inputs.mask as string);
    const [, heightPx, widthPx] = masks.shape;
    const [height, width] = description.generator.image.size;
    if (heightPx !== height || widthPx !== width) {
      throw new Failure(
        'BAD_INPUT',
        `The masks are ${widthPx} x ${heightPx} px, and the generator draws ${width} x ${height} px.`,
      );
    }
    const ids = [...new Set(pictures.map(({ id }) => id))];
    const start = inputs.start === undefined ? null : readSegmenter(tools.reader, inputs.start);
    if (start !== null && start.labels.map(({ id }) => id).join() !== labels.map(({ id }) => id).join()) {
      throw new Failure('BAD_INPUT', 'The labels are not those that the segmenter to go on from was trained on.', {
        remedy: 'Train a segmenter anew.',
      });
    }
    const { retrainEpochs, ...settings } = params;
    const maxEpochs = start === null ? params.maxEpochs : retrainEpochs;
    const fit = await engine.trainSegmenter(
      {
        ...settings,
        maxEpochs,
        start,
        labels,
        w,
        masks: masks.data,
        groups: Int32Array.from(pictures, ({ id }) => ids.indexOf(id)),
      },
      tools.signal,
      ({ member, epoch, trainLoss }) => {
        tools.tell({
          doing: `network ${member + 1} of ${params.members}, epoch ${epoch}, loss ${trainLoss.toFixed(3)}`,
          epochs: null,
        });
        tools.checkpoint(member, params.members);
      },
    );
    tools.checkpoint(params.members, params.members);
    const numbers = packSegmenter(fit.segmenter);
    tools.writer.putArray('numbers', { data: numbers, shape: [numbers.length] });
    tools.writer.putArray('confusion', {
      data: fit.confusion,
      shape: [pictures.length, labels.length, labels.length],
    });
    const conflict = remarkOnConflicts({ labels, masks, pictures });
    const remarks = [...fit.remarks, ...(conflict === null ? [] : [conflict])];
    return summariseSegmenter({ ...fit, remarks }, pictures.length, params.seed) as unknown as Json;
  },
};
