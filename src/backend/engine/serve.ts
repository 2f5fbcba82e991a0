import { describeFailure, Failure } from '#core/failure.ts';
import { chooseDevice } from './device.ts';
import { createFlowModels, type FlowModels } from './flowModels.ts';
import { createLinearFits, type LinearFits } from './linearFits.ts';
import { mapLatents } from './mapLatents.ts';
import { measureFeatures } from './measureFeatures.ts';
import { measureParts } from './measureParts.ts';
import type { RunSettings } from './openPair.ts';
import { createPairs, type Pairs } from './pairs.ts';
import type { HostPort } from './port.ts';
import type { Call, EngineMethods, FromEngine, MethodName, StartOptions, ToEngine } from './protocol.ts';
import { render } from './render.ts';
import { createSegmenting, type Segmenting } from './segment.ts';
import { trackPictures } from './trackPictures.ts';
import { trainMlp } from './trainMlp.ts';
import { trainSegmenter } from './trainSegmenter.ts';

/**
 * Serves a host until the process ends. Calls take turns between session runs, so that a live frame does not wait
 * for the whole request of a sweep, and the next request is drawn while the last one's strips are still being encoded.
 */
export function serveEngine(host: HostPort): void {
  const post = (message: FromEngine): void => host.post(message);
  const running = new Map<number, AbortController>();
  let started: Promise<Started> | null = null;

  const answer = async (call: Call): Promise<void> => {
    const controller = new AbortController();
    running.set(call.id, controller);
    try {
      if (started === null) throw new Failure('INTERNAL', 'The engine was called before it was started.');
      const onProgress = (value: unknown): void => post({ kind: 'progress', id: call.id, value });
      const value = await perform(await started, call, controller.signal, onProgress);
      post({ kind: 'result', id: call.id, value });
    } catch (error) {
      post({ kind: 'failure', id: call.id, failure: describeFailure(error) });
    } finally {
      running.delete(call.id);
    }
  };

  host.onMessage((data) => {
    const message = data as ToEngine;
    if (message.kind === 'start') started = start(message.options, post);
    else if (message.kind === 'call') void answer(message);
    else running.get(message.id)?.abort();
  });
}

interface Started {
  readonly settings: RunSettings;
  readonly pairs: Pairs;
  readonly linear: LinearFits;
  readonly segmenting: Segmenting;
  readonly flowModels: FlowModels;
}

async function start(options: StartOptions, post: (message: FromEngine) => void): Promise<Started> {
  const report = await chooseDevice(options, (device) => post({ kind: 'probing', device }));
  post({ kind: 'ready', report });
  const settings = { device: report.active, threads: report.threads, batch: options.batch };
  return {
    settings,
    pairs: createPairs(settings),
    linear: createLinearFits(report.threads),
    segmenting: createSegmenting(settings),
    flowModels: createFlowModels(settings),
  };
}

async function perform(
  { settings, pairs, linear, segmenting, flowModels }: Started,
  call: Call,
  signal: AbortSignal,
  onProgress: (value: unknown) => void,
): Promise<ReturnType<EngineMethods[MethodName]>> {
  switch (call.method) {
    case 'open':
      return pairs.use(call.args[0], async () => null);
    case 'map': {
      const [files, request] = call.args;
      return pairs.use(files, (pair) => mapLatents(pair, request, signal));
    }
    case 'render': {
      const [files, request] = call.args;
      return pairs.use(files, (pair) => render(pair, request, signal));
    }
    case 'featureDistance': {
      const [files, request] = call.args;
      return pairs.use(files, (pair) => measureFeatures(pair, request));
    }
    case 'track': {
      const [files, request] = call.args;
      return pairs.use(files, (pair) => trackPictures(pair, request, flowModels, signal));
    }
    case 'linearOpen':
      return linear.open(call.args[0]);
    case 'linearAdd':
      return linear.add(...call.args, signal);
    case 'linearFit':
      return linear.fit(...call.args, { signal });
    case 'linearPath':
      return linear.crossValidate(...call.args, { signal });
    case 'linearClose':
      return linear.close(call.args[0]);
    case 'fitMlp':
      return trainMlp(call.args[0], settings, { signal, onReport: onProgress });
    case 'trainSegmenter': {
      const [files, request] = call.args;
      return pairs.use(files, (pair) => trainSegmenter(pair, request, settings, { signal, onProgress }));
    }
    case 'segment': {
      const [files, request] = call.args;
      return pairs.use(files, (pair) => segmenting.segment(pair, request, signal));
    }
    case 'measure': {
      const [files, request] = call.args;
      return pairs.use(files, (pair) => measureParts(pair, request, signal));
    }
  }
}
