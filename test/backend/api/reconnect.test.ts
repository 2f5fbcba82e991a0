import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { implement } from '@orpc/server';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { serveCalls } from '#backend/wire/calls.ts';
import { contract } from '#core/api.ts';
import { createClient } from '#renderer/link.ts';
import { type ConnectionState, openReconnecting, type ReconnectingLink } from '#renderer/reconnect.ts';
import { routeOnly } from './wires.ts';

const os = implement(contract);
let server: WebSocketServer | null = null;
let reconnecting: ReconnectingLink | null = null;

async function listen(port: number, version: string): Promise<number> {
  const router = routeOnly({
    app: {
      info: os.app.info.handler(() => ({
        version,
        host: 'server',
        dialogs: false,
        projectFolder: '/',
        annotator: null,
      })),
      settings: os.app.settings.handler(() => new Promise<never>(() => {})),
    },
  });
  const calls = serveCalls(router);
  server = new WebSocketServer({ port, host: '127.0.0.1' });
  server.on('connection', (socket) => calls.attachSocket(socket));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function stop(): Promise<void> {
  for (const socket of server?.clients ?? []) socket.terminate();
  await new Promise((resolve) => server?.close(resolve));
  server = null;
}

afterEach(async () => {
  reconnecting?.close();
  if (server) await stop();
});

function connect(port: number) {
  const states: ConnectionState[] = [];
  reconnecting = openReconnecting(
    () => new WebSocket(`ws://127.0.0.1:${port}`),
    (state) => states.push(state),
  );
  return { client: createClient(reconnecting.link), states };
}

test('a call made before the socket is open waits for it', async () => {
  const { client } = connect(await listen(0, 'first'));
  expect((await client.app.info()).version).toBe('first');
});

test('a call in flight fails when the server goes, and the next one finds the new server', async () => {
  const port = await listen(0, 'first');
  const { client, states } = connect(port);
  await client.app.info();
  const inFlight = client.app.settings().catch((reason: unknown) => reason);
  await stop();
  expect(await inFlight).toMatchObject({ code: 'CONNECTION_LOST' });
  const waiting = client.app.info();
  await listen(port, 'second');
  expect((await waiting).version).toBe('second');
  expect(states).toEqual(['open', 'lost', 'open']);
});

test('a call made while nobody answers fails with a remedy', async () => {
  const port = await listen(0, 'first');
  await stop();
  const { client } = connect(port);
  const failure = await client.app.info().catch((reason: unknown) => reason);
  expect(failure).toMatchObject({ code: 'CONNECTION_LOST', remedy: expect.stringContaining('unitloom serve') });
});
