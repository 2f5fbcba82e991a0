import type { CancelSignal } from '#core/cancel.ts';
import { Failure, reviveFailure } from '#core/failure.ts';
import type { EngineProcess } from './port.ts';
import type { Call, EngineMethods, FromEngine, MethodName, ProgressOf, ToEngine } from './protocol.ts';

/** The calls under way on one engine process. */
export interface Calls {
  call<M extends MethodName>(
    method: M,
    args: Parameters<EngineMethods[M]>,
    signal?: CancelSignal,
    onProgress?: (progress: ProgressOf<M>) => void,
  ): Promise<ReturnType<EngineMethods[M]>>;
  /** Takes an answer; messages of other kinds are left alone. */
  take(message: FromEngine): void;
  /** Ends every call that has no answer yet. */
  rejectAll(failure: Failure): void;
}

interface Pending extends PromiseWithResolvers<unknown> {
  readonly onProgress: ((value: unknown) => void) | undefined;
}

export function createCalls(engine: EngineProcess): Calls {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  const post = (message: ToEngine): void => engine.post(message);

  return {
    async call(method, args, signal, onProgress) {
      const id = ++lastId;
      const answer = Promise.withResolvers<unknown>();
      pending.set(id, { ...answer, onProgress: onProgress as Pending['onProgress'] });
      post({ kind: 'call', id, method, args: args.map(compact) } as unknown as Call);
      const cancel = onAbort(signal, () => post({ kind: 'cancel', id }));
      try {
        return (await orAborted(answer.promise, signal)) as ReturnType<EngineMethods[typeof method]>;
      } finally {
        cancel();
        pending.delete(id);
      }
    },
    take(message) {
      if (message.kind === 'progress') pending.get(message.id)?.onProgress?.(message.value);
      if (message.kind === 'result') pending.get(message.id)?.resolve(message.value);
      if (message.kind === 'failure') pending.get(message.id)?.reject(reviveFailure(message.failure));
    },
    rejectAll(failure) {
      for (const answer of pending.values()) answer.reject(failure);
    },
  };
}

/** Waits, unless the signal aborts first. */
export async function orAborted<T>(promise: Promise<T>, signal: CancelSignal | undefined): Promise<T> {
  const abort = Promise.withResolvers<never>();
  const unwatch = onAbort(signal, () => abort.reject(cancelled()));
  try {
    return await Promise.race([promise, abort.promise]);
  } finally {
    unwatch();
  }
}

function cancelled(): Failure {
  return new Failure('CANCELLED', 'Cancelled.');
}

/** How often a signal without events is looked at. */
const POLL_MS = 50;

/** Calls back once when a signal aborts, also one that aborted before. Returns a function that stops watching. */
function onAbort(signal: CancelSignal | undefined, listener: () => void): () => void {
  if (signal === undefined) return () => {};
  if (signal.aborted) {
    listener();
    return () => {};
  }
  if (signal instanceof AbortSignal) {
    signal.addEventListener('abort', listener, { once: true });
    return () => signal.removeEventListener('abort', listener);
  }
  const timer = setInterval(() => {
    if (!signal.aborted) return;
    clearInterval(timer);
    listener();
  }, POLL_MS);
  return () => clearInterval(timer);
}

/** A clone of a view takes its whole buffer along in Electron, so views of larger arrays are copied out first. */
function compact(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    return value.byteLength === value.buffer.byteLength ? value : (value as Float32Array).slice();
  }
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(compact);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, compact(member)]));
}
