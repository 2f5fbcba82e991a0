import { flushCompileCache } from 'node:module';
import { constants, setPriority } from 'node:os';
import type { HostPort } from './port.ts';
import { serveEngine } from './serve.ts';

/** Entry of the engine process: under `child_process.fork` in Node, under `utilityProcess` in Electron. */

/** The part of Electron's `process.parentPort` that is used. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

function openHostPort(): HostPort {
  const { parentPort } = process as { readonly parentPort?: ParentPort };
  if (parentPort !== undefined) {
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', (event) => listener(event.data)),
    };
  }
  if (process.send === undefined) throw new Error('The engine runs as a child of its host only.');
  // Without its host the engine is nobody's: also after a SIGKILL of the host.
  process.on('disconnect', () => process.exit(0));
  return {
    post: (message) => process.send?.(message),
    onMessage: (listener) => {
      process.on('message', listener);
    },
  };
}

// The host shows the last line of stderr; Node's own report of an uncaught error ends with its version.
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
// Ctrl-C in a terminal reaches every process of it; the host decides when the engine ends.
process.on('SIGINT', () => {});
// Threads started from here on inherit the priority: those of ONNX Runtime and of the image codec.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
serveEngine(openHostPort());
// Where the host keeps compiled code from run to run, so does the engine, whose end is a kill.
flushCompileCache();
