import { Failure } from '#core/failure.ts';
import { type HostBridge, PORT_MESSAGE } from '#core/hostBridge.ts';
import type { ServerEvent } from '#core/views/app.ts';
import type { BackendClient } from '#core/wire.ts';
import { createClient, type Link, linkPort } from './link.ts';
import { type ConnectionState, openReconnecting } from './reconnect.ts';

declare global {
  interface Window {
    /** Present in Electron only. */
    readonly unitloom?: HostBridge;
  }
}

export interface Connection {
  readonly client: BackendClient;
  /** Calls the listener at once, and whenever the state changes. After `lost` and `open`, what was read may be old. */
  onState(listener: (state: ConnectionState) => void): () => void;
  /** Events of the backend, subscribed to anew after every reconnection. */
  onEvent(listener: (event: ServerEvent) => void): () => void;
}

/** The backend behind this window: through a port in Electron, through a WebSocket in a browser. */
export function connectBackend(): Connection {
  const states = new Set<(state: ConnectionState) => void>();
  let state: ConnectionState = 'connecting';
  const setState = (next: ConnectionState) => {
    state = next;
    for (const listener of states) listener(next);
  };
  const link = window.unitloom ? openPort(window.unitloom, setState) : openReconnecting(openSocket, setState).link;
  const client = createClient(link);
  return {
    client,
    onState(listener) {
      states.add(listener);
      listener(state);
      return () => states.delete(listener);
    },
    onEvent: (listener) => subscribe(client, listener),
  };
}

function openSocket(): WebSocket {
  const url = new URL('rpc', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  return new WebSocket(url);
}

/** The bridge cannot hand over a port as a value, so it comes as a message to this window. */
function openPort(bridge: HostBridge, setState: (state: ConnectionState) => void): Link {
  const opened = new Promise<Link>((resolve) => {
    const receive = (message: MessageEvent) => {
      const port = message.ports[0];
      if (message.source !== window || message.data !== PORT_MESSAGE || port === undefined) return;
      window.removeEventListener('message', receive);
      port.addEventListener('close', () => setState('lost'));
      resolve(linkPort(port));
      port.start();
      setState('open');
    };
    window.addEventListener('message', receive);
  });
  bridge.connect();
  return { call: async (path, input, options) => (await opened).call(path, input, options) };
}

function subscribe(client: BackendClient, listener: (event: ServerEvent) => void): () => void {
  const controller = new AbortController();
  void readEvents(client, listener, controller.signal);
  return () => controller.abort();
}

/** Shorter than the first pause of the socket, so that the subscription stands before views read anew. */
const RESUBSCRIBE_PAUSE_MS = 200;

async function readEvents(
  client: BackendClient,
  listener: (event: ServerEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const event of await client.app.events(undefined, { signal })) listener(event);
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
    }
    await new Promise((resolve) => setTimeout(resolve, RESUBSCRIBE_PAUSE_MS));
  }
}
