import { type DeviceName, type DeviceReport, type EngineStatus, type PairEngine, type PairFiles } from '#core/engine.ts';
import type { CancelSignal } from '#core/cancel.ts';
import { Failure } from '#core/failure.ts';
import { type Calls, cancelled, createCalls, onAbort } from './calls.ts';
import { measureRate } from './measure.ts';
import type { EngineProcess, SpawnEngine } from './port.ts';
import type { EngineMethods, EngineSettings, FromEngine, MethodName } from './protocol.ts';

export interface EngineOptions extends EngineSettings {
  readonly spawn: SpawnEngine;
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
  /** Pictures per second of rendering, re-encoding and strips, from a short run; measured once per pair and device. */
  measure(pair: PairEngine): Promise<number>;
  /** Starts a new engine process; calls under way fail with ENGINE_DOWN. Also the way back from `down`. */
  restart(settings?: Partial<EngineSettings>): Promise<void>;
  close(): Promise<void>;
}

/** More crashes than this within a minute, and the engine stays down until it is restarted by hand. */
const MAX_CRASHES = 5;
const CRASH_WINDOW_MS = 60_000;
const FIRST_BACK_OFF_MS = 100;

/** A device that has not answered by then hangs in its driver. */
const START_LIMIT_MS = 60_000;

const KEPT = 'What was committed before is kept.';

/** Starts an engine process and keeps one running: a crash is reported, and the next process goes on where calls need it. */
export function startEngine(options: EngineOptions): EngineHost {
  const { spawn, onStatus } = options;
  let settings: EngineSettings = { device: options.device, threads: options.threads, batch: options.batch };
  let status: EngineStatus = { state: 'starting', crashes: 0, message: null, report: null };
  let current: RunningEngine | null = null;
  let ready = Promise.withResolvers<Calls>();
  let relaunch: NodeJS.Timeout | undefined;
  let crashTimes: number[] = [];
  let refused: Partial<Record<DeviceName, string>> = {};
  const rates = new Map<string, number>();

  const setStatus = (change: Partial<EngineStatus>): void => {
    status = { ...status, ...change };
    onStatus(status);
  };

  /** Callers that wait for an engine keep waiting over restarts; those that come later wait for the next one. */
  const renewReady = (): void => {
    ready = Promise.withResolvers<Calls>();
    ready.promise.catch(() => {});
  };

  const launch = (): void => {
    const engine = runEngine(spawn, { ...settings, refused }, {
      onReady(report) {
        setStatus({ state: 'ready', message: fallbackSentence(settings, report), report });
        ready.resolve(engine.calls);
      },
      onDied: (death) => {
        current = null;
        recover(death);
      },
    });
    current = engine;
  };

  const recover = ({ sentence, device, wasReady }: Death): void => {
    const now = Date.now();
    crashTimes = [...crashTimes.filter((time) => now - time < CRASH_WINDOW_MS), now];
    const crashes = status.crashes + 1;
    if (device !== null) refused = { ...refused, [device]: `The engine died while this device was tried: ${sentence}` };
    if (wasReady) renewReady();
    if (crashTimes.length > MAX_CRASHES) {
      const message = `${sentence} It crashed ${crashTimes.length} times within a minute and stays down.`;
      setStatus({ state: 'down', crashes, message, report: null });
      ready.reject(new Failure('ENGINE_DOWN', message, { kept: KEPT, remedy: 'Restart the engine, or choose another device in Settings.' }));
      return;
    }
    setStatus({ state: 'restarting', crashes, message: sentence, report: null });
    relaunch = setTimeout(launch, FIRST_BACK_OFF_MS * 2 ** (crashTimes.length - 1));
  };

  /** Ends the process on purpose: no crash, but calls under way have no answer to wait for. */
  const stop = async (sentence: string): Promise<void> => {
    clearTimeout(relaunch);
    const engine = current;
    current = null;
    await engine?.stop(new Failure('ENGINE_DOWN', sentence, { kept: KEPT }));
  };

  const call = async <M extends MethodName>(
    method: M,
    args: Parameters<EngineMethods[M]>,
    signal?: CancelSignal,
  ): Promise<ReturnType<EngineMethods[M]>> => (await orAborted(ready.promise, signal)).call(method, args, signal);

  const pairEngine = (files: PairFiles): PairEngine => ({
    files,
    map: (request, signal) => call('map', [files, request], signal),
    render: (request, signal) => call('render', [files, request], signal),
    fitLinear: (request, signal) => call('fitLinear', [request], signal),
  });

  ready.promise.catch(() => {});
  onStatus(status);
  launch();

  return {
    get status() {
      return status;
    },
    async openPair(files) {
      await call('open', [files]);
      return pairEngine(files);
    },
    async measure(pair) {
      await orAborted(ready.promise);
      const key = JSON.stringify([pair.files, status.report?.active, status.report?.threads, settings.batch]);
      const rate = rates.get(key) ?? (await measureRate(pair));
      rates.set(key, rate);
      if (status.report !== null) setStatus({ report: { ...status.report, imagesPerSecond: rate } });
      return rate;
    },
    async restart(change = {}) {
      await stop('The engine was restarted.');
      settings = { ...settings, ...change };
      crashTimes = [];
      refused = {};
      renewReady();
      setStatus({ state: 'starting', message: null, report: null });
      launch();
      await ready.promise;
    },
    async close() {
      await stop('The engine was closed.');
      setStatus({ state: 'down', message: 'The engine was closed.', report: null });
      ready.reject(new Failure('ENGINE_DOWN', 'The engine was closed.'));
    },
  };
}

interface Death {
  readonly sentence: string;
  /** Device it was trying when it died; null when it died of something else. */
  readonly device: DeviceName | null;
  readonly wasReady: boolean;
}
