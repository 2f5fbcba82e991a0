/** What both a forked Node process and Electron's utilityProcess can be: the engine seen from its host. */
export interface EngineProcess {
  readonly pid: number | undefined;
  /** Sends by structured clone. */
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, after the last message and the last line of stderr. */
  onExit(listener: (code: number | null, signal: string | null) => void): void;
  /** The last line the process wrote to stderr: what it said before it crashed. Null where it was silent. */
  lastLine(): string | null;
  /** Ends the process at once; it holds no state worth saving. */
  kill(): void;
}

export type SpawnEngine = () => EngineProcess;

/**
 * Environment of an engine process, beside the host's own. By glibc's defaults, the memory of pictures that come and go
 * on many threads piles up unused: few arenas, and large blocks that go back to the system at once, keep a long sweep level.
 */
export const ENGINE_ENVIRONMENT: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '262144',
};

/** The engine's end of the same wire. */
export interface HostPort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}
