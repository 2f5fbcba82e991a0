import type { HostCommand } from '#core/hostBridge.ts';

/** Commands for the window. Those that come before it listens wait: a file was double-clicked to start the program. */
export interface CommandQueue {
  send(command: HostCommand): void;
  /** The window listens now. */
  open(deliver: (command: HostCommand) => void): void;
  /** The window is loading or gone. */
  pause(): void;
}

export function createCommandQueue(): CommandQueue {
  let deliver: ((command: HostCommand) => void) | null = null;
  let waiting: HostCommand[] = [];
  return {
    send(command) {
      if (deliver) deliver(command);
      else waiting.push(command);
    },
    open(next) {
      deliver = next;
      const commands = waiting;
      waiting = [];
      for (const command of commands) next(command);
    },
    pause() {
      deliver = null;
    },
  };
}
