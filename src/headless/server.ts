import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createAdaptorServer } from '@hono/node-server';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Backend } from '#backend/backend.ts';
import { type CallServer, serveCalls } from '#backend/wire/calls.ts';
import { createPages } from '#backend/wire/pages.ts';
import { Failure } from '#core/failure.ts';
import { createGate, type Gate, type Guest, isLoopback, namesOf } from './access.ts';

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
  /** Called with a fresh link whenever the last one was used; `annotator` is null for the owner's. */
  onLink(link: string, annotator: string | null): void;
  /** People who may annotate the project of this handle, and nothing else. */
  readonly annotators?: { readonly project: string; readonly names: readonly string[] } | undefined;
}

export interface RunningServer {
  readonly port: number;
  readonly origin: string;
  /** Lets one browser in, once. */
  readonly link: string;
  /** The same for each annotator. */
  readonly annotatorLinks: Readonly<Record<string, string>>;
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
    onLogin: (guest) => options.onLink(issueLink(guest), guest.annotator),
  });
  const issueLink = (guest: Guest) => originOf() + gate.issueLink(guest);
  const owner: Guest = { annotator: null, landing: options.landing };
  const annotators = guestsOf(options);
  const { backend, rendererFolder } = options;
  const pages = createPages({ backend, rendererFolder, answerFirst: gate.answerFirst });
  const server = createHttpServer(options, pages);
  const sockets = acceptCalls(server, options, gate);
  port = (await listen(server, options)).port;
  return {
    port,
    origin: originOf(),
    link: issueLink(owner),
    annotatorLinks: Object.fromEntries(annotators.map((guest) => [guest.annotator, issueLink(guest)])),
    close: () => closeServer(server, sockets),
  };
}

function guestsOf({ annotators }: ServerOptions): (Guest & { readonly annotator: string })[] {
  if (annotators === undefined) return [];
  const landing = `/#/annotate?project=${encodeURIComponent(annotators.project)}`;
  return annotators.names.map((annotator) => ({ annotator, landing }));
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

function acceptCalls(server: Server, { backend, annotators }: ServerOptions, gate: Gate): WebSocketServer {
  const served = new Map<string | null, CallServer>([[null, serveCalls(backend.router)]]);
  for (const annotator of annotators?.names ?? []) {
    served.set(annotator, serveCalls(backend.router, { annotator, project: annotators?.project ?? '' }));
  }
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_CALL_BYTES });
  server.on('upgrade', (request, stream, head) => {
    const isCallPath = request.url === '/rpc';
    const guest = gate.admitSocket(request);
    const calls = typeof guest === 'number' ? undefined : served.get(guest.annotator);
    if (typeof guest === 'number' || !isCallPath || calls === undefined) {
      return refuse(stream, typeof guest === 'number' ? guest : 404);
    }
    sockets.handleUpgrade(request, stream, head, (socket) => serveSocket(socket, calls));
  });
  return sockets;
}

function refuse(stream: Duplex, status: number): void {
  stream.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** A peer that vanished without a word keeps its subscriptions until it misses a heartbeat. */
function serveSocket(socket: WebSocket, calls: CallServer): void {
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
