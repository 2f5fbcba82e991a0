// What every runtime has although ECMAScript does not define it: Node, Electron and browsers.
// Read only by tsconfig.core.json, so that core can use these and nothing more; the other runtimes bring the full types.

interface EventTarget {
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

interface AbortSignal extends EventTarget {
  readonly aborted: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: as the DOM types have it
  readonly reason: any;
  throwIfAborted(): void;
}

declare var AbortSignal: {
  abort(reason?: unknown): AbortSignal;
  any(signals: readonly AbortSignal[]): AbortSignal;
};

interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

declare var AbortController: { new (): AbortController };

interface TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}

declare var TextEncoder: { new (): TextEncoder };

interface TextDecoder {
  decode(bytes?: ArrayBuffer | ArrayBufferView): string;
}

declare var TextDecoder: { new (label?: string, options?: { readonly fatal?: boolean }): TextDecoder };

declare var performance: { now(): number };

declare function setTimeout(callback: () => void, delayMs?: number): unknown;
declare function queueMicrotask(callback: () => void): void;
declare function structuredClone<T>(value: T): T;
