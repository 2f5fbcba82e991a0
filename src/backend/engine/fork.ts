import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { ENGINE_ENVIRONMENT, type EngineProcess, type SpawnEngine } from './port.ts';

/** The engine as a child of this Node process. */
export const forkEngine: SpawnEngine = () => forkEntry(fileURLToPath(new URL('./process.ts', import.meta.url)));

export function forkEntry(entry: string): EngineProcess {
  // Nothing of the engine may reach the host's stdout, which carries machine output.
  const child = fork(entry, {
    serialization: 'advanced',
    execArgv: [],
    env: { ...ENGINE_ENVIRONMENT, ...process.env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let lastLine: string | null = null;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastLine = stripVTControlCharacters(text).trim().split('\n').at(-1) || lastLine;
  });
  let failedToStart: string | null = null;
  child.on('error', (error) => {
    failedToStart = error.message;
  });
  return {
    pid: child.pid,
    post: (message) => {
      // A message to a process that has just died is lost; its exit is reported on its own.
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    // 'close' comes after stderr has ended, so the last words are in.
    onExit: (listener) => {
      child.on('close', listener);
    },
    lastLine: () => failedToStart ?? lastLine,
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}
