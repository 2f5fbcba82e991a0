import { finished } from 'node:stream/promises';
import { stripVTControlCharacters } from 'node:util';
import type { UtilityProcess } from 'electron';
import { ENGINE_ENVIRONMENT, type SpawnEngine } from '#backend/engine/port.ts';

interface Forker {
  fork(
    entry: string,
    args: string[],
    options: { serviceName: string; stdio: ('ignore' | 'pipe')[]; env: NodeJS.ProcessEnv },
  ): Pick<UtilityProcess, 'pid' | 'postMessage' | 'on' | 'stderr'>;
}

/** The engine as a child of Electron: `fork` of Node needs the fuse `runAsNode`, which is off in a packaged app. */
export function utilityEngine(utilityProcess: Forker, entry: string): SpawnEngine {
  return () => {
    const child = utilityProcess.fork(entry, [], {
      serviceName: 'Unitloom engine',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...ENGINE_ENVIRONMENT, ...process.env },
    });
    let lastLine: string | null = null;
    child.stderr?.on('data', (bytes: Buffer) => {
      lastLine = stripVTControlCharacters(bytes.toString()).trim().split('\n').at(-1) || lastLine;
    });
    child.on('error', (kind, place) => {
      lastLine = `${kind} at ${place}`;
    });
    return {
      get pid() {
        return child.pid;
      },
      post: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => {
        child.on('exit', async (code) => {
          await untilSilent(child.stderr);
          listener(code, null);
        });
      },
      lastLine: () => lastLine,
      // Electron's own kill asks politely; native code that hangs would not hear it.
      kill: () => {
        if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
      },
    };
  };
}

const LAST_WORDS_MS = 500;

/** What a process wrote last may arrive after the news of its end. */
async function untilSilent(stderr: NodeJS.ReadableStream | null): Promise<void> {
  if (stderr === null) return;
  await finished(stderr, { signal: AbortSignal.timeout(LAST_WORDS_MS) }).catch(() => undefined);
}
