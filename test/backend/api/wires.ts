import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { implement } from '@orpc/server';
import { WebSocketServer } from 'ws';
import { localClient, serveCalls } from '#backend/wire/calls.ts';
import { contract } from '#core/api.ts';
import type { BackendClient } from '#core/wire.ts';
import { createClient, linkPort, linkSocket } from '#renderer/link.ts';

type ContractRouter = Parameters<typeof serveCalls>[0];

const os = implement(contract);

/** A router of a few calls: what a test of the wire needs. */
export function routeOnly(handlers: object): ContractRouter {
  return os.router(handlers as Parameters<typeof os.router>[0]);
}

export interface ConnectedWire {
  readonly client: BackendClient;
  /** Breaks the wire from the caller's end, as a closed window does. */
  close(): Promise<void>;
}

export interface Wire {
  readonly name: string;
  connect(router: ContractRouter): Promise<ConnectedWire>;
}

const inProcess: Wire = {
  name: 'in-process',
  connect: async (router) => ({ client: localClient(router), close: async () => {} }),
};

const overPort: Wire = {
  name: 'MessagePort',
  async connect(router) {
    const { port1, port2 } = new MessageChannel();
    serveCalls(router).attachPort(port1);
    const client = createClient(linkPort(port2));
    port1.start();
    port2.start();
    return {
      client,
      async close() {
        const closed = once(port1, 'close');
        port2.close();
        await closed;
      },
    };
  },
};

const overSocket: Wire = {
  name: 'WebSocket',
  async connect(router) {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const calls = serveCalls(router);
    server.on('connection', (socket) => calls.attachSocket(socket));
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return {
      client: createClient(linkSocket(socket)),
      async close() {
        const closed = once(socket, 'close');
        socket.close();
        await closed;
        await new Promise((resolve) => server.close(resolve));
      },
    };
  },
};

export const WIRES: readonly Wire[] = [inProcess, overPort, overSocket];
/** Those between two ends that share nothing. */
export const REAL_WIRES: readonly Wire[] = [overPort, overSocket];
