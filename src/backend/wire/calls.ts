import { mapEventIterator } from '@orpc/client';
import { createRouterClient, type Router } from '@orpc/server';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { RPCHandler as SocketHandler } from '@orpc/server/ws';
import type { Contract } from '#core/api.ts';
import type { ServerEvent } from '#core/views/app.ts';
import { type BackendClient, refuseBytes, toFailure, toWireError } from '#core/wire.ts';
import { type AnnotatorRole, forAnnotator, isForAnnotator, refuseAnnotator } from './annotatorCalls.ts';

type ContractRouter = Router<Contract, Record<never, never>>;
type Port = Parameters<PortHandler<Record<never, never>>['upgrade']>[0];
type Socket = Parameters<SocketHandler<Record<never, never>>['upgrade']>[0];

/** Takes calls from wires; each attached wire is served until it closes, which aborts what it was waiting for. */
export interface CallServer {
  /** A MessagePort of Electron's main process, a worker or a page. The caller starts the port. */
  attachPort(port: Port): void;
  attachSocket(socket: Socket): void;
}

/** @param annotator who is served; null for the owner, who may call everything */
export function serveCalls(router: ContractRouter, annotator: AnnotatorRole | null = null): CallServer {
  const options = {
    customJsonSerializers: [refuseBytes],
    interceptors: [mapErrors(toWireError)],
    clientInterceptors: [mapErrors(toWireError), ...(annotator === null ? [] : [limitTo(annotator)])],
  };
  const ports = new PortHandler(router, options);
  const sockets = new SocketHandler(router, options);
  return {
    attachPort: (port) => ports.upgrade(port),
    attachSocket: (socket) => void sockets.upgrade(socket),
  };
}

interface Intercepted {
  readonly path: readonly string[];
  readonly input: unknown;
  next(): Promise<unknown>;
}

function limitTo(role: AnnotatorRole) {
  return async ({ path, input, next }: Intercepted): Promise<unknown> => {
    const refusal = refuseAnnotator(role, path, input);
    if (refusal !== null) throw refusal;
    const answer = await next();
    return isStream(answer) ? onlyFor(role, answer as AsyncIterator<ServerEvent>) : forAnnotator(role, path, answer);
  };
}

async function* onlyFor(role: AnnotatorRole, events: AsyncIterator<ServerEvent>): AsyncGenerator<ServerEvent> {
  try {
    for (let item = await events.next(); !item.done; item = await events.next()) {
      if (isForAnnotator(role, item.value)) yield item.value;
    }
  } finally {
    await events.return?.();
  }
}

/** The same calls without a wire: what the command line uses. */
export function localClient(router: ContractRouter): BackendClient {
  return createRouterClient(router, { interceptors: [mapErrors(toFailure)] });
}

/** A failure may come at once, or later out of a stream. */
function mapErrors(map: (thrown: unknown) => unknown) {
  return async <Output>({ next }: { next(): Promise<Output> }): Promise<Output> => {
    let output: Output;
    try {
      output = await next();
    } catch (thrown) {
      throw map(thrown);
    }
    return isStream(output) ? (mapStreamErrors(output, map) as Output) : output;
  };
}

function mapStreamErrors(stream: AsyncIterator<unknown>, map: (thrown: unknown) => unknown) {
  return mapEventIterator(stream, {
    value: async (value) => value,
    error: async (thrown) => map(thrown),
  });
}

function isStream(output: unknown): output is AsyncIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output;
}
