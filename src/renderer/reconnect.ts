import { Failure } from '#core/failure.ts';
import { type Link, linkSocket } from './link.ts';

export type ConnectionState = 'connecting' | 'open' | 'lost';

type Socket = Parameters<typeof linkSocket>[0];

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;
const LONGEST_WAIT_MS = 5_000;

export interface ReconnectingLink {
  readonly link: Link;
  /** Stops for good. */
  close(): void;
}

/**
 * Keeps one socket open as well as it can. A call in flight when the socket closes fails; a call made while there is
 * none waits a few seconds for the next one.
 */
export function openReconnecting(
  open: () => Socket & { close(): void },
  onState: (state: ConnectionState) => void,
): ReconnectingLink {
  let socket: ReturnType<typeof open>;
  let link: Link | null = null;
  let isClosed = false;
  let pauseMs = FIRST_PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waiting = new Set<(link: Link | null) => void>();

  function connect(): void {
    socket = open();
    const linked = linkSocket(socket);
    socket.addEventListener('open', () => {
      link = linked;
      pauseMs = FIRST_PAUSE_MS;
      onState('open');
      for (const settle of waiting) settle(linked);
    });
    socket.addEventListener('close', () => {
      link = null;
      if (isClosed) return;
      onState('lost');
      timer = setTimeout(connect, pauseMs);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    });
  }

  function nextLink(): Promise<Link | null> {
    return new Promise((resolve) => {
      const settle = (next: Link | null) => {
        clearTimeout(deadline);
        waiting.delete(settle);
        resolve(next);
      };
      const deadline = setTimeout(settle, LONGEST_WAIT_MS, null);
      waiting.add(settle);
    });
  }

  connect();
  return {
    link: {
      async call(path, input, options) {
        const current = link ?? (await nextLink());
        if (current === null) throw notConnected();
        return await current.call(path, input, options);
      },
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const settle of waiting) settle(null);
      socket.close();
    },
  };
}

function notConnected(): Failure {
  return new Failure('CONNECTION_LOST', 'Unitloom does not answer.', {
    kept: 'Everything stored is kept.',
    remedy: 'Start it again with `unitloom serve` and open the link that it prints.',
  });
}
