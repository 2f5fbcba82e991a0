import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createAdaptorServer } from '@hono/node-server';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Backend } from '#backend/backend.ts';
import { serveCalls } from '#backend/wire/calls.ts';
import { createPages } from '#backend/wire/pages.ts';
import { Failure } from '#core/failure.ts';
import { createGate, type Gate, isLoopback, namesOf } from './access.ts';

export interface ServerOptions {
  readonly backend: Backend;
  readonly rendererFolder: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Files in PEM form; needed for other machines unless `insecure`. */
  readonly tls: { readonly certificatePath: string; readonly keyPath: string } | null;
  readonly insecure: boolean;
  /** Further names this server is reached by. */
  readonly names: readonly string[];
  /** Where a browser lands that was let in, a path with its fragment. */
  readonly landing: string;
  /** Called with a fresh link whenever the last one was used. */
  onLink(link: string): void;
}

export interface RunningServer {
  readonly port: number;
  readonly origin: string;
  /** Lets one browser in, once. */
  readonly link: string;
  close(): Promise<void>;
}

const LARGEST_CALL_BYTES = 16 * 1024 * 1024;
const HEARTBEAT_MS = 30_000;

/** The backend for browsers: pages and pictures over HTTP, calls over one WebSocket each. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  if (!isLoopback(options.host) && options.tls === null && !options.insecure) throw needsTls(options.host);
  let port = options.port;
  const originOf = () => `${options.tls ? 'https' : 'http'}://${addressOf(options.host)}:${port}`;
  const gate = createGate({
    names: namesOf(options.host, options.names),
    port: () => port,
    secure: options.tls !== null,
    landing: options.landing,
    onLogin: () => options.onLink(issueLink()),
  });
  const issueLink = () => originOf() + gate.issueLink();
  const { backend, rendererFolder } = options;
  const pages = createPages({ backend, rendererFolder, answerFirst: gate.answerFirst });
  const server = createHttpServer(options, pages);
  const sockets = acceptCalls(server, backend, gate);
  port = (await listen(server, options)).port;
  return { port, origin: originOf(), link: issueLink(), close: () => closeServer(server, sockets) };
}

function createHttpServer(options: ServerOptions, fetch: (request: Request) => Promise<Response>): Server {
  if (options.tls === null) return createAdaptorServer({ fetch }) as Server;
  const serverOptions = {
    cert: readPem(options.tls.certificatePath, 'certificate'),
    key: readPem(options.tls.keyPath, 'key'),
  };
  return createAdaptorServer({ fetch, createServer: createTlsServer, serverOptions }) as unknown as Server;
}

function readPem(path: string, what: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new Failure('BAD_INPUT', `The ${what} ${path} could not be read.`, { cause });
  }
}

async function listen(server: Server, { host, port }: ServerOptions): Promise<AddressInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  await promise.catch((cause: NodeJS.ErrnoException) => {
    throw cannotListen(cause, host, port);
  });
  server.off('error', reject);
  return server.address() as AddressInfo;
}

function acceptCalls(server: Server, backend: Backend, gate: Gate): WebSocketServer {
  const calls = serveCalls(backend.router);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_CALL_BYTES });
  server.on('upgrade', (request, stream, head) => {
    const isCallPath = request.url === '/rpc';
    const status = gate.refuseSocket(request) ?? (isCallPath ? null : 404);
    if (status !== null) refuse(stream, status);
    else sockets.handleUpgrade(request, stream, head, (socket) => serveSocket(socket, calls));
  });
  return sockets;
}

function refuse(stream: Duplex, status: number): void {
  stream.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** A peer that vanished without a word keeps its subscriptions until it misses a heartbeat. */
function serveSocket(socket: WebSocket, calls: ReturnType<typeof serveCalls>): void {
  let isAlive = true;
  const heartbeat = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, HEARTBEAT_MS);
  socket.on('pong', () => {
    isAlive = true;
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => clearInterval(heartbeat));
  calls.attachSocket(socket);
}

async function closeServer(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate();
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

function addressOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function cannotListen(cause: NodeJS.ErrnoException, host: string, port: number): Failure {
  if (cause.code === 'EADDRINUSE') {
    return new Failure('BAD_INPUT', `Port ${port} is taken by another program.`, {
      remedy: 'Give another one with --port, or 0 for any free one.',
      cause,
    });
  }
  return new Failure('BAD_INPUT', `The server could not listen on ${host}, port ${port}: ${cause.message}.`, { cause });
}

function needsTls(host: string): Failure {
  return new Failure('USAGE', `Listening on ${host} would send the session over the network unencrypted.`, {
    remedy:
      'Give --tls-certificate and --tls-key, or tunnel through SSH (ssh -L 8420:127.0.0.1:8420 HOST), ' +
      'or accept it with --insecure.',
  });
}
