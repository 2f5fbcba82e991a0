import type { CancelSignal } from '#core/cancel.ts';
import type { DeviceName, DeviceReport, EngineStatus, PairEngine, PairFiles, TrainingEngine } from '#core/engine.ts';
import { Failure } from '#core/failure.ts';
import { type Calls, orAborted } from './calls.ts';
import { measurePictures, type PictureCost } from './measure.ts';
import type { SpawnEngine } from './port.ts';
import type { EngineMethods, EngineSettings, MethodName, ProgressOf } from './protocol.ts';
import { type Death, type RunningEngine, runEngine } from './runningEngine.ts';

export interface EngineOptions extends EngineSettings {
  readonly spawn: SpawnEngine;
  /** The first call starts it: many a command needs none. It starts at once where this is left out. */
  readonly isLazy?: boolean;
  onStatus(status: EngineStatus): void;
}

/** The engine as its host holds it. */
export interface EngineHost {
  readonly status: EngineStatus;
  /**
   * Loads the models of a pair and checks them against their manifests. The handle outlives crashes and restarts.
   *
   * @throws Failure BAD_MODEL or BAD_SHAPE when a model does not do what its manifest says
   */
  openPair(files: PairFiles): Promise<PairEngine>;
  /** What needs no models. */
  readonly training: TrainingEngine;
  /** Cost of pictures from a short run; measured once per pair and device, and from then on part of the status. */
  measure(pair: PairEngine): Promise<PictureCost>;
  /** Starts a new engine process; calls under way fail with ENGINE_DOWN. Also the way back from `down`. */
  restart(settings?: Partial<EngineSettings>): Promise<void>;
  close(): Promise<void>;
}

/** More crashes than this within a minute, and the engine stays down until it is restarted by hand. */
const MAX_CRASHES = 5;
const CRASH_WINDOW_MS = 60_000;
const FIRST_BACK_OFF_MS = 100;

/** Starts an engine process and keeps one running: a crash is reported, and the next process takes the next calls. */
export function startEngine({ spawn, isLazy = false, onStatus, ...initial }: EngineOptions): EngineHost {
  let settings: EngineSettings = initial;
  let status: EngineStatus = { state: 'starting', crashes: 0, message: null, report: null };
  let running: RunningEngine | null = null;
  let wasStarted = false;
  let backOff: NodeJS.Timeout | undefined;
  let crashTimes: readonly number[] = [];
  let refused: Partial<Record<DeviceName, string>> = {};
  const readiness = createReadiness();
  const costs = new Map<string, PictureCost>();

  const setStatus = (change: Partial<EngineStatus>): void => {
    status = { ...status, ...change };
    onStatus(status);
  };

  const launch = (): void => {
    wasStarted = true;
    const onReady = (report: DeviceReport, calls: Calls): void => {
      setStatus({ state: 'ready', message: whyNotAsked(settings.device, report), report });
      readiness.resolve(calls);
    };
    running = runEngine(spawn, { ...settings, refused }, { onReady, onDied });
  };

  const onDied = ({ sentence, device }: Death): void => {
    running = null;
    readiness.renew();
    const now = Date.now();
    crashTimes = [...crashTimes.filter((time) => now - time < CRASH_WINDOW_MS), now];
    if (device !== null)
      refused = { ...refused, [device]: `An engine process ended while it tried this device. ${sentence}` };
    const change = { crashes: status.crashes + 1, report: null };
    if (crashTimes.length > MAX_CRASHES) {
      const message = `${sentence} That was crash ${crashTimes.length} within a minute, so it stays down.`;
      setStatus({ ...change, state: 'down', message });
      readiness.reject(
        new Failure('ENGINE_DOWN', message, { remedy: 'Restart the engine, or choose another device in Settings.' }),
      );
    } else {
      setStatus({ ...change, state: 'restarting', message: sentence });
      backOff = setTimeout(launch, FIRST_BACK_OFF_MS * 2 ** (crashTimes.length - 1));
    }
  };

  const stop = async (sentence: string): Promise<void> => {
    clearTimeout(backOff);
    readiness.renew();
    const stopping = running;
    running = null;
    await stopping?.stop(new Failure('ENGINE_DOWN', sentence, { kept: 'What was committed before is kept.' }));
  };

  const ready = (): Promise<Calls> => {
    if (!wasStarted) launch();
    return readiness.calls();
  };

  const call = async <M extends MethodName>(
    method: M,
    args: Parameters<EngineMethods[M]>,
    signal?: CancelSignal,
    onProgress?: (progress: ProgressOf<M>) => void,
  ): Promise<ReturnType<EngineMethods[M]>> => {
    const calls = await orAborted(ready(), signal);
    return calls.call(method, args, signal, onProgress);
  };

  const training: TrainingEngine = {
    async openLinear(shape) {
      const session = await call('linearOpen', [shape]);
      return {
        add: async (rows, signal) => void (await call('linearAdd', [session, rows], signal)),
        fit: (spec, signal) => call('linearFit', [session, spec], signal),
        crossValidate: (spec, signal) => call('linearPath', [session, spec], signal),
        close: async () => void (await call('linearClose', [session])),
      };
    },
    fitMlp: (request, signal, onReport) => call('fitMlp', [request], signal, onReport),
  };

  onStatus(status);
  if (!isLazy) launch();

  return {
    training,
    get status() {
      return status;
    },
    async openPair(files) {
      await call('open', [files]);
      return {
        files,
        map: (request, signal) => call('map', [files, request], signal),
        render: (request, signal) => call('render', [files, request], signal),
        featureDistance: (request, signal) => call('featureDistance', [files, request], signal),
        trainSegmenter: (request, signal, onProgress) => call('trainSegmenter', [files, request], signal, onProgress),
        segment: (request, signal) => call('segment', [files, request], signal),
        measure: (request, signal) => call('measure', [files, request], signal),
        track: (request, signal) => call('track', [files, request], signal),
        ...training,
      };
    },
    async measure(pair) {
      await ready();
      const key = JSON.stringify([pair.files, status.report?.active, status.report?.threads, settings.batch]);
      const cost = costs.get(key) ?? (await measurePictures(pair));
      costs.set(key, cost);
      const { imagesPerSecond } = cost;
      if (status.report !== null) setStatus({ report: { ...status.report, imagesPerSecond } });
      return cost;
    },
    async restart(change = {}) {
      await stop('The engine was restarted.');
      settings = { ...settings, ...change };
      crashTimes = [];
      refused = {};
      setStatus({ state: 'starting', message: null, report: null });
      launch();
      await readiness.calls();
    },
    async close() {
      // No call starts it any more.
      wasStarted = true;
      await stop('The engine was closed.');
      setStatus({ state: 'down', message: 'The engine was closed.', report: null });
      readiness.reject(new Failure('ENGINE_DOWN', 'The engine was closed.'));
    },
  };
}

/** Where calls wait for an engine that is ready, over restarts. */
interface Readiness {
  calls(): Promise<Calls>;
  resolve(calls: Calls): void;
  reject(failure: Failure): void;
  /** The engine is gone: those who wait keep waiting, those who come from now on wait for the next one. */
  renew(): void;
}

function createReadiness(): Readiness {
  const create = () => {
    const next = Promise.withResolvers<Calls>();
    // A failure that no call waits for is told by the status.
    next.promise.catch(() => {});
    return next;
  };
  let current = create();
  let isSettled = false;
  return {
    calls: () => current.promise,
    resolve(calls) {
      isSettled = true;
      current.resolve(calls);
    },
    reject(failure) {
      isSettled = true;
      current.reject(failure);
    },
    renew() {
      if (isSettled) current = create();
      isSettled = false;
    },
  };
}

/** Why the device that was asked for by name is not the one in use; null when it is. */
function whyNotAsked(asked: EngineSettings['device'], report: DeviceReport): string | null {
  if (asked === 'auto' || asked === report.active) return null;
  const reason = report.devices.find((device) => device.name === asked)?.reason ?? '';
  return `${reason} The processor is used instead.`.trim();
}
