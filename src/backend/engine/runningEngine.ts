import type { DeviceName, DeviceReport } from '#core/engine.ts';
import { Failure } from '#core/failure.ts';
import { type Calls, createCalls } from './calls.ts';
import type { SpawnEngine } from './port.ts';
import type { FromEngine, StartOptions, ToEngine } from './protocol.ts';

/** One engine process, from its start to its end. */
export interface RunningEngine {
  readonly calls: Calls;
  /** Ends the process on purpose: calls under way fail as given, and nobody is told of a death. */
  stop(failure: Failure): Promise<void>;
}

/** An end that nobody asked for. */
export interface Death {
  readonly sentence: string;
  /** The device it was trying when it died; null when it died of something else. */
  readonly device: DeviceName | null;
}

export interface EngineEvents {
  onReady(report: DeviceReport, calls: Calls): void;
  onDied(death: Death): void;
}

/** A device that has not answered by then hangs in its driver. */
const START_LIMIT_MS = 60_000;

export function runEngine(spawn: SpawnEngine, options: StartOptions, events: EngineEvents): RunningEngine {
  const engine = spawn();
  const calls = createCalls(engine);
  const exited = Promise.withResolvers<void>();
  let device: DeviceName | null = null;
  let stopped: Failure | null = null;
  let isHanging = false;
  const startLimit = setTimeout(() => {
    isHanging = true;
    engine.kill();
  }, START_LIMIT_MS);

  engine.onMessage((data) => {
    const message = data as FromEngine;
    if (message.kind === 'probing') device = message.device;
    else if (message.kind !== 'ready') calls.take(message);
    else {
      clearTimeout(startLimit);
      device = null;
      events.onReady(message.report, calls);
    }
  });
  engine.onExit((code, signal) => {
    clearTimeout(startLimit);
    const sentence = isHanging
      ? `The engine process did not start within ${START_LIMIT_MS / 1000} s and was ended.`
      : describeExit(code, signal, engine.lastLine());
    calls.rejectAll(
      stopped ??
        new Failure('ENGINE_DOWN', sentence, {
          kept: 'What was committed before is kept.',
          remedy: 'It restarts by itself; run this again.',
        }),
    );
    exited.resolve();
    if (stopped === null) events.onDied({ sentence, device });
  });
  engine.post({ kind: 'start', options } satisfies ToEngine);

  return {
    calls,
    stop(failure) {
      stopped = failure;
      engine.kill();
      return exited.promise;
    },
  };
}

function describeExit(code: number | null, signal: string | null, lastLine: string | null): string {
  const end = signal === null ? `stopped with exit code ${code}` : `was ended by signal ${signal}`;
  const words = lastLine?.replace(/\.$/, '');
  return words ? `The engine process ${end}; its last words: ${words}.` : `The engine process ${end}.`;
}
